import { useState } from "react";
import { useActs, useApp, useSession, useView } from "../app/context.ts";
import { useDraft } from "../app/drafts.ts";
import { Button } from "../primitives/button.tsx";
import { ChoiceField } from "../primitives/choice-field.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { Fold } from "../primitives/fold.tsx";
import { parseWhole } from "../primitives/parse.ts";
import { checkPart } from "./checks.ts";
import { firstLimits, limitPlace, moreLimits, type LimitField } from "./limit-fields.ts";
import styles from "./side-panel.module.css";

export function LimitsEditor() {
  const { view } = useApp();
  const sought = useView((state) => state.sought);
  const folded = moreLimits.some((field) => limitPlace(field).key === sought?.key);
  const drafted = useView((state) => moreLimits.some((field) => Object.hasOwn(state.drafts, limitPlace(field).key)));
  // Whoever is led to a limit behind the fold finds it open: it is made anew, and stays so.
  const [round, setRound] = useState(0);
  const [led, setLed] = useState<object | undefined>(undefined);
  if (folded && sought !== led) {
    setLed(sought);
    setRound(round + 1);
  }
  return (
    <>
      {firstLimits.map((field) => (
        <LimitNumber key={field.key} field={field} />
      ))}
      <Fold key={round} title="More limits" note="files, handles, calls, trace" startsOpen={round > 0 || drafted}>
        <div className={styles["edit"]}>
          {moreLimits.map((field) => (
            <LimitNumber key={field.key} field={field} />
          ))}
        </div>
      </Fold>
      <div className={styles["line"]}>
        <Button size="small" onPress={() => view.setState({ dialog: "reset" })}>
          Reset all settings…
        </Button>
      </div>
      <EngineField />
    </>
  );
}

/** Stands below what a reset takes back: it belongs to this page and goes into no link. */
function EngineField() {
  const acts = useActs();
  const engine = useSession((state) => state.engine);
  return <ChoiceField label="Engine" value={engine} choices={engines} onChange={acts.setEngine} />;
}

const engines = [
  {
    value: "auto",
    label: "Auto",
    help: "Native for whatever it can run, jco for the rest; the result says which. Kept for this page, not in links.",
  },
  {
    value: "native",
    label: "Native",
    help: "Orrery’s own: nothing is generated, and calls are quick. What it cannot run is refused.",
  },
  {
    value: "jco",
    label: "jco",
    help: "Transpiles to JavaScript: slower, a second opinion. It is downloaded when first used.",
  },
] as const;

function LimitNumber({ field }: { readonly field: LimitField }) {
  const acts = useActs();
  const limits = useSession((state) => state.scenario.limits);
  const { key, label, unit, factor = 1, least, most, help } = field;
  const draft = useDraft(limitPlace(field));
  return (
    <DraftField
      {...draft}
      numeric
      label={label}
      unit={unit}
      help={help}
      parse={(text) => {
        const whole = parseWhole(text, least, most);
        return whole.ok ? checkPart("limits", limits, key, whole.value * factor) : whole;
      }}
      onCommit={(value) => acts.apply({ limits: { [key]: value } })}
    />
  );
}
