import { lazy, Suspense, useEffect } from "react";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { copyText } from "../primitives/save.ts";
import styles from "./wit-panel.module.css";

const WitEditor = lazy(() => import("../editor/wit-editor.tsx").then((module) => ({ default: module.WitEditor })));

const noMistakes = [] as const;

/** The WIT text of what is open, to read. */
export function WitPanel() {
  const acts = useActs();
  const wit = useSession((state) => state.wit);
  useEffect(() => {
    if (wit.state === "none") void acts.loadWit();
  }, [acts, wit.state]);
  if (wit.state === "failed") {
    return (
      <p className={styles["words"]} role="alert">
        {wit.error?.message ?? "The WIT text could not be made."}
      </p>
    );
  }
  if (wit.state !== "ready") return <p className={styles["words"]}>Reading the types…</p>;
  return (
    <div className={styles["wit"]}>
      <div className={styles["copy"]}>
        <Button
          size="small"
          aria-label="Copy WIT"
          onPress={async () => {
            const copied = await copyText(wit.text);
            acts.notify(copied ? "WIT copied." : "The browser does not allow copying here.");
          }}
        >
          Copy
        </Button>
      </div>
      <Suspense fallback={<pre className={styles["plain"]}>{wit.text}</pre>}>
        <WitEditor label="WIT of the component" value={wit.text} mistakes={noMistakes} />
      </Suspense>
    </div>
  );
}
