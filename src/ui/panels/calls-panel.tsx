import { useDeferredValue, useRef, useState } from "react";
import { Input } from "react-aria-components/Input";
import { SearchField } from "react-aria-components/SearchField";
import { useActs, useApp, useSession, useView, type CallFilter } from "../app/context.ts";
import { guestRan } from "../app/run-state.ts";
import { Button } from "../primitives/button.tsx";
import { count } from "../primitives/format.ts";
import { saveFile } from "../primitives/save.ts";
import { Segments } from "../primitives/segments.tsx";
import { useMedia } from "../primitives/use-media.ts";
import type { TraceFilter } from "../../api.ts";
import { CallDetail } from "./call-detail.tsx";
import { callList } from "./call-list.ts";
import { CallRows } from "./call-rows.tsx";
import styles from "./calls-panel.module.css";
import { NeverCalled } from "./never-called.tsx";

/** Every call that crossed the boundary, as it was traced. */
export function CallsPanel() {
  const acts = useActs();
  const { view } = useApp();
  const version = useSession((state) => state.traceVersion);
  const run = useSession((state) => state.run);
  const ran = useSession(guestRan);
  const capped = useSession((now) => now.scenario.limits.traceEntries);
  const exchanges = useSession((now) => now.exchanges);
  const filter = useView((state) => state.callFilter);
  const change = (part: Partial<CallFilter>) => view.setState({ callFilter: { ...filter, ...part } });
  const isNarrow = useMedia("(max-width: 600px)");
  const rows = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLElement>(null);
  const [selected, setSelected] = useState<number>();
  const [readOf, setReadOf] = useState(run);
  if (readOf !== run) {
    setReadOf(run);
    // The numbers of the last run say nothing of the next.
    if (run.state === "running" && readOf.state !== "running") setSelected(undefined);
  }
  // A search through very many calls must not hold up what is typed.
  const wanted = useDeferredValue(filter);
  const trace = acts.trace();
  const asked = traceFilterOf(wanted);
  const list = callList(trace.first, trace.last, asked === undefined ? undefined : trace.numbers(asked));
  const kept = trace.last - trace.first + 1;
  const read = selected === undefined ? undefined : trace.entry(selected);
  const close = () => {
    setSelected(undefined);
    rows.current?.focus();
  };
  return (
    <div className={styles["calls"]} data-version={version} data-reading={read !== undefined}>
      <div className={styles["tools"]}>
        <SearchField
          aria-label="Filter calls"
          value={filter.text}
          onChange={(text) => change({ text })}
          className={styles["field"] ?? ""}
        >
          <Input
            className={styles["input"] ?? ""}
            placeholder="Interface, function, argument or result"
            spellCheck={false}
            autoComplete="off"
            maxLength={200}
          />
        </SearchField>
        <Segments<CallFilter["shown"]>
          label="Calls shown"
          value={filter.shown}
          onChange={(shown) => change({ shown })}
          segments={[
            { key: "all", label: "all" },
            { key: "errors", label: "errors" },
            { key: "traps", label: "traps" },
          ]}
        />
        <span className={styles["note"]} role="status">
          {kept === 0
            ? ""
            : asked === undefined
              ? count(kept, "call")
              : `${list.length.toLocaleString("en-US")} of ${count(kept, "call")}`}
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
      <div className={styles["body"]}>
        {list.length > 0 ? (
          <CallRows
            key={String(isNarrow)}
            box={rows}
            list={list}
            entry={(number) => trace.entry(number)}
            isNarrow={isNarrow}
            selected={read?.number}
            onSelect={setSelected}
            onEnter={() => detail.current?.focus()}
            onClose={close}
          />
        ) : (
          <p className={styles["empty"]}>
            {kept > 0
              ? "No call matches."
              : run.state === "idle"
                ? "Nothing ran yet. Every call across the boundary appears here."
                : run.state === "done" && !ran
                  ? "It did not start."
                  : capped === 0
                    ? "The trace is off: its limit stands at 0."
                    : "It called nothing."}
          </p>
        )}
        {read === undefined ? undefined : (
          <CallDetail
            root={detail}
            entry={read}
            outer={read.within === undefined ? undefined : trace.entry(read.within)}
            onSelect={setSelected}
            onClose={close}
          />
        )}
      </div>
      <NeverCalled />
    </div>
  );
}

/** Undefined where every call is wanted. */
function traceFilterOf({ text, shown }: CallFilter): TraceFilter | undefined {
  const trimmed = text.trim();
  if (trimmed === "" && shown === "all") return undefined;
  return {
    ...(trimmed === "" ? {} : { text: trimmed }),
    ...(shown === "errors" ? { errors: true } : {}),
    ...(shown === "traps" ? { outcome: "trapped" } : {}),
  };
}
