import { useId } from "react";
import styles from "./choice-field.module.css";

interface Props {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly help?: string;
}

/** A box to tick. */
export function CheckField({ label, value, onChange, help }: Props) {
  const id = useId();
  return (
    <div className={styles["checked"]}>
      <label className={styles["check"]}>
        <input
          type="checkbox"
          className={styles["box"]}
          checked={value}
          {...(help === undefined ? {} : { "aria-describedby": id })}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {label}
      </label>
      {help === undefined ? undefined : (
        <p id={id} className={styles["help"]}>
          {help}
        </p>
      )}
    </div>
  );
}
