import { filesystem, type Fault } from "../../capabilities/filesystem/capability.ts";
import { err, ok, type Result } from "../../result.ts";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import { checkSetting, checkSettings } from "./checks.ts";
import { useRowKeys } from "./row-keys.ts";
import styles from "./side-panel.module.css";
import { withChanges } from "./with-changes.ts";

const fresh: Fault = { path: "/data/*", operations: ["write"], error: "insufficient-space" };

/** Paths on which the filesystem fails, as a broken or full disk would. */
export function FaultsEditor() {
  const acts = useActs();
  const binding = useSession((state) => state.scenario.bindings.filesystem);
  const { faults } = binding;
  const rows = useRowKeys(faults.length);
  const put = (next: readonly Fault[]) => acts.apply({ bindings: { filesystem: { faults: next } } });
  return (
    <section aria-label="Faults" className={styles["edit"]}>
      <h3 className={styles["heading"]}>Faults</h3>
      <p className={styles["muted"]}>Operations that fail on purpose, to see what the component does then.</p>
      {faults.map((fault, index) => {
        const number = index + 1;
        const read = (next: Readonly<Record<string, unknown>>): Result<Fault, string> => {
          const whole = withChanges(fault, next);
          const checked = checkSetting(filesystem, binding, "faults", faults.with(index, whole));
          return checked.ok ? ok(whole) : err(checked.error);
        };
        const commit = (next: Fault) => put(faults.with(index, next));
        return (
          <section key={rows.keys[index]} aria-label={`Fault ${number}`} className={styles["mount"]}>
            <div className={styles["file"]}>
              <span className={styles["fileName"]}>{`${fault.path} → ${fault.error}`}</span>
              <Button
                look="quiet"
                size="small"
                aria-label={`Remove fault ${number}`}
                onPress={() => {
                  rows.remove(index);
                  put(faults.filter((_, at) => at !== index));
                }}
              >
                <CloseIcon />
              </Button>
            </div>
            <DraftField
              label="Path"
              value={fault.path}
              help="/* at its end means everything below."
              parse={(text) => read({ path: text.trim() })}
              onCommit={commit}
            />
            <DraftField
              label="Operations"
              value={fault.operations?.join(", ") ?? ""}
              help="Such as read, write or open. Empty: all of them."
              parse={(text) => read({ operations: namesIn(text) })}
              onCommit={commit}
            />
            <DraftField
              label="Error"
              value={fault.error}
              help="Such as io, access or insufficient-space."
              parse={(text) => read({ error: text.trim() })}
              onCommit={commit}
            />
          </section>
        );
      })}
      <div className={styles["line"]}>
        <Button
          size="small"
          onPress={() => {
            const next = [...faults, fresh];
            const checked = checkSettings(filesystem, binding, { faults: next });
            if (!checked.ok) return acts.notify(checked.error);
            return put(next);
          }}
        >
          Add fault
        </Button>
      </div>
    </section>
  );
}

function namesIn(text: string): readonly string[] | undefined {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  return names.length === 0 ? undefined : names;
}
