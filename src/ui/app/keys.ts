import { useEffect } from "react";
import type { Session } from "../../host/state.ts";
import { copyText } from "../primitives/save.ts";
import { useApp, type AppContext } from "./context.ts";
import { askRun } from "./drafts.ts";
import { isTyping } from "./incoming.ts";
import { canRun } from "./run-state.ts";

export const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** `⌘O` or `Ctrl+O`. */
export function shortcut(key: string): string {
  return isMac ? `⌘${key}` : `Ctrl+${key}`;
}

/** What lies over the page has its keys for itself. */
const overlays = "[role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox']";

/** The keys of the page. What lies over it keeps its keys. */
export function useKeys(): void {
  const app = useApp();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!act(app, event)) return;
      event.preventDefault();
      // A button that has the focus would be pressed too.
      event.stopPropagation();
    };
    // On the way down: buttons keep every key that they see from what is around them.
    document.addEventListener("keydown", press, true);
    return () => document.removeEventListener("keydown", press, true);
  }, [app]);
}

function act({ session, view, pickFile }: AppContext, event: KeyboardEvent): boolean {
  const state = session.store.getState();
  if (state.bootError !== undefined || event.isComposing) return false;
  const command = (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
  if (view.getState().dialog !== undefined || isOver(event.target)) return false;
  if (command && event.key === "Enter") {
    if (canRun(state)) askRun({ session, view });
    return true;
  }
  if (command && event.key.toLowerCase() === "o") {
    pickFile();
    return true;
  }
  if (command && event.key.toLowerCase() === "s") {
    if (state.report !== undefined) {
      view.setState({ dialog: "share" });
      void copyLink(session);
    }
    return true;
  }
  if (event.key === "Escape" && state.run.state === "running" && !hasEscape(event.target)) {
    void session.acts.stop();
    return true;
  }
  if (event.key === "?" && !isTyping(event.target)) {
    view.setState({ dialog: "keys" });
    return true;
  }
  return false;
}

/** Where Escape has a meaning of its own: it clears a search, and closes what the editor shows. */
function hasEscape(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input[type='search'], .monaco-editor") !== null;
}

function isOver(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(overlays) !== null;
}

async function copyLink({ acts }: Session): Promise<void> {
  const link = await acts.share();
  if (link.size !== "file" && (await copyText(link.url))) acts.notify("Link copied.");
}
