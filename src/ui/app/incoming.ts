import { useEffect, useState } from "react";
import { looksLikeWit } from "../../wit/text/looks.ts";
import { combineWit } from "../../worlds/files.ts";
import { droppedFiles, readTexts } from "../panels/world-files.ts";
import { useApp, type AppContext } from "./context.ts";

type Page = Pick<AppContext, "session" | "view">;

/** The files of a scenario as base64 and everything else, in bytes. */
const MAX_SCENARIO_BYTES = 128 * 1024 * 1024;

/** Elements with this attribute take files themselves. */
const ownDrop = "[data-drop-here]";

/** Opens what was dropped or picked: a scenario, WIT text, or anything that may be a component. */
export async function openDropped(page: Page, file: File): Promise<void> {
  const name = file.name.toLowerCase();
  // What is too large to be a scenario is opened as a file, which says so.
  if (name.endsWith(".json") && file.size <= MAX_SCENARIO_BYTES) {
    await page.session.acts.openScenarioJson(await file.text());
    return;
  }
  if (name.endsWith(".wit")) await openWit(page, [{ path: file.name, file }]);
  else await page.session.acts.openFile(file, file.name);
}

/** Opens several files or a folder: what is WIT becomes one world's text. Without any, the first file counts. */
async function openAll(page: Page, data: DataTransfer): Promise<void> {
  const [first, ...more] = data.files;
  const dropped = await droppedFiles(data);
  const isWit = dropped.some(({ path }) => path.toLowerCase().endsWith(".wit"));
  if (isWit && (more.length > 0 || dropped.some(({ file }) => file !== first))) {
    const component = dropped.find(({ path }) => /^[^/]*\.(wasm|wat)$/i.test(path));
    if (component !== undefined) void openDropped(page, component.file);
    await openWit(page, dropped);
  } else if (first !== undefined) await openDropped(page, first);
}

async function openWit(page: Page, files: Parameters<typeof readTexts>[0]): Promise<void> {
  const combined = combineWit(await readTexts(files));
  if (!combined.ok) {
    page.session.acts.notify(combined.error.message);
    return;
  }
  const [file] = files;
  // A name may mislead; opening tells what the file is.
  if (combined.value.includes("\0") || combined.value.trim() === "") {
    if (file !== undefined) await page.session.acts.openFile(file.file, file.path);
  } else editWorld(page, combined.value);
}

/**
 * Shows WIT text in the dialog where a world is written. It is not applied, and what is open stays. A text that waits there
 * stays too: only its writer puts another one in its place.
 */
function editWorld({ session, view }: Page, text: string): void {
  const { dialog, worldDraft } = view.getState();
  if (dialog !== "world" && (worldDraft === undefined || worldDraft.text === text)) {
    view.setState({ worldDraft: { text, world: undefined }, dialog: "world" });
    return;
  }
  view.setState({ dialog: "world" });
  session.acts.notify("Text that is not applied stands here: drop or paste the new one into it.");
}

/** Takes files dropped anywhere on the page; gives whether some are held over it. */
export function useFileDrop(): boolean {
  const page = useApp();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const elsewhere = (event: DragEvent) => event.target instanceof Element && event.target.closest(ownDrop) !== null;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const move = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(!elsewhere(event));
    };
    const leave = (event: DragEvent) => {
      // No related target: the pointer left the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!carriesFiles(event) || elsewhere(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) void openAll(page, event.dataTransfer);
    };
    document.addEventListener("dragover", move);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", move);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, [page]);
  return over;
}

/** Takes a pasted file, WebAssembly text, WIT text or address, wherever nothing is being typed. */
export function usePaste(): void {
  const page = useApp();
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return;
      const file = event.clipboardData?.files[0];
      if (file !== undefined) {
        event.preventDefault();
        void openDropped(page, file);
        return;
      }
      const text = event.clipboardData?.getData("text/plain").trim() ?? "";
      if (text === "") return;
      event.preventDefault();
      if (/^https?:\/\/\S+$/i.test(text)) void page.session.acts.openUrl(text);
      else if (looksLikeWit(text)) editWorld(page, text);
      else void page.session.acts.openText(text);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [page]);
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable='true'], .monaco-editor") !== null
  );
}
