import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import type { ConsoleFeed, ConsoleView } from "./console-feed.ts";
import side from "./side-panel.module.css";
import { paste } from "./typed-lines.ts";
import styles from "./typed-input.module.css";

interface Props {
  readonly feed: ConsoleFeed;
  readonly view: ConsoleView;
}

/** The foot of the console while a component runs that reads what is typed. */
export function TypedInput({ feed, view }: Props) {
  const real = useSession((state) => state.scenario.bindings.stdin.mode === "real" || state.typing);
  const startedAt = useSession((state) => (state.run.state === "running" ? state.run.startedAt : undefined));
  if (!real || startedAt === undefined) return undefined;
  if (view.inputEnded) return <p className={styles["over"]}>You ended the input.</p>;
  return <InputRow key={startedAt} feed={feed} history={view.history} />;
}

function InputRow({ feed, history }: { readonly feed: ConsoleFeed; readonly history: readonly string[] }) {
  const typing = useSession((state) => state.typing);
  const [line, setLine] = useState("");
  /** How many lines back in the history; 0 is what is being typed, which is kept in `draft`. */
  const [back, setBack] = useState(0);
  const [draft, setDraft] = useState("");
  const cursor = useRef<number | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    // Whoever started the run and did nothing else since can type at once.
    if (typing && document.activeElement === document.body) input.current?.focus({ preventScroll: true });
  }, [typing]);
  useLayoutEffect(() => {
    if (cursor.current === undefined) return;
    input.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = undefined;
  }, [line]);
  const put = (text: string) => {
    setLine(text);
    setBack(0);
  };
  const recall = (steps: number) => {
    const next = Math.min(Math.max(back + steps, 0), history.length);
    if (next === back) return;
    if (back === 0) setDraft(line);
    const text = next === 0 ? draft : (history.at(-next) ?? "");
    cursor.current = text.length;
    setBack(next);
    setLine(text);
  };
  const end = () => {
    if (line !== "") feed.send(line, false);
    feed.endInput();
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (plain && event.key === "Enter") {
      feed.send(line, true);
      put("");
    } else if (plain && event.key === "ArrowUp") recall(1);
    else if (plain && event.key === "ArrowDown") recall(-1);
    else if (event.ctrlKey && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "d") end();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles["row"]} data-waits={typing}>
      <label className={styles["label"]} htmlFor={id}>
        Input
      </label>
      <input
        ref={input}
        id={id}
        className={styles["input"]}
        value={line}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        enterKeyHint="send"
        aria-describedby={`${id}-state`}
        onChange={(event) => put(event.currentTarget.value)}
        onKeyDown={press}
        onPaste={(event) => {
          const { selectionStart, selectionEnd, value } = event.currentTarget;
          const start = selectionStart ?? value.length;
          const pasted = paste(value, start, selectionEnd ?? start, event.clipboardData.getData("text/plain"));
          if (pasted.sent.length === 0) return;
          event.preventDefault();
          for (const one of pasted.sent) feed.send(one, true);
          cursor.current = pasted.cursor;
          put(pasted.rest);
        }}
      />
      <Button size="small" onPress={end}>
        End input
      </Button>
      <p id={`${id}-state`} className={styles["state"]}>
        {typing
          ? "It waits for you. Enter sends the line, Ctrl+D ends the input."
          : "It reads nothing now. What you send waits for it."}
      </p>
    </div>
  );
}

/** What the settings say of typed input. */
export function TypedInputHelp() {
  const jspi = useSession((state) => state.jspi);
  return (
    <p className={side["muted"]}>
      {jspi
        ? "While it runs, a line for input stands below the console. While it waits for you, its time limit stands still."
        : "This browser cannot let a component wait (it lacks JSPI), so it cannot read what you type. Set the input instead."}
    </p>
  );
}
