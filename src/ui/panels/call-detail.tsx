import type { ReactNode, RefObject } from "react";
import type { TraceEntry } from "../../api.ts";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import { copyText } from "../primitives/save.ts";
import { visible } from "./ansi.ts";
import { bytesAsText, hasBytes } from "./call-bytes.ts";
import styles from "./call-detail.module.css";
import { durationWords, endWords, lookOf, startWords } from "./call-words.ts";

interface Props {
  readonly root: RefObject<HTMLElement | null>;
  readonly entry: TraceEntry;
  /** The call that it happened in, as far as it is kept. */
  readonly outer: TraceEntry | undefined;
  readonly onSelect: (number: number) => void;
  readonly onClose: () => void;
}

/** One call, whole. */
export function CallDetail({ root, entry, outer, onSelect, onClose }: Props) {
  const types = useSession((state) => state.types);
  const isText = hasBytes(entry, types);
  const took = durationWords(entry);
  const title = `Call ${entry.number.toLocaleString("en-US")}`;
  return (
    // Escape leaves what Enter in the list led to.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={root}
      className={styles["detail"]}
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className={styles["head"]}>
        <h3 className={styles["title"]}>{title}</h3>
        <Button size="small" look="quiet" aria-label={`Close ${title.toLowerCase()}`} onPress={onClose}>
          <CloseIcon />
        </Button>
      </div>
      <dl className={styles["facts"]}>
        {entry.interface === "" ? undefined : (
          <Fact name="Interface" isCode>
            {visible(entry.interface)}
          </Fact>
        )}
        <Fact name="Function" isCode>
          {visible(entry.function)}
        </Fact>
      </dl>
      {entry.arguments === "" ? undefined : <Value name="Arguments" text={entry.arguments} isText={isText} />}
      {entry.result === undefined ? undefined : <Value name="Result" text={entry.result} isText={isText} />}
      <dl className={styles["facts"]}>
        <Fact name="Binding">
          {entry.direction === "export" ? "export of the component" : (entry.binding ?? "passed along")}
        </Fact>
        <Fact name="Start">{`${startWords(entry)} after the start of the run`}</Fact>
        {took === undefined ? undefined : <Fact name="Duration">{took}</Fact>}
        <Fact name="Outcome">
          <span className={styles["outcome"]} data-look={lookOf(entry)}>
            {endWords(entry)}
          </span>
        </Fact>
        {entry.within === undefined ? undefined : (
          <Fact name="Called in">
            {outer === undefined ? (
              `call ${entry.within.toLocaleString("en-US")}, which is gone`
            ) : (
              <button type="button" className={styles["link"]} onClick={() => onSelect(outer.number)}>
                {`call ${outer.number.toLocaleString("en-US")}, `}
                <code>{visible(outer.function)}</code>
              </button>
            )}
          </Fact>
        )}
      </dl>
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly isCode?: boolean;
  readonly children: ReactNode;
}

function Fact({ name, isCode = false, children }: FactProps) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{isCode ? <code>{children}</code> : children}</dd>
    </>
  );
}

interface ValueProps {
  readonly name: "Arguments" | "Result";
  readonly text: string;
  /** Lists of bytes may be text. */
  readonly isText: boolean;
}

function Value({ name, text, isText }: ValueProps) {
  const acts = useActs();
  const texts = isText ? bytesAsText(text) : [];
  return (
    <>
      <div className={styles["head"]}>
        <h4 className={styles["name"]}>{name}</h4>
        <Button
          size="small"
          look="quiet"
          aria-label={`Copy ${name.toLowerCase()}`}
          onPress={async () => {
            const copied = await copyText(text);
            acts.notify(copied ? `${name} copied.` : "The browser does not allow copying here.");
          }}
        >
          Copy
        </Button>
      </div>
      <pre className={styles["value"]}>{visible(text)}</pre>
      {texts.length === 0 ? undefined : (
        <div className={styles["text"]}>
          <span className={styles["note"]}>as text</span>
          <pre className={styles["value"]}>{texts.join("\n")}</pre>
        </div>
      )}
      {text.includes("…") ? <p className={styles["note"]}>A trace keeps the beginning of a long value.</p> : undefined}
    </>
  );
}
