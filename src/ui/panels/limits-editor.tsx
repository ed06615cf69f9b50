import type { Limits } from "../../scenario/schema.ts";
import { useActs, useApp, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { Fold } from "../primitives/fold.tsx";
import { parseWhole } from "../primitives/parse.ts";
import { checkPart } from "./checks.ts";
import styles from "./side-panel.module.css";

const mebi = 1_048_576;

interface LimitField {
  readonly key: keyof Limits;
  readonly label: string;
  readonly unit?: string;
  /** How much of the limit one of the unit is. */
  readonly factor?: number;
  readonly least: number;
  /** In the unit. */
  readonly most: number;
  readonly help: string;
}

const first: readonly LimitField[] = [
  {
    key: "timeMs",
    label: "Time",
    unit: "ms",
    least: 1,
    most: 3_600_000,
    help: "A run that takes longer is ended.",
  },
  {
    key: "memoryBytes",
    label: "Memory",
    unit: "MiB",
    factor: mebi,
    least: 1,
    most: 4096,
    help: "What the memories of the component may grow to together.",
  },
  {
    key: "outputBytes",
    label: "Output",
    unit: "MiB",
    factor: mebi,
    least: 0,
    most: 256,
    help: "Standard output and error together. A run that prints more is ended.",
  },
];

const more: readonly LimitField[] = [
  {
    key: "fileBytes",
    label: "File contents",
    unit: "MiB",
    factor: mebi,
    least: 0,
    most: 1024,
    help: "What all files may hold together. A write beyond it fails.",
  },
  {
    key: "fileEntries",
    label: "Files",
    least: 0,
    most: 1_000_000,
    help: "How many files and directories there may be. Making one more fails.",
  },
  {
    key: "handles",
    label: "Open handles",
    least: 0,
    most: 10_000_000,
    help: "Files, streams, requests and the like that are open at once. A run that opens more is ended.",
  },
  {
    key: "calls",
    label: "Calls",
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    help: "Calls of imports. A run that makes more is ended.",
  },
  {
    key: "traceEntries",
    label: "Trace entries",
    least: 0,
    most: 10_000_000,
    help: "How many calls are kept to be read after the run. Older ones make room.",
  },
];

export function LimitsEditor() {
  const { view } = useApp();
  return (
    <>
      {first.map((field) => (
        <LimitNumber key={field.key} field={field} />
      ))}
      <Fold title="More limits" note="files, handles, calls, trace">
        <div className={styles["edit"]}>
          {more.map((field) => (
            <LimitNumber key={field.key} field={field} />
          ))}
        </div>
      </Fold>
      <div className={styles["line"]}>
        <Button size="small" onPress={() => view.setState({ dialog: "reset" })}>
          Reset all settings…
        </Button>
      </div>
    </>
  );
}

function LimitNumber({ field }: { readonly field: LimitField }) {
  const acts = useActs();
  const limits = useSession((state) => state.scenario.limits);
  const { key, label, unit, factor = 1, least, most, help } = field;
  return (
    <DraftField
      numeric
      label={label}
      unit={unit}
      value={String(limits[key] / factor)}
      help={help}
      parse={(text) => {
        const whole = parseWhole(text, least, most);
        return whole.ok ? checkPart("limits", limits, key, whole.value * factor) : whole;
      }}
      onCommit={(value) => acts.apply({ limits: { [key]: value } })}
    />
  );
}
