import { useState } from "react";
import type { Result } from "../../result.ts";
import type { MountSpec, Stdin } from "../../scenario/schema.ts";
import { useActs, useApp, useSession } from "../app/context.ts";
import { dropDraft, useDraft, type DraftPlace } from "../app/drafts.ts";
import { Button } from "../primitives/button.tsx";
import { ChoiceField } from "../primitives/choice-field.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import { parseNumber } from "../primitives/parse.ts";
import { checkPart } from "./checks.ts";
import { mountedFiles } from "./file-tree.ts";
import { useRowKeys } from "./row-keys.ts";
import styles from "./side-panel.module.css";
import { kindOf, linesOf, textOf, type StdinKind, type StdinOf } from "./stdin-kinds.ts";

const words: Readonly<Record<StdinKind, { readonly label: string; readonly help: string }>> = {
  text: { label: "text", help: "The component reads this text, then the end of input." },
  lines: {
    label: "lines",
    help: "Each line comes after its delay; a line end is added. After the last comes the end of input.",
  },
  file: { label: "file", help: "The component reads a file of the mounts, then the end of input." },
  base64: { label: "bytes", help: "The component reads these bytes, then the end of input." },
  closed: { label: "closed", help: "The input is closed: each read says so." },
};

const mostFiles = 1000;

/** What the component reads from standard input. */
export function StdinEditor() {
  const acts = useActs();
  const stdin = useSession((state) => state.scenario.program.stdin);
  const mounts = useSession((state) => state.scenario.files);
  // What stood there as another kind comes back with that kind.
  const [kept, setKept] = useState<{ readonly [K in StdinKind]?: StdinOf<K> }>({});
  const kind = kindOf(stdin);
  const put = (next: Stdin) => acts.apply({ program: { stdin: next } });
  const bytesToo = "base64" in stdin || kept.base64 !== undefined;
  const kinds: readonly StdinKind[] = ["text", "lines", "file", ...(bytesToo ? ["base64" as const] : []), "closed"];
  return (
    <section aria-label="Standard input" className={styles["edit"]}>
      <ChoiceField
        label="Input from"
        value={kind}
        choices={kinds.map((value) => ({ value, label: words[value].label }))}
        help={words[kind].help}
        onChange={(next) => {
          setKept({ ...kept, [kind]: stdin });
          put(kept[next] ?? startOf(next, stdin, mounts));
        }}
      />
      <Given stdin={stdin} mounts={mounts} put={put} />
    </section>
  );
}

/** What a kind begins with: the same input, where that can be said. */
function startOf(kind: StdinKind, stdin: Stdin, mounts: readonly MountSpec[]): Stdin {
  if (kind === "lines") return { lines: "text" in stdin ? linesOf(stdin.text) : [] };
  if (kind === "file") return { file: mountedFiles(mounts)[0]?.path ?? "/data/in.txt" };
  if (kind === "closed") return { closed: true };
  return { text: "lines" in stdin ? textOf(stdin.lines) : "" };
}

/** Where the one field of a kind of input is. */
function place(kind: StdinKind, text: (stdin: Stdin) => string): DraftPlace {
  return {
    key: `stdin.${kind}`,
    name: `Standard input: ${words[kind].label}`,
    tab: "program",
    text: ({ scenario }) => text(scenario.program.stdin),
    used: ({ scenario }) => scenario.bindings.stdin.mode === "mock" && kindOf(scenario.program.stdin) === kind,
  };
}

const places = {
  text: place("text", (stdin) => ("text" in stdin ? stdin.text : "")),
  base64: place("base64", (stdin) => ("base64" in stdin ? stdin.base64 : "")),
  file: place("file", (stdin) => ("file" in stdin ? stdin.file : "")),
};

interface GivenProps {
  readonly stdin: Stdin;
  readonly mounts: readonly MountSpec[];
  readonly put: (stdin: Stdin) => void;
}

function Given({ stdin, mounts, put }: GivenProps) {
  const check = useCheck();
  const asText = useDraft(places.text);
  const asBytes = useDraft(places.base64);
  if ("lines" in stdin) return <Lines lines={stdin.lines} put={put} />;
  if ("file" in stdin) return <MountedFile path={stdin.file} mounts={mounts} put={put} />;
  if ("closed" in stdin) return undefined;
  return "text" in stdin ? (
    <DraftField {...asText} label="Standard input" rows={4} parse={(text) => check({ text })} onCommit={put} />
  ) : (
    <DraftField
      {...asBytes}
      label="Bytes as base64"
      rows={4}
      parse={(text) => check({ base64: text.replaceAll(/\s/g, "") })}
      onCommit={put}
    />
  );
}

function useCheck(): (stdin: Stdin) => Result<Stdin, string> {
  const program = useSession((state) => state.scenario.program);
  return (stdin) => checkPart("program", program, "stdin", stdin);
}

function MountedFile({ path, mounts, put }: { readonly path: string } & Omit<GivenProps, "stdin">) {
  const check = useCheck();
  const draft = useDraft(places.file);
  const paths = mountedFiles(mounts).map((file) => file.path);
  if (paths.length === 0 || paths.length > mostFiles) {
    return (
      <>
        <DraftField {...draft} label="Path of the file" parse={(text) => check({ file: text.trim() })} onCommit={put} />
        {paths.length === 0 ? (
          <p className={styles["muted"]}>No file is mounted yet. Add one with that path under Mounts.</p>
        ) : undefined}
      </>
    );
  }
  const missing = paths.includes(path) ? [] : [{ value: path, label: `${path} (not mounted)` }];
  return (
    <ChoiceField
      list
      label="Mounted file"
      value={path}
      choices={[...missing, ...paths.map((value) => ({ value, label: value }))]}
      onChange={(file) => put({ file })}
    />
  );
}

const mostLines = 200;

function Lines({ lines, put }: { readonly lines: StdinOf<"lines">["lines"]; readonly put: (stdin: Stdin) => void }) {
  const check = useCheck();
  const { view } = useApp();
  const rows = useRowKeys(lines.length);
  const withLine = (index: number, line: StdinOf<"lines">["lines"][number]) => ({ lines: lines.with(index, line) });
  return (
    <>
      {lines.slice(0, mostLines).map((line, index) => (
        <div key={rows.keys[index]} className={styles["timed"]}>
          <DraftField
            hideLabel
            label={`Line ${index + 1}`}
            value={line.text}
            parse={(text) => check(withLine(index, { ...line, text }))}
            onCommit={put}
          />
          <Delay index={index} parse={(next) => check(withLine(index, { text: line.text, ...next }))} put={put} />
          <Button
            look="quiet"
            size="small"
            aria-label={`Remove line ${index + 1}`}
            onPress={() => {
              rows.remove(index);
              // What follows moves up: its places are others then.
              for (let at = index; at < lines.length; at++) dropDraft(view, delayPlace(at).key);
              put({ lines: lines.filter((_, at) => at !== index) });
            }}
          >
            <CloseIcon />
          </Button>
        </div>
      ))}
      {lines.length > mostLines ? (
        <p className={styles["muted"]}>{lines.length - mostLines} more lines follow.</p>
      ) : undefined}
      <div className={styles["line"]}>
        <Button size="small" onPress={() => put({ lines: [...lines, { text: "" }] })}>
          Add line
        </Button>
      </div>
    </>
  );
}

function delayPlace(index: number): DraftPlace {
  return {
    key: `stdin.lines.${index}.delay`,
    name: `Standard input: delay of line ${index + 1}`,
    tab: "program",
    text: ({ scenario: { program } }) => {
      const delayMs = "lines" in program.stdin ? program.stdin.lines[index]?.delayMs : undefined;
      return delayMs === undefined ? "" : String(delayMs);
    },
    used: ({ scenario: { bindings, program } }) =>
      bindings.stdin.mode === "mock" && "lines" in program.stdin && index < program.stdin.lines.length,
  };
}

interface DelayProps {
  readonly index: number;
  readonly parse: (delay: { readonly delayMs?: number }) => Result<Stdin, string>;
  readonly put: (stdin: Stdin) => void;
}

function Delay({ index, parse, put }: DelayProps) {
  return (
    <DraftField
      {...useDraft(delayPlace(index))}
      hideLabel
      numeric
      label={`Delay of line ${index + 1}`}
      unit="ms"
      placeholder="0"
      parse={(text) => {
        if (text.trim() === "") return parse({});
        const delay = parseNumber(text);
        return delay.ok ? parse({ delayMs: delay.value }) : delay;
      }}
      onCommit={put}
    />
  );
}
