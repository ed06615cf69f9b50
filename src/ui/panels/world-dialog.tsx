import { lazy, Suspense, useRef, useState, type DragEvent } from "react";
import type { WitEditorHandle } from "../editor/wit-editor.tsx";
import { listWorlds } from "../../worlds/custom.ts";
import { combineWit } from "../../worlds/files.ts";
import { useActs, useApp, useSession } from "../app/context.ts";
import { isMac } from "../app/keys.ts";
import { Button } from "../primitives/button.tsx";
import { MenuButton } from "../primitives/menu-button.tsx";
import { Window, WindowActions } from "../primitives/window.tsx";
import { ownWorld } from "./own-world.ts";
import { useWitCheck, type WitCheck } from "./use-wit-check.ts";
import styles from "./world-dialog.module.css";
import { droppedFiles, pickedFiles, readTexts } from "./world-files.ts";
import { firstText, startEntries, startText } from "./world-start.ts";

const WitEditor = lazy(() => import("../editor/wit-editor.tsx").then((module) => ({ default: module.WitEditor })));

/** Switches between Tab that indents and Tab that leads on. */
const tabKey = isMac ? "Ctrl+Shift+M" : "Ctrl+M";

/** So many mistakes are listed below the text. */
const mostMistakes = 20;

/** Why something could not be done, or what was put in place of the text. */
interface Note {
  readonly text: string;
  readonly isFailure: boolean;
  /** The text that it is about: the note goes when the text is changed. */
  readonly about?: string;
}

/** A world of one's own, typed as WIT. It counts once it is applied; until it can be built the last good one stays. */
export function WorldDialog({ onClose }: { readonly onClose: () => void }) {
  const { session, view } = useApp();
  const acts = useActs();
  const ref = useSession((state) => state.scenario.world);
  const report = useSession((state) => state.report);
  // What stands there when nothing was typed before.
  const [base] = useState(() => ("wit" in ref ? ref.wit : firstText(report)));
  const [draft] = useState(() => view.getState().worldDraft);
  const [text, setText] = useState(draft?.text ?? base);
  const [name, setName] = useState(() => draft?.world ?? ("wit" in ref ? ref.world : undefined));
  const [note, setNote] = useState<Note | undefined>(undefined);
  const [isApplying, setApplying] = useState(false);
  const editor = useRef<WitEditorHandle>(null);
  const worlds = listWorlds(text);
  const world = name !== undefined && worlds.includes(name) ? name : undefined;
  const check = useWitCheck(text, world);
  const shown = note?.about === undefined || note.about === text ? note : undefined;

  const replace = (next: string, from: string) => {
    editor.current?.replace(next);
    setNote({ text: from, isFailure: false, about: next });
  };
  const close = () => {
    view.setState({ worldDraft: text === base ? undefined : { text, world } });
    if (text !== base) acts.notify("Your text is kept: it stands here when you come back.");
    onClose();
  };
  const refuse = (why: string) => setNote({ text: why, isFailure: true, about: text });
  const start = async (id: string) => {
    if (id !== "own") {
      replace(startText(id), "Begun anew.");
      return;
    }
    const wit = await ownWorld(acts);
    if (wit.ok) replace(wit.value, `The world of ${report?.name ?? "the component"}.`);
    else refuse(wit.error.message);
  };
  const open = async (files: ReturnType<typeof pickedFiles>) => {
    if (files.length === 0) return;
    const combined = combineWit(await readTexts(files));
    if (!combined.ok) refuse(combined.error.message);
    else replace(combined.value, files.length === 1 ? `Opened ${files[0]?.path}.` : "Opened as one text.");
  };
  const apply = async () => {
    setApplying(true);
    const found = await check.now();
    if (found.length === 0) {
      await acts.setWorld(world === undefined ? { wit: text } : { wit: text, world });
      const { error } = session.store.getState().world;
      if (error === undefined) {
        view.setState({ worldDraft: undefined });
        if (report === undefined) acts.notify("This is the world now: open a component to see whether it fits.");
        onClose();
      } else refuse(error.message);
    } else {
      const [first] = found;
      if (first !== undefined) editor.current?.goTo(first.line, first.column);
      refuse("Not applied: mend the mistakes above first.");
    }
    setApplying(false);
  };

  return (
    <Window title="Your own world" isDesk onClose={close}>
      <div
        className={styles["drop"]}
        data-drop-here=""
        onDragOver={(event) => {
          if (carriesFiles(event)) event.preventDefault();
        }}
        onDropCapture={async (event) => {
          if (!carriesFiles(event)) return;
          event.preventDefault();
          event.stopPropagation();
          await open(await droppedFiles(event.dataTransfer));
        }}
      >
        <p className={styles["hint"]}>
          What this world provides and expects, as WIT. The WASI packages are at hand by name; Ctrl+Space completes,{" "}
          {tabKey} lets Tab leave the text.
        </p>
        <Tools
          entries={startEntries(report)}
          onStart={(id) => void start(id)}
          onFiles={(files) => void open(files)}
          onFormat={() => editor.current?.format()}
        />
        <div className={styles["editor"]}>
          <Suspense fallback={<p className={styles["wait"]}>Loading the editor…</p>}>
            <WitEditor
              ref={editor}
              label="WIT of your world"
              value={text}
              mistakes={check.mistakes}
              onChange={setText}
              takesFocus
            />
          </Suspense>
        </div>
        <div className={styles["below"]}>
          <div className={styles["state"]}>
            <Standing check={check} onGo={(line, column) => editor.current?.goTo(line, column)} />
            {worlds.length > 1 ? (
              <label className={styles["choice"]}>
                <span>World</span>
                <select value={world ?? worlds[0]} onChange={(event) => setName(event.currentTarget.value)}>
                  {[...new Set(worlds)].map((each) => (
                    <option key={each}>{each}</option>
                  ))}
                </select>
              </label>
            ) : undefined}
          </div>
          {shown === undefined && draft?.text === text && text !== base ? (
            <p role="status" className={styles["done"]}>
              This is not applied yet.{" "}
              <Button size="small" look="quiet" onPress={() => replace(base, "Begun anew.")}>
                Begin anew
              </Button>
            </p>
          ) : undefined}
          {shown === undefined ? undefined : shown.isFailure ? (
            <p role="alert" className={styles["failure"]}>
              {shown.text}
            </p>
          ) : (
            <p role="status" className={styles["done"]}>
              {shown.text}{" "}
              <Button size="small" look="quiet" onPress={() => editor.current?.undo()}>
                Undo
              </Button>
            </p>
          )}
        </div>
        <WindowActions>
          <Button onPress={close}>Cancel</Button>
          <Button look="primary" isDisabled={isApplying} onPress={() => void apply()}>
            Apply
          </Button>
        </WindowActions>
      </div>
    </Window>
  );
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes("Files");
}

interface ToolsProps {
  readonly entries: ReturnType<typeof startEntries>;
  readonly onStart: (id: string) => void;
  readonly onFiles: (files: ReturnType<typeof pickedFiles>) => void;
  readonly onFormat: () => void;
}

function Tools({ entries, onStart, onFiles, onFormat }: ToolsProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const input = (label: string, ref: typeof files, options: { multiple?: boolean; webkitdirectory?: "" }) => (
    <input
      ref={ref}
      type="file"
      hidden
      aria-label={label}
      {...options}
      onChange={(event) => {
        // Read before the field is emptied, which lets the same file be picked again.
        onFiles(pickedFiles(event.currentTarget.files));
        event.currentTarget.value = "";
      }}
    />
  );
  return (
    <div className={styles["tools"]} role="group" aria-label="Text">
      <MenuButton label="Start from" entries={entries} onAction={onStart} />
      {input("WIT files", files, { multiple: true })}
      <Button onPress={() => files.current?.click()}>Open WIT files…</Button>
      {input("Folder of WIT files", folder, { webkitdirectory: "" })}
      <Button onPress={() => folder.current?.click()}>Open a folder…</Button>
      <span className={styles["grow"]} />
      <Button onPress={onFormat}>Format</Button>
    </div>
  );
}

interface StandingProps {
  readonly check: WitCheck;
  readonly onGo: (line: number, column: number) => void;
}

/** How the text stands, with a way to each mistake. */
function Standing({ check: { mistakes, state }, onGo }: StandingProps) {
  const words =
    mistakes.length > 0
      ? `! ${mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`}`
      : state === "checked"
        ? "✓ No mistakes"
        : "Checking…";
  return (
    <div className={styles["standing"]}>
      <p role="status" className={mistakes.length > 0 ? styles["wrong"] : styles["quiet"]}>
        {words}
      </p>
      {mistakes.length === 0 ? undefined : (
        <ul aria-label="Mistakes" className={styles["mistakes"]}>
          {mistakes.slice(0, mostMistakes).map(({ line, column, message }) => (
            <li key={`${line}:${column} ${message}`}>
              <button type="button" className={styles["mistake"]} onClick={() => onGo(line, column)}>
                <code>
                  {line}:{column}
                </code>{" "}
                {message}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
