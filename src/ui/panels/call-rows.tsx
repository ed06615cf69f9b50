import { useVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from "react";
import type { TraceEntry } from "../../api.ts";
import { useSession } from "../app/context.ts";
import { formatDuration } from "../primitives/format.ts";
import { visible } from "./ansi.ts";
import { hasBytes } from "./call-bytes.ts";
import type { CallList } from "./call-list.ts";
import styles from "./call-rows.module.css";
import { callWords, durationWords, lookOf } from "./call-words.ts";

interface Props {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly list: CallList;
  readonly entry: (number: number) => TraceEntry | undefined;
  /** A row has two lines. */
  readonly isNarrow: boolean;
  /** The number of the call that is read. */
  readonly selected: number | undefined;
  readonly onSelect: (number: number) => void;
  /** Enter on the selected row. */
  readonly onEnter: () => void;
  readonly onClose: () => void;
}

/** Calls as rows of which only those in sight are drawn, so that a million can be scrolled. */
export function CallRows({ box, list, entry, isNarrow, selected, onSelect, onEnter, onClose }: Props) {
  // The virtualizer is one object that changes in place.
  "use no memo";
  // A million rows of two lines must stay below the height that a browser can scroll.
  const rowHeight = isNarrow ? 32 : 22;
  const virtual = useVirtualizer({
    count: list.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const place = useRef(0);
  place.current = selected === undefined ? -1 : list.place(selected);
  useLayoutEffect(() => {
    if (selected === undefined || box.current === null) return;
    const top = place.current * rowHeight;
    const { scrollTop, clientHeight } = box.current;
    if (top < scrollTop) box.current.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight) box.current.scrollTop = top + rowHeight - clientHeight;
  }, [box, selected, rowHeight]);
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Enter" && selected !== undefined) onEnter();
    else if (event.key === "Escape" && selected !== undefined) onClose();
    else {
      const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1);
      const inSight = Math.ceil((box.current?.scrollTop ?? 0) / rowHeight);
      const next = placeAfter(event.key, place.current, { last: list.length - 1, page, inSight });
      if (next === undefined) return;
      onSelect(list.number(next));
    }
    event.preventDefault();
  };
  const items = virtual.getVirtualItems();
  const drawn = items.some((item) => list.number(item.index) === selected);
  return (
    <div
      ref={box}
      className={styles["rows"]}
      role="grid"
      aria-label="Calls"
      aria-rowcount={list.length}
      aria-activedescendant={drawn ? `call-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={press}
    >
      <div role="rowgroup" className={styles["all"]} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const found = entry(list.number(item.index));
          return found === undefined ? undefined : (
            // The keys are those of the grid, which has the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={found.number}
              id={`call-${found.number}`}
              role="row"
              aria-rowindex={item.index + 1}
              aria-selected={found.number === selected}
              className={styles["row"]}
              data-look={lookOf(found)}
              style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
              onClick={() => onSelect(found.number)}
            >
              <Cells entry={found} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface Bounds {
  readonly last: number;
  /** Rows that a page key goes. */
  readonly page: number;
  /** The first place that is seen. */
  readonly inSight: number;
}

/** Where a key leads from a place, -1 for none; undefined for other keys. */
function placeAfter(key: string, at: number, { last, page, inSight }: Bounds): number | undefined {
  const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
  if (key === "Home") return 0;
  if (key === "End") return last;
  const move = moves[key];
  if (at < 0) return move !== undefined || key === "Enter" ? Math.min(last, inSight) : undefined;
  return move === undefined ? undefined : Math.max(0, Math.min(last, at + move));
}

function Cells({ entry }: { readonly entry: TraceEntry }) {
  const types = useSession((state) => state.types);
  const words = callWords(entry, hasBytes(entry, types));
  return (
    <>
      <span role="gridcell" className={styles["number"]}>
        {entry.number.toLocaleString("en-US")}
      </span>
      <span role="gridcell" className={styles["start"]} title="After the start of the run">
        {`${entry.slackMs === undefined ? "" : "from "}${formatDuration(entry.startMs)}`}
      </span>
      <span role="gridcell" className={styles["name"]}>
        {words.interface === "" ? undefined : (
          <span className={styles["interface"]}>{`${visible(words.interface)} `}</span>
        )}
        <b className={styles["function"]}>{visible(words.function)}</b>
      </span>
      <span role="gridcell" className={styles["values"]}>
        {visible(words.arguments)}
        <span className={styles["result"]}>{visible(words.result)}</span>
      </span>
      <span role="gridcell" className={styles["binding"]} data-binding={entry.binding}>
        {entry.direction === "export" ? "export" : (entry.binding ?? "")}
      </span>
      <span role="gridcell" className={styles["took"]}>
        {durationWords(entry) ?? "…"}
      </span>
    </>
  );
}
