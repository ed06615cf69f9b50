import { useActs, useApp, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { parseWhole } from "../primitives/parse.ts";
import { checkPart } from "./checks.ts";
import styles from "./side-panel.module.css";

const mebi = 1_048_576;

export function LimitsEditor() {
  const { view } = useApp();
  const acts = useActs();
  const limits = useSession((state) => state.scenario.limits);
  const number = (key: "timeMs" | "memoryBytes" | "outputBytes", factor: number, most: number) => (text: string) => {
    const whole = parseWhole(text, key === "outputBytes" ? 0 : 1, most);
    return whole.ok ? checkPart("limits", limits, key, whole.value * factor) : whole;
  };
  return (
    <>
      <DraftField
        numeric
        label="Time"
        unit="ms"
        value={String(limits.timeMs)}
        help="A run that takes longer is ended."
        parse={number("timeMs", 1, 3_600_000)}
        onCommit={(timeMs) => acts.apply({ limits: { timeMs } })}
      />
      <DraftField
        numeric
        label="Memory"
        unit="MiB"
        value={String(limits.memoryBytes / mebi)}
        help="What the memories of the component may grow to together."
        parse={number("memoryBytes", mebi, 4096)}
        onCommit={(memoryBytes) => acts.apply({ limits: { memoryBytes } })}
      />
      <DraftField
        numeric
        label="Output"
        unit="MiB"
        value={String(limits.outputBytes / mebi)}
        help="Standard output and error together. A run that prints more is ended."
        parse={number("outputBytes", mebi, 256)}
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
