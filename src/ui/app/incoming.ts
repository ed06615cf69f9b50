import { useEffect, useState } from "react";
import type { Session } from "../../host/state.ts";

/** The files of a scenario as base64 and everything else, in bytes. */
const MAX_SCENARIO_BYTES = 128 * 1024 * 1024;

/** Elements with this attribute take files themselves. */
const ownDrop = "[data-drop-here]";

/** Opens what was dropped or picked: a scenario, or anything that may be a component. */
export async function openDropped(session: Session, file: File): Promise<void> {
  // What is too large to be a scenario is opened as a file, which says so.
  if (file.name.toLowerCase().endsWith(".json") && file.size <= MAX_SCENARIO_BYTES) {
    await session.acts.openScenarioJson(await file.text());
    return;
  }
  await session.acts.openFile(file, file.name);
}

/** Takes files dropped anywhere on the page; gives whether some are held over it. */
export function useFileDrop(session: Session): boolean {
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
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) void openDropped(session, file);
    };
    document.addEventListener("dragover", move);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", move);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, [session]);
  return over;
}

/** Takes a pasted file, WebAssembly text or address, wherever nothing is being typed. */
export function usePaste(session: Session): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return;
      const file = event.clipboardData?.files[0];
      if (file !== undefined) {
        event.preventDefault();
        void openDropped(session, file);
        return;
      }
      const text = event.clipboardData?.getData("text/plain").trim() ?? "";
      if (text === "") return;
      event.preventDefault();
      if (/^https?:\/\/\S+$/i.test(text)) void session.acts.openUrl(text);
      else void session.acts.openText(text);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [session]);
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable='true'], .monaco-editor") !== null
  );
}
