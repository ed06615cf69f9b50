import { useEffect } from "react";
import type { Session } from "../../host/state.ts";
import { copyText } from "../primitives/save.ts";
import { useApp, type AppContext } from "./context.ts";
import { isTyping } from "./incoming.ts";
import { canRun } from "./run-state.ts";

export const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** `⌘O` or `Ctrl+O`. */
export function shortcut(key: string): string {
  return isMac ? `⌘${key}` : `Ctrl+${key}`;
}

/** The keys of the page. Dialogs keep Escape for themselves. */
export function useKeys(): void {
  const app = useApp();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (act(app, event)) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [app]);
}

function act({ session, view, pickFile }: AppContext, event: KeyboardEvent): boolean {
  const state = session.store.getState();
  if (state.bootError !== undefined) return false;
  const command = (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
  if (view.getState().dialog !== undefined) return false;
  if (command && event.key === "Enter") {
    if (canRun(state)) void session.acts.run();
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
  if (event.key === "Escape" && state.run.state === "running") {
    void session.acts.stop();
    return true;
  }
  if (event.key === "?" && !isTyping(event.target)) {
    view.setState({ dialog: "keys" });
    return true;
  }
  return false;
}

async function copyLink({ acts }: Session): Promise<void> {
  const link = await acts.share();
  if (link.size !== "file" && (await copyText(link.url))) acts.notify("Link copied.");
}
