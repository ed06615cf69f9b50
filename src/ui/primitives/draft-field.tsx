import { useState } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";
import type { Result } from "../../result.ts";
import styles from "./draft-field.module.css";

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
  mistake,
  help,
  unit,
  rows,
  hideLabel = false,
  ...rest
}: Props<T>) {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const text = draft ?? value;
  const read = draft === undefined ? undefined : parse(draft);
  const unread = read !== undefined && !read.ok ? read.error : undefined;
  const error = unread ?? mistake;
  const { placeholder, numeric = false, isDisabled = false } = rest;
  const shared = {
    className: `${styles["input"]} ${numeric ? styles["numeric"] : ""}`,
    spellCheck: false,
    autoComplete: "off",
    autoCapitalize: "off",
    ...(placeholder === undefined ? {} : { placeholder }),
  };
  return (
    <TextField
      value={text}
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      validationBehavior="aria"
      className={`${styles["field"]} ${rows === undefined ? "" : styles["tall"]} ${hideLabel ? styles["bare"] : ""}`}
      {...(hideLabel ? { "aria-label": label } : {})}
      onChange={(next) => {
        setDraft(next);
        const result = parse(next);
        if (result.ok) onCommit(result.value);
        else onInvalid?.();
      }}
      onBlur={() => {
        if (unread === undefined) setDraft(undefined);
      }}
    >
      {hideLabel ? undefined : <Label className={styles["label"] ?? ""}>{label}</Label>}
      <div className={styles["box"]}>
        {rows === undefined ? (
          <Input {...shared} {...(numeric ? { inputMode: "numeric" } : {})} />
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
