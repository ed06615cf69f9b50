import type { OrreryError } from "../../result.ts";
import { capabilities } from "../../capabilities/index.ts";
import { choose, useApp } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { visible, visibleLines } from "./ansi.ts";
import { failureFacts } from "./failure-facts.ts";
import { FolderChooser } from "./folder-chooser.tsx";
import styles from "./facts.module.css";

/** Why a run broke off: in words, with the guest's own call stack, the last lines it reported, and the switch that decides. */
export function FailureView({ error, stderr }: { readonly error: OrreryError; readonly stderr: string }) {
  const { view } = useApp();
  const { kind, stack, lastLines, capability } = failureFacts(error, stderr);
  const switched = capabilities.find((one) => one.id === capability);
  return (
    <div className={styles["error"]}>
      <p className={styles["message"]}>{visibleLines(error.message)}</p>
      <p className={styles["tag"]}>{kind === undefined ? error.tag : `${error.tag} · ${kind}`}</p>
      {switched === undefined ? undefined : (
        <p>
          <Button size="small" onPress={() => choose(view, { kind: "capability", id: switched.id })}>
            {`Show the switch “${switched.title}”`}
          </Button>
        </p>
      )}
      {error.tag === "needs-folder" ? <FolderChooser /> : undefined}
      {stack.length === 0 ? undefined : (
        <section aria-label="Call stack of the component">
          <h3 className={styles["subject"]}>Call stack, innermost first</h3>
          <ol className={styles["stack"]}>
            {stack.map((frame, depth) => (
              // Frames have no name of their own: the same function may stand there many times.
              <li key={depth}>{visible(frame)}</li>
            ))}
          </ol>
        </section>
      )}
      {lastLines === "" ? undefined : (
        <section aria-label="Last lines of standard error">
          <h3 className={styles["subject"]}>Last lines of standard error</h3>
          <pre className={styles["stderr"]}>{visibleLines(lastLines)}</pre>
        </section>
      )}
    </div>
  );
}
