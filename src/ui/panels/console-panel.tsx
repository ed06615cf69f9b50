import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, useSyncExternalStore, type CSSProperties } from "react";
import { useActs, useApp, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { count } from "../primitives/format.ts";
import { Hidden } from "../primitives/hidden.tsx";
import { copyText, saveFile } from "../primitives/save.ts";
import { Segments } from "../primitives/segments.tsx";
import type { OutputChunk } from "../../protocol/index.ts";
import { spansOf, visible, type Style } from "./ansi.ts";
import type { ConsoleFeed } from "./console-feed.ts";
import type { Line } from "./console-lines.ts";
import styles from "./console-panel.module.css";
import { FailureHelp, isCalm } from "./failure-view.tsx";
import { RunRefused } from "./run-refused.tsx";
import { TypedInput } from "./typed-input.tsx";

type Filter = "all" | "stdout" | "stderr";

/** A longer line is cut until somebody asks for all of it. */
const cutAt = 2000;
/** Even then: a browser lays out no more than this in one line without trouble. */
const mostShown = 200_000;

export function ConsolePanel({ feed }: { readonly feed: ConsoleFeed }) {
  const acts = useActs();
  const { session } = useApp();
  const view = useSyncExternalStore(feed.subscribe, feed.view);
  const state = useSession((now) => (now.run.state === "done" ? now.run.result.status : now.run.state));
  const [filter, setFilter] = useState<Filter>("all");
  const lines = filter === "all" ? view.lines : view.lines.filter((line) => line.stream === filter);
  const empty = lines.length === 0;
  const bytes = () => joined(session.store.getState().output, filter);
  return (
    <div className={styles["console"]}>
      <div className={styles["tools"]}>
        <Segments<Filter>
          label="Streams shown"
          value={filter}
          onChange={setFilter}
          segments={[
            { key: "all", label: "all" },
            { key: "stdout", label: "stdout" },
            { key: "stderr", label: "stderr" },
          ]}
        />
        <span className={styles["note"]}>
          {view.dropped === 0
            ? ""
            : `The first ${count(view.dropped, "line")} are left out here; Copy and Download have them.`}
        </span>
        <Button
          size="small"
          look="quiet"
          isDisabled={empty}
          aria-label="Copy output"
          onPress={async () => {
            const copied = await copyText(new TextDecoder().decode(bytes()));
            acts.notify(copied ? "Output copied." : "The browser does not allow copying here.");
          }}
        >
          Copy
        </Button>
        <Button
          size="small"
          look="quiet"
          isDisabled={empty}
          aria-label="Download output"
          onPress={() => saveFile("output.txt", bytes())}
        >
          Download
        </Button>
      </div>
      {empty ? (
        <p className={styles["empty"]}>
          {state === "idle"
            ? "Nothing ran yet. What it prints appears here."
            : state === "running"
              ? "Nothing printed yet."
              : state === "failed"
                ? "It did not start."
                : "It printed nothing."}
        </p>
      ) : (
        <Lines lines={lines} version={view.version} />
      )}
      <Ending />
      <RunRefused />
      <TypedInput feed={feed} view={view} />
      <Spoken feed={feed} />
    </div>
  );
}

/** Why the run broke off, under what it printed: the reason belongs to the output. */
function Ending() {
  const error = useSession((session) => (session.run.state === "done" ? session.run.result.error : undefined));
  if (error === undefined) return undefined;
  return (
    <div className={styles["ending"]} data-calm={isCalm(error)}>
      <p>{visible(error.message)}</p>
      <FailureHelp error={error} />
    </div>
  );
}

function joined(output: readonly OutputChunk[], filter: Filter): Uint8Array<ArrayBuffer> {
  const chunks = output.filter((chunk) => filter === "all" || chunk.stream === filter);
  const all = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.bytes.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk.bytes, at);
    at += chunk.bytes.length;
  }
  return all;
}

function Lines({ lines, version }: { readonly lines: readonly Line[]; readonly version: number }) {
  // The virtualizer is one object that changes in place.
  "use no memo";
  const box = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 20,
    overscan: 20,
    getItemKey: (index) => lines[index]?.id ?? index,
  });
  useEffect(() => {
    if (stuck.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [version]);
  return (
    <div
      ref={box}
      className={styles["lines"]}
      role="region"
      aria-label="Output"
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        stuck.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      <div className={styles["all"]} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return line === undefined ? undefined : (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-stream={line.stream}
              className={`${styles["line"]} ${line.stream === "stdout" ? "" : styles[line.stream]}`}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LineText line={line} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function LineText({ line }: { readonly line: Line }) {
  const [all, setAll] = useState(false);
  const limit = all ? mostShown : cutAt;
  const cut = line.text.length > limit;
  const text = cut ? line.text.slice(0, limit) : line.text;
  return (
    <>
      {line.stream === "stdout" ? undefined : <Hidden>{`${line.stream}: `}</Hidden>}
      {line.stream === "typed" ? (
        <span>{visible(text)}</span>
      ) : (
        spansOf(text, line.style).map((span, index) => (
          // Spans of one line have no other identity than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} style={cssOf(span.style)}>
            {span.text}
          </span>
        ))
      )}
      {cut ? (
        <Button size="small" isDisabled={all} onPress={() => setAll(true)}>
          {all
            ? `${count(line.text.length - limit, "more character")}: download to see them`
            : `Show all ${count(line.text.length, "character")}`}
        </Button>
      ) : undefined}
    </>
  );
}

function cssOf(style: Style): CSSProperties {
  const color = (value: number | string) => (typeof value === "number" ? `var(--ansi-${value})` : value);
  return {
    ...(style.fg === undefined ? {} : { color: color(style.fg) }),
    ...(style.bg === undefined ? {} : { backgroundColor: color(style.bg) }),
    ...(style.bold === undefined ? {} : { fontWeight: 700 }),
  };
}

const speakEveryMs = 2000;
const spokenCharacters = 200;

/** Tells screen readers the newest line, not more often than they can follow. */
function Spoken({ feed }: { readonly feed: ConsoleFeed }) {
  const [words, setWords] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      timer = undefined;
      const { lines, dropped } = feed.view();
      const last = lines.findLast((line) => line.text.trim() !== "");
      if (last === undefined) return setWords("");
      setWords(`${count(lines.length + dropped, "line")} of output. ${visible(last.text.slice(0, spokenCharacters))}`);
    };
    const stop = feed.subscribe(() => {
      timer ??= setTimeout(speak, speakEveryMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [feed]);
  return (
    <div aria-live="polite">
      <Hidden>{words}</Hidden>
    </div>
  );
}
