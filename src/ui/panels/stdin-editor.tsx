import { useState } from "react";
import { ok, type Result } from "../../result.ts";
import type { MountSpec, Stdin } from "../../scenario/schema.ts";
import { useActs, useSession } from "../app/context.ts";
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

interface GivenProps {
  readonly stdin: Stdin;
  readonly mounts: readonly MountSpec[];
  readonly put: (stdin: Stdin) => void;
}

function Given({ stdin, mounts, put }: GivenProps) {
  const check = useCheck();
  if ("lines" in stdin) return <Lines lines={stdin.lines} put={put} />;
  if ("file" in stdin) return <MountedFile path={stdin.file} mounts={mounts} put={put} />;
  if ("closed" in stdin) return undefined;
  return "text" in stdin ? (
    <DraftField label="Standard input" value={stdin.text} rows={4} parse={(text) => check({ text })} onCommit={put} />
  ) : (
    <DraftField
      label="Bytes as base64"
      value={stdin.base64}
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
  const paths = mountedFiles(mounts).map((file) => file.path);
  if (paths.length === 0 || paths.length > mostFiles) {
    return (
      <>
        <DraftField
          label="Path of the file"
          value={path}
          parse={(text) => check({ file: text.trim() })}
          onCommit={put}
        />
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
          <DraftField
            hideLabel
            numeric
            label={`Delay of line ${index + 1}`}
            unit="ms"
            placeholder="0"
            value={line.delayMs === undefined ? "" : String(line.delayMs)}
            parse={(text) => {
              const delay = text.trim() === "" ? ok(undefined) : parseNumber(text);
              if (!delay.ok) return delay;
              const next = delay.value === undefined ? {} : { delayMs: delay.value };
              return check(withLine(index, { text: line.text, ...next }));
            }}
            onCommit={put}
          />
          <Button
            look="quiet"
            size="small"
            aria-label={`Remove line ${index + 1}`}
            onPress={() => {
              rows.remove(index);
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
