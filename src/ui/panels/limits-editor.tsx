import { useActs, useApp, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { parseWhole } from "../primitives/parse.ts";
import { checkPart } from "./checks.ts";
import styles from "./side-panel.module.css";

const mebi = 1_048_576;
const largest = 1_000_000_000;

export function LimitsEditor() {
  const { view } = useApp();
  const acts = useActs();
  const limits = useSession((state) => state.scenario.limits);
  const number = (key: "timeMs" | "memoryBytes" | "outputBytes", factor: number) => (text: string) => {
    const whole = parseWhole(text, 0, largest);
    if (!whole.ok) return whole;
    return checkPart("limits", limits, key, whole.value * factor);
  };
  return (
    <>
      <DraftField
        numeric
        label="Time"
        unit="ms"
        value={String(limits.timeMs)}
        help="A run that takes longer is ended."
        parse={number("timeMs", 1)}
        onCommit={(timeMs) => acts.apply({ limits: { timeMs } })}
      />
      <DraftField
        numeric
        label="Memory"
        unit="MiB"
        value={String(limits.memoryBytes / mebi)}
        help="What each memory of the component may grow to."
        parse={number("memoryBytes", mebi)}
        onCommit={(memoryBytes) => acts.apply({ limits: { memoryBytes } })}
      />
      <DraftField
        numeric
        label="Output"
        unit="MiB"
        value={String(limits.outputBytes / mebi)}
        help="Standard output and error together. A run that prints more is ended."
        parse={number("outputBytes", mebi)}
        onCommit={(outputBytes) => acts.apply({ limits: { outputBytes } })}
      />
      <div className={styles["line"]}>
        <Button size="small" onPress={() => view.setState({ dialog: "reset" })}>
          Reset all settings…
        </Button>
      </div>
    </>
  );
}
