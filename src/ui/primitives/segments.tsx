import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import styles from "./segments.module.css";

export interface Segment<K extends string> {
  readonly key: K;
  readonly label: string;
  /** Why it cannot be chosen; absent when it can. */
  readonly impossible?: string | undefined;
  /** Which colours a chosen segment takes. */
  readonly look?: "real" | "mock" | "deny";
}

interface Props<K extends string> {
  readonly label: string;
  readonly segments: readonly Segment<K>[];
  /** Undefined as long as nothing is chosen. */
  readonly value: K | undefined;
  readonly onChange: (key: K) => void;
}

/** One choice of a few, side by side: a radio group to assistive technology. */
export function Segments<K extends string>({ label, segments, value, onChange }: Props<K>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={styles["segments"] ?? ""}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={value === undefined ? [] : [value]}
      onSelectionChange={(keys) => {
        const next = segments.find((segment) => keys.has(segment.key));
        if (next !== undefined && next.key !== value) onChange(next.key);
      }}
    >
      {segments.map((segment) => (
        // A disabled button gets no pointer events: its reason hangs on the span around it.
        <span key={segment.key} title={segment.impossible} className={styles["cell"]}>
          <ToggleButton
            id={segment.key}
            isDisabled={segment.impossible !== undefined}
            className={`${styles["segment"]} ${segment.look === undefined ? "" : styles[segment.look]}`}
          >
            {segment.label}
          </ToggleButton>
        </span>
      ))}
    </ToggleButtonGroup>
  );
}
