import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { WitPart } from "../../protocol/index.ts";
import { items, type Item } from "../../wit/text/outline.ts";
import type { WitEditorHandle } from "../editor/wit-editor.tsx";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { groupBy } from "../primitives/group-by.ts";
import { copyText, saveFile } from "../primitives/save.ts";
import styles from "./wit-panel.module.css";

const WitEditor = lazy(() => import("../editor/wit-editor.tsx").then((module) => ({ default: module.WitEditor })));

const noMistakes = [] as const;

/** The whole text, the short list of names, or one interface or function, which goes by its name. */
type Part = "whole" | "brief" | `interface ${string}`;

function isPart(text: string): text is Part {
  return text === "whole" || text === "brief" || text.startsWith("interface ");
}

function asked(part: Part): WitPart {
  return part === "brief" ? { brief: true } : { interface: part.slice("interface ".length) };
}

/** The WIT text of what is open, to read: whole or cut. */
export function WitPanel() {
  const acts = useActs();
  const wit = useSession((state) => state.wit);
  useEffect(() => {
    if (wit.state === "none") void acts.loadWit();
  }, [acts, wit.state]);
  if (wit.state === "failed") {
    return (
      <p className={styles["words"]} role="alert">
        {wit.error?.message ?? "The WIT text could not be made."}
      </p>
    );
  }
  if (wit.state !== "ready") return <p className={styles["words"]}>Reading the types…</p>;
  return <WitText key={wit.text} whole={wit.text} />;
}

function WitText({ whole }: { readonly whole: string }) {
  const acts = useActs();
  const name = useSession((state) => state.report?.name ?? "component");
  const [part, setPart] = useState<Part>("whole");
  const [cut, setCut] = useState<{ readonly part: Part; readonly text: string }>({ part: "whole", text: whole });
  const editor = useRef<WitEditorHandle>(null);
  const latest = useRef<Part>("whole");
  const text = cut.text;
  const ofWorld = useOfWorld();
  const interfaces = items(whole).filter(({ kind }) => kind === "interface");

  const show = async (next: Part) => {
    latest.current = next;
    setPart(next);
    if (next === "whole") {
      setCut({ part: next, text: whole });
      return;
    }
    const made = await acts.witText(asked(next));
    if (latest.current !== next) return;
    if (made.ok) setCut({ part: next, text: made.value });
    else acts.notify(made.error.message);
  };

  return (
    <div className={styles["wit"]}>
      <div className={styles["side"]}>
        <div className={styles["bar"]}>
          <label className={styles["show"]}>
            <span>Show</span>
            <select
              value={part}
              onChange={({ currentTarget: { value } }) => {
                if (isPart(value)) void show(value);
              }}
            >
              <option value="whole">Whole</option>
              <option value="brief">Short list</option>
              <Names label="One interface" names={interfaces.map((each) => each.name)} />
              <Names label="Of the world itself" names={ofWorld} />
            </select>
          </label>
          <Button
            size="small"
            aria-label="Copy WIT"
            onPress={async () => {
              const copied = await copyText(text);
              acts.notify(copied ? "WIT copied." : "The browser does not allow copying here.");
            }}
          >
            Copy
          </Button>
          <Button size="small" aria-label="Download WIT" onPress={() => saveFile(fileName(name, cut.part), text)}>
            Download
          </Button>
        </div>
        <Outline all={items(text)} onGo={(item) => editor.current?.reveal(item.nameAt.start)} />
      </div>
      <Suspense fallback={<pre className={styles["plain"]}>{text}</pre>}>
        <WitEditor ref={editor} label="WIT of the component" value={text} mistakes={noMistakes} />
      </Suspense>
    </div>
  );
}

/** The plain names of the world: functions, and interfaces written inside of it. */
function useOfWorld(): readonly string[] {
  const report = useSession((state) => state.report);
  const plain = [...(report?.imports ?? []), ...(report?.exports ?? [])].filter(
    ({ kind, name }) => (kind === "func" || kind === "instance") && !name.includes(":"),
  );
  return [...new Set(plain.map(({ name }) => name))];
}

interface NamesProps {
  readonly label: string;
  readonly names: readonly string[];
}

function Names({ label, names }: NamesProps) {
  if (names.length === 0) return undefined;
  return (
    <optgroup label={label}>
      {names.map((each) => (
        <option key={each} value={`interface ${each}`}>
          {each}
        </option>
      ))}
    </optgroup>
  );
}

/** `hello.wit`, `hello-stdout.wit` */
function fileName(name: string, part: Part): string {
  const base = name.replace(/\.(wasm|wat|wit)$/i, "");
  if (part === "whole") return `${base}.wit`;
  const item = part === "brief" ? "list" : part.replace(/^interface (.*\/)?|@.*$/g, "");
  return `${base}-${item}.wit`;
}

interface OutlineProps {
  readonly all: readonly Item[];
  readonly onGo: (item: Item) => void;
}

/** The worlds and interfaces of the text; one of them is no list. */
function Outline({ all, onGo }: OutlineProps) {
  if (all.length < 2) return undefined;
  return (
    <nav aria-label="Outline" className={styles["outline"]}>
      {[...groupBy(all, (item) => item.package)].map(([owner, group]) => (
        <section key={owner} aria-label={owner}>
          <h3 className={styles["owner"]}>{owner}</h3>
          <ul>
            {group.map((item) => (
              <li key={`${item.kind} ${item.name}`}>
                <button
                  type="button"
                  className={styles["item"]}
                  title={`${item.kind} ${item.name}`}
                  onClick={() => onGo(item)}
                >
                  {item.shortName}
                  {item.kind === "world" ? <span className={styles["kind"]}> world</span> : undefined}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
