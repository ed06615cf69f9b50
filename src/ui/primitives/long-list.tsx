import { useState, type ReactNode } from "react";
import { Button } from "./button.tsx";
import styles from "./long-list.module.css";

interface Props<T> {
  readonly items: readonly T[];
  /** How many are shown at first. Each press shows as many again as there are. */
  readonly first?: number;
  /** Attributes of the last line while it stands for what is not shown. */
  readonly rest?: Readonly<Record<`data-${string}`, string>>;
  /** One `li` with its key. */
  readonly children: (item: T, index: number) => ReactNode;
}

const firstRows = 200;

/** The rows of a list that may have very many: the first ones, and a button for more. */
export function LongList<T>({ items, first = firstRows, rest = {}, children }: Props<T>) {
  const [shown, setShown] = useState(first);
  const left = items.length - shown;
  const next = Math.min(left, shown);
  return (
    <>
      {items.slice(0, shown).map(children)}
      {left > 0 ? (
        <li {...rest} className={styles["more"]}>
          <Button size="small" onPress={() => setShown(shown + next)}>
            {`Show ${next.toLocaleString("en-US")} more`}
          </Button>
          <span className={styles["left"]}>
            {`${shown.toLocaleString("en-US")} of ${items.length.toLocaleString("en-US")}`}
          </span>
        </li>
      ) : undefined}
    </>
  );
}
