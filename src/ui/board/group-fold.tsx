import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { ChevronIcon } from "../primitives/icons.tsx";
import { Marked } from "../primitives/marked.tsx";
import styles from "./card.module.css";

interface Props {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly amount: number;
  /** The calls of its rows in words, told while it is folded. */
  readonly calls?: string;
  readonly folded: boolean;
  readonly onFold: (id: string, folded: boolean) => void;
  /** Which side its wires leave from while it is folded. */
  readonly side: "socket" | "plug";
  /** What is searched for. */
  readonly pattern?: RegExp | undefined;
  readonly children: ReactNode;
  /** Stands under the rows, folded or not. */
  readonly after?: ReactNode;
}

/** A group of rows under a heading that folds them away. Folded, the heading stands for its rows. */
export function GroupFold({
  id,
  title,
  note = "",
  amount,
  calls = "",
  folded,
  onFold,
  side,
  pattern,
  children,
  after,
}: Props) {
  const anchor = side === "socket" ? { "data-socket": id } : { "data-plug": id };
  return (
    <section className={styles["group"]}>
      <h3 {...(folded ? anchor : {})}>
        <Button className={styles["fold"] ?? ""} aria-expanded={!folded} onPress={() => onFold(id, !folded)}>
          <span className={styles["arrow"]}>
            <ChevronIcon />
          </span>
          <span>
            <Marked text={title} pattern={pattern} />
          </span>
          {note === "" ? undefined : <span>{`· ${note}`}</span>}
          {folded ? <span>{`· ${amount.toLocaleString("en-US")}`}</span> : undefined}
          {folded && calls !== "" ? (
            <span className={styles["calls"]} data-some={calls.startsWith("×")}>
              {calls}
            </span>
          ) : undefined}
        </Button>
      </h3>
      {folded ? undefined : <ul>{children}</ul>}
      {after}
    </section>
  );
}
