import { useEffect, useEffectEvent, useRef, useState } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";
import type { Result } from "../../result.ts";
import styles from "./draft-field.module.css";

/** Where text that cannot be read is kept while the field is not shown. */
export interface KeptDraft {
  readonly text: string | undefined;
  readonly keep: (text: string, mistake: string) => void;
  readonly drop: () => void;
  /** Another object each time that somebody is led to the field. */
  readonly sought: object | undefined;
  readonly found: () => void;
}

interface Props<T> {
  readonly label: string;
  /** The text of what holds now. */
  readonly value: string;
  /** Reads what was typed; the error is a sentence shown beside the field. */
  readonly parse: (text: string) => Result<T, string>;
  readonly onCommit: (value: T) => void;
  /** What is wrong with what holds now, although it was handed on. */
  readonly mistake?: string | undefined;
  /** What is typed now cannot be read. */
  readonly onInvalid?: () => void;
  /** Enter in a single line. */
  readonly onEnter?: () => void;
  /** Keeps what cannot be read; without it that goes with the field. */
  readonly kept?: KeptDraft;
  /** It is put where somebody goes on typing at once. */
  readonly startsFocused?: boolean;
  readonly help?: string;
  readonly unit?: string | undefined;
  readonly placeholder?: string;
  readonly numeric?: boolean;
  /** Rows of a text area; absent for a single line. */
  readonly rows?: number;
  readonly hideLabel?: boolean;
  readonly isDisabled?: boolean;
}

/** A text field that hands on only what can be read. What cannot stays as typed, with the reason beside it. */
export function DraftField<T>({
  label,
  value,
  parse,
  onCommit,
  onInvalid,
  onEnter,
  kept,
  mistake,
  help,
  unit,
  rows,
  hideLabel = false,
  ...rest
}: Props<T>) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const root = useRef<HTMLDivElement>(null);
  const draft = typed ?? kept?.text;
  const text = draft ?? value;
  const read = draft === undefined ? undefined : parse(draft);
  const unread = read !== undefined && !read.ok ? read.error : undefined;
  const error = unread ?? mistake;
  const { placeholder, numeric = false, isDisabled = false, startsFocused = false } = rest;
  const sought = kept?.sought;
  const found = useEffectEvent(() => kept?.found());
  useEffect(() => {
    if (sought === undefined && !startsFocused) return;
    root.current?.querySelector<HTMLElement>("input, textarea")?.focus();
    if (sought === undefined) return;
    // The header of a narrow page lies over what is scrolled to its edge.
    root.current?.scrollIntoView({ block: "center" });
    found();
  }, [sought, startsFocused]);
  const shared = {
    className: `${styles["input"]} ${numeric ? styles["numeric"] : ""}`,
    spellCheck: false,
    autoComplete: "off",
    autoCapitalize: "off",
    ...(placeholder === undefined ? {} : { placeholder }),
  };
  return (
    <TextField
      ref={root}
      value={text}
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      validationBehavior="aria"
      className={`${styles["field"]} ${rows === undefined ? "" : styles["tall"]} ${hideLabel ? styles["bare"] : ""}`}
      {...(hideLabel ? { "aria-label": label } : {})}
      onChange={(next) => {
        const result = parse(next);
        // What is kept elsewhere is not here too: it may be discarded there.
        setTyped(result.ok || kept === undefined ? next : undefined);
        if (result.ok) {
          kept?.drop();
          return onCommit(result.value);
        }
        kept?.keep(next, result.error);
        return onInvalid?.();
      }}
      onBlur={() => {
        if (unread === undefined) setTyped(undefined);
      }}
    >
      {hideLabel ? undefined : <Label className={styles["label"] ?? ""}>{label}</Label>}
      <div className={styles["box"]}>
        {rows === undefined ? (
          <Input
            {...shared}
            {...(numeric ? { inputMode: "numeric" } : {})}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              onEnter?.();
            }}
          />
        ) : (
          <TextArea {...shared} rows={rows} />
        )}
        {unit === undefined ? undefined : <span className={styles["unit"]}>{unit}</span>}
      </div>
      {help === undefined ? undefined : (
        <Text slot="description" className={styles["help"] ?? ""}>
          {help}
        </Text>
      )}
      <FieldError className={styles["error"] ?? ""}>{error}</FieldError>
    </TextField>
  );
}
