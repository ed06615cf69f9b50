import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import styles from "./fold.module.css";
import { ChevronIcon } from "./icons.tsx";

interface Props {
  readonly title: ReactNode;
  /** A few words behind the title. */
  readonly note?: ReactNode;
  /** Makes the title a heading of that level. */
  readonly level?: 3 | 4;
  readonly startsOpen?: boolean;
  /** Rendered while it is open. */
  readonly children: ReactNode;
}

/** A line that unfolds what stands under it. */
export function Fold({ title, note, level, startsOpen = false, children }: Props) {
  const [open, setOpen] = useState(startsOpen);
  const Title = level === undefined ? "div" : (`h${level}` as const);
  return (
    <div className={styles["fold"]}>
      <Title className={styles["head"]}>
        <Button className={styles["button"] ?? ""} aria-expanded={open} onPress={() => setOpen(!open)}>
          <span className={styles["arrow"]}>
            <ChevronIcon />
          </span>
          <span className={styles["title"]}>{title}</span>
          {note === undefined ? undefined : <span className={styles["note"]}>{note}</span>}
        </Button>
      </Title>
      {open ? <div className={styles["content"]}>{children}</div> : undefined}
    </div>
  );
}
