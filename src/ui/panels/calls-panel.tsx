import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useRef, useState } from "react";
import { Input } from "react-aria-components/Input";
import { SearchField } from "react-aria-components/SearchField";
import type { TraceEntry } from "../../api.ts";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { count, formatDuration } from "../primitives/format.ts";
import { saveFile } from "../primitives/save.ts";
import { Segments } from "../primitives/segments.tsx";
import { visible } from "./ansi.ts";
import { callWords } from "./call-words.ts";
import styles from "./calls-panel.module.css";
import { NeverCalled } from "./never-called.tsx";

type Shown = "all" | "error" | "trapped";

const rowHeight = 22;

/** Every call that crossed the boundary, as it was traced. */
export function CallsPanel() {
  const acts = useActs();
  const version = useSession((state) => state.traceVersion);
  const state = useSession((now) => now.run.state);
  const capped = useSession((now) => now.scenario.limits.traceEntries);
  const exchanges = useSession((now) => now.exchanges);
  const [query, setQuery] = useState("");
  const [shown, setShown] = useState<Shown>("all");
  // A search through very many calls must not hold up what is typed.
  const text = useDeferredValue(query.trim());
  const trace = acts.trace();
  const numbers =
    text === "" && shown === "all"
      ? undefined
      : trace.numbers({ ...(text === "" ? {} : { text }), ...(shown === "all" ? {} : { outcome: shown }) });
  const kept = trace.last - trace.first + 1;
  const rows = numbers === undefined ? kept : numbers.length;
  return (
    <div className={styles["calls"]} data-version={version}>
      <div className={styles["tools"]}>
        <SearchField aria-label="Filter calls" value={query} onChange={setQuery} className={styles["field"] ?? ""}>
          <Input
            className={styles["input"] ?? ""}
            placeholder="Interface, function, argument or result"
            spellCheck={false}
            autoComplete="off"
            maxLength={200}
          />
        </SearchField>
        <Segments<Shown>
          label="Calls shown"
          value={shown}
          onChange={setShown}
          segments={[
            { key: "all", label: "all" },
            { key: "error", label: "errors" },
            { key: "trapped", label: "traps" },
          ]}
        />
        <span className={styles["note"]} role="status">
          {kept === 0
            ? ""
            : numbers === undefined
              ? count(kept, "call")
              : `${rows.toLocaleString("en-US")} of ${count(kept, "call")}`}
          {trace.first > 1
            ? `; the first ${(trace.first - 1).toLocaleString("en-US")} are gone, since the trace keeps ${capped.toLocaleString("en-US")}`
            : ""}
        </span>
        <Button
          size="small"
          look="quiet"
          isDisabled={kept === 0}
          aria-label="Download calls as JSON"
          onPress={() => saveFile("calls.json", trace.toJson())}
        >
          Download
        </Button>
        {exchanges === 0 ? undefined : (
          <Button
            size="small"
            look="quiet"
            aria-label="Download HTTP as HAR"
            onPress={() => saveFile("http.har", acts.har())}
          >
            HAR
          </Button>
        )}
      </div>
      {rows === 0 ? (
        <p className={styles["empty"]}>
          {kept > 0
            ? "No call matches."
            : state === "idle"
              ? "Nothing ran yet. Every call across the boundary appears here."
              : capped === 0
                ? "The trace is off: its limit stands at 0."
                : "It called nothing."}
        </p>
      ) : (
        <Rows
          count={rows}
          entry={(index) => trace.entry(numbers === undefined ? trace.first + index : (numbers[index] ?? 0))}
        />
      )}
      <NeverCalled />
    </div>
  );
}

function Rows({
  count: rows,
  entry,
}: {
  readonly count: number;
  readonly entry: (index: number) => TraceEntry | undefined;
}) {
  // The virtualizer is one object that changes in place.
  "use no memo";
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  return (
    <div ref={box} className={styles["rows"]} role="region" aria-label="Calls" tabIndex={0}>
      <ol className={styles["all"]} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const found = entry(item.index);
          return found === undefined ? undefined : (
            <li
              key={found.number}
              value={found.number}
              className={styles["row"]}
              data-outcome={found.outcome}
              style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
            >
              <Row entry={found} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Row({ entry }: { readonly entry: TraceEntry }) {
  const words = callWords(entry);
  return (
    <>
      <span className={styles["number"]}>{entry.number.toLocaleString("en-US")}</span>
      <span className={styles["start"]} title="After the start of the run">
        {formatDuration(entry.startMs)}
      </span>
      <span className={styles["call"]} title={visible(words.whole)}>
        <span className={styles["interface"]}>{visible(words.interface)}</span>
        <b>{visible(words.function)}</b>
        {visible(words.arguments)}
        <span className={styles["result"]}>{visible(words.result)}</span>
      </span>
      <span className={styles["binding"]} data-binding={entry.binding}>
        {entry.direction === "export" ? "export" : (entry.binding ?? "")}
      </span>
      <span className={styles["took"]}>{entry.durationMs === undefined ? "…" : formatDuration(entry.durationMs)}</span>
    </>
  );
}
