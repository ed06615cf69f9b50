import { useEffect, useRef, useState } from "react";
import { Keyboard } from "react-aria-components/Keyboard";
import { Button } from "../primitives/button.tsx";
import { useActs, useSession } from "./context.ts";
import { isTyping } from "./incoming.ts";
import { isMac, shortcut } from "./keys.ts";
import styles from "./toast.module.css";

const shownMs = 5000;
/** Longer where there is something to decide. */
const undoMs = 15_000;

/** The last notice, for a few seconds. The element stays, so that screen readers hear each one. */
export function Toast() {
  const notice = useSession((state) => state.notice);
  const [goneId, setGoneId] = useState<number | undefined>(undefined);
  const [isHeld, setIsHeld] = useState(false);
  const shown = notice !== undefined && notice.id !== goneId;
  const canUndo = shown && notice.canUndo === true;
  useEffect(() => {
    if (notice === undefined || isHeld) return undefined;
    const timer = setTimeout(() => setGoneId(notice.id), notice.canUndo ? undoMs : shownMs);
    return () => clearTimeout(timer);
  }, [notice, isHeld]);
  return (
    <div role="status" className={styles["place"]}>
      {shown ? (
        <div className={styles["toast"]} data-acts={canUndo}>
          <p>{notice.text}</p>
          {canUndo ? <Undo key={notice.id} hold={setIsHeld} /> : undefined}
        </div>
      ) : undefined}
    </div>
  );
}

/** The way back, by pointer or by key. While somebody is at it, it stays. */
function Undo({ hold }: { readonly hold: (isHeld: boolean) => void }) {
  const acts = useActs();
  const cameFrom = useRef<EventTarget | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
      if (!command || event.key.toLowerCase() !== "z" || isTyping(event.target)) return;
      event.preventDefault();
      void acts.undo();
    };
    // On the way down: buttons keep every key that they see from what is around them.
    document.addEventListener("keydown", press, true);
    return () => {
      document.removeEventListener("keydown", press, true);
      hold(false);
    };
  }, [acts, hold]);
  return (
    <Button
      size="small"
      onFocus={({ relatedTarget }) => {
        cameFrom.current = relatedTarget;
        hold(true);
      }}
      onBlur={() => hold(false)}
      onHoverChange={hold}
      onPress={() => {
        // The button goes away; whoever came to it by key is back where they were.
        if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
        void acts.undo();
      }}
    >
      Undo
      <Keyboard className={styles["key"] ?? ""}>{shortcut("Z")}</Keyboard>
    </Button>
  );
}
