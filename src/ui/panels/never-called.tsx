import { bindingChanges, postures } from "../../scenario/index.ts";
import { useActs, useSession } from "../app/context.ts";
import { guestRan } from "../app/run-state.ts";
import { Button } from "../primitives/button.tsx";
import { count } from "../primitives/format.ts";
import { Fold } from "../primitives/fold.tsx";
import { visible } from "./ansi.ts";
import styles from "./calls-panel.module.css";

/** After a run: what was asked for and never used, and the scenario that gives no more than was used. */
export function NeverCalled() {
  const acts = useActs();
  const ran = useSession(guestRan);
  const status = useSession(({ run }) => (run.state === "done" ? run.result.status : undefined));
  const calls = useSession((state) => state.calls);
  const imports = useSession((state) => state.report?.imports);
  const bindings = useSession((state) => state.scenario.bindings);
  if (!ran || imports === undefined) return undefined;
  const unused = imports.flatMap((item) =>
    item.functions
      .map((name) => (item.kind === "func" ? item.name : `${item.name}#${name}`))
      .filter((path) => !Object.hasOwn(calls, path)),
  );
  const least = postures(bindings, Object.keys(calls)).find(({ id }) => id === "only-what-it-called");
  const changes = least === undefined ? [] : bindingChanges(bindings, least.bindings);
  if (unused.length === 0 && changes.length === 0) return undefined;
  return (
    <div className={styles["unused"]}>
      <Fold title="Declared but never called" note={count(unused.length, "function")}>
        <ul className={styles["names"]}>
          {unused.slice(0, 1000).map((path) => (
            <li key={path}>{visible(path)}</li>
          ))}
        </ul>
      </Fold>
      {least === undefined || changes.length === 0 ? undefined : (
        <div className={styles["least"]}>
          <div className={styles["fold"]}>
            <Fold title="Least privilege" note={`${count(changes.length, "capability", "capabilities")} to deny`}>
              <ul className={styles["names"]}>
                {changes.map((one) => (
                  <li key={one.title}>{`${one.title}: ${one.from} → ${one.to}`}</li>
                ))}
              </ul>
            </Fold>
          </div>
          <Button
            size="small"
            onPress={() => {
              acts.apply({ bindings: least.bindings });
              acts.notify("The scenario gives only what the last run called.");
            }}
          >
            Make a least-privilege scenario
          </Button>
          {status === "exited" || status === "returned" ? undefined : (
            <p className={styles["warning"]}>
              {status === "trapped"
                ? "The run broke off; it may need more."
                : "The run did not end by itself; it may need more."}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
