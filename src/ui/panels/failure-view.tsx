import type { OrreryError } from "../../result.ts";
import { capabilities } from "../../capabilities/index.ts";
import { choose, useApp, useSession, type AppContext } from "../app/context.ts";
import { seek } from "../app/drafts.ts";
import { Button } from "../primitives/button.tsx";
import { visible, visibleLines } from "./ansi.ts";
import { failureFacts, type Remedy } from "./failure-facts.ts";
import { FolderChooser } from "./folder-chooser.tsx";
import styles from "./failure-view.module.css";
import { firstLimits, limitPlace, moreLimits } from "./limit-fields.ts";

/** Why a run broke off: in words, with the guest's own call stack, the last lines it reported, and the setting that decides. */
export function FailureView({ error, stderr }: { readonly error: OrreryError; readonly stderr: string }) {
  const { kind, stack, lastLines } = failureFacts(error, stderr);
  return (
    <div className={styles["error"]} data-calm={isCalm(error)}>
      <p className={styles["message"]}>{visibleLines(error.message)}</p>
      <p className={styles["tag"]}>{kind === undefined ? error.tag : `${error.tag} · ${kind}`}</p>
      <FailureHelp error={error} />
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

/** Whether the run ended as the person wanted. */
export function isCalm(error: OrreryError): boolean {
  return error.tag === "stopped";
}

/** What can be done about it from here: the setting that decides, or a folder to choose. */
export function FailureHelp({ error }: { readonly error: OrreryError }) {
  const { view } = useApp();
  const imports = useSession((state) => state.report?.imports);
  const { remedy } = failureFacts(error, "");
  if (error.tag === "needs-folder") return <FolderChooser />;
  const shown = remedy === undefined ? undefined : showing(remedy, view, imports ?? []);
  if (shown === undefined) return undefined;
  return (
    <p className={styles["help"]}>
      <Button size="small" onPress={shown.show}>
        {shown.words}
      </Button>
    </p>
  );
}

interface Shown {
  readonly words: string;
  readonly show: () => void;
}

function showing(
  remedy: Remedy,
  view: AppContext["view"],
  imports: readonly { readonly name: string }[],
): Shown | undefined {
  switch (remedy.kind) {
    case "capability": {
      const title = capabilities.find((one) => one.id === remedy.id)?.title ?? remedy.id;
      return { words: `Show the switch “${title}”`, show: () => choose(view, remedy) };
    }
    case "import": {
      // The name came out of the sandbox.
      const found = imports.find((one) => one.name === remedy.name);
      if (found === undefined) return undefined;
      const { name } = found;
      return {
        words: `Show the ${remedy.mocked ? "mock" : "switch"} of ${name}`,
        show: () => choose(view, { kind: "import", name }),
      };
    }
    case "limit": {
      const field = [...firstLimits, ...moreLimits].find((one) => one.key === remedy.key);
      if (field === undefined) return undefined;
      return { words: `Show the limit “${field.label}”`, show: () => seek(view, limitPlace(field)) };
    }
  }
}
