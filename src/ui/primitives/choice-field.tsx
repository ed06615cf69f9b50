import { useId } from "react";
import styles from "./choice-field.module.css";
import { Segments } from "./segments.tsx";

interface Props<K extends string> {
  readonly label: string;
  readonly value: K;
  readonly choices: readonly { readonly value: K; readonly label: string; readonly help?: string }[];
  readonly onChange: (value: K) => void;
  readonly help?: string | undefined;
  /** A list however few they are. */
  readonly list?: boolean;
}

/** How many characters fit side by side in the narrowest panel. */
const widest = 26;

/** One of a few values: side by side where the words are short, else a list that opens. The help of the chosen one stands under it. */
export function ChoiceField<K extends string>({ label, value, choices, onChange, help, list = false }: Props<K>) {
  const id = useId();
  const words = choices.find((choice) => choice.value === value)?.help ?? help;
  const short = !list && choices.length <= 5 && choices.reduce((sum, choice) => sum + choice.label.length, 0) <= widest;
  return (
    <div className={styles["field"]}>
      {short ? (
        <span className={styles["label"]} aria-hidden="true">
          {label}
        </span>
      ) : (
        <label className={styles["label"]} htmlFor={id}>
          {label}
        </label>
      )}
      {short ? (
        <div>
          <Segments
            label={label}
            value={value}
            segments={choices.map((choice) => ({ key: choice.value, label: choice.label }))}
            onChange={onChange}
          />
        </div>
      ) : (
        <select
          id={id}
          className={styles["select"]}
          value={value}
          {...(words === undefined ? {} : { "aria-describedby": `${id}-help` })}
          onChange={(event) => {
            const next = choices.find((choice) => choice.value === event.currentTarget.value);
            if (next !== undefined) onChange(next.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
      {words === undefined ? undefined : (
        <p id={`${id}-help`} className={styles["help"]}>
          {words}
        </p>
      )}
    </div>
  );
}
