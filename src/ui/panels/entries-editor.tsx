import { useState } from "react";
import { ok, type Result } from "../../result.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import styles from "./side-panel.module.css";

/** Text, or what was given as bytes. */
type Value = string | { readonly base64: string };

interface Props<V extends Value> {
  readonly title: string;
  /** One of them, as in "Add variable". */
  readonly what: string;
  readonly placeholder: string;
  readonly entries: Readonly<Record<string, V>>;
  /** Checks all entries together. */
  readonly check: (entries: Readonly<Record<string, V | string>>) => Result<unknown, string>;
  /** Puts entries beside the others; `null` takes one away. */
  readonly put: (entries: Readonly<Record<string, Value | null>>) => void;
}

const mostEntries = 200;

/** Names with their values, and a row for one more. */
export function EntriesEditor<V extends Value>(props: Props<V>) {
  const { title, entries, check, put } = props;
  const names = Object.keys(entries);
  return (
    <section className={styles["variables"]} aria-label={title}>
      <h3 className={styles["heading"]}>{title}</h3>
      {names.slice(0, mostEntries).map((name) => {
        const value = entries[name] ?? "";
        const bytes = typeof value !== "string";
        return (
          <div key={name} className={styles["variable"]}>
            <span className={styles["key"]} title={name}>
              {name}
            </span>
            <DraftField<Value>
              hideLabel
              label={`${bytes ? "Base64" : "Value"} of ${name}`}
              value={bytes ? value.base64 : value}
              parse={(text) => {
                const next = bytes ? { base64: text.replaceAll(/\s/g, "") } : text;
                // An entry that was bytes stays bytes.
                const checked = check({ ...entries, [name]: next as V | string });
                return checked.ok ? ok(next) : checked;
              }}
              onCommit={(next) => put({ [name]: next })}
            />
            <Button look="quiet" size="small" aria-label={`Remove ${name}`} onPress={() => put({ [name]: null })}>
              <CloseIcon />
            </Button>
          </div>
        );
      })}
      {names.length > mostEntries ? (
        <p className={styles["muted"]}>{names.length - mostEntries} more follow.</p>
      ) : undefined}
      <NewEntry {...props} />
    </section>
  );
}

function NewEntry<V extends Value>({ what, placeholder, entries, check, put }: Props<V>) {
  // Another number makes the fields anew, empty.
  const [round, setRound] = useState(0);
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [error, setError] = useState("");
  const add = () => {
    const checked =
      name === ""
        ? ({ ok: false, error: `A ${what} must have a name.` } as const)
        : check({ ...entries, [name]: value });
    if (!checked.ok) return setError(checked.error);
    put({ [name]: value });
    setName("");
    setValue("");
    setError("");
    setRound(round + 1);
  };
  return (
    <>
      <div key={round} className={styles["variable"]}>
        <DraftField
          hideLabel
          label={`Name of a new ${what}`}
          placeholder={placeholder}
          value=""
          parse={ok<string>}
          onCommit={setName}
          onEnter={add}
          startsFocused={round > 0}
        />
        <DraftField
          hideLabel
          label={`Value of the new ${what}`}
          placeholder="value"
          value=""
          parse={ok<string>}
          onCommit={setValue}
          onEnter={add}
        />
        <Button size="small" aria-label={`Add ${what}`} onPress={add}>
          Add
        </Button>
      </div>
      {error === "" ? undefined : (
        <p className={styles["error"]} role="alert">
          {error}
        </p>
      )}
    </>
  );
}
