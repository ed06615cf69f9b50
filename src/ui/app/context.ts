import { createContext, use } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { CapabilityId } from "../../capabilities/capability.ts";
import type { DemoSummary, Session, SessionActs, SessionState } from "../../host/state.ts";
import type { Draft } from "./drafts.ts";

/** What the side panel shows: a capability, an import that no capability stands for, all that is passed along, or an export. */
export type Chosen =
  | { readonly kind: "capability"; readonly id: CapabilityId }
  | { readonly kind: "import"; readonly name: string }
  | { readonly kind: "passed" }
  | { readonly kind: "export"; readonly name: string };

export type DialogName = "share" | "keys" | "reset" | "world";
export type SideTab = "chosen" | "program" | "mounts" | "limits";
export type ReportSection = "facts" | "interfaces" | "worlds" | "composition" | "compare";
export type FootTab = "console" | "calls" | "files" | "result" | "wit" | "report";

/** Which calls are listed: the rows whose names, arguments or result hold the text, and of them those that failed. */
export interface CallFilter {
  readonly text: string;
  readonly shown: "all" | "errors" | "traps";
}

/** What the page alone knows: nothing of it is saved or shared. */
export interface ViewState {
  readonly chosen: Chosen;
  readonly sideTab: SideTab;
  readonly footTab: FootTab;
  /** The lower panels have the board's room too. */
  readonly footMaximised: boolean;
  readonly reportSection: ReportSection;
  readonly callFilter: CallFilter;
  readonly dialog: DialogName | undefined;
  /** What was typed as a world and not applied. */
  readonly worldDraft: { readonly text: string; readonly world: string | undefined } | undefined;
  /** What was typed into settings and cannot be read, by field. */
  readonly drafts: Readonly<Record<string, Draft>>;
  /** The field that somebody is led to. */
  readonly sought: { readonly key: string } | undefined;
  /** A run was asked for and refused because of the drafts; another object each time. */
  readonly refused: object | undefined;
}

export interface AppContext {
  readonly session: Session;
  readonly demos: readonly DemoSummary[];
  readonly view: StoreApi<ViewState>;
  /** Shows the browser's file picker. */
  readonly pickFile: () => void;
}

export const Context = createContext<AppContext | undefined>(undefined);

export function createView(): StoreApi<ViewState> {
  return createStore<ViewState>(() => ({
    chosen: { kind: "capability", id: "environment" },
    sideTab: "chosen",
    footTab: "console",
    footMaximised: false,
    reportSection: "facts",
    callFilter: { text: "", shown: "all" },
    dialog: undefined,
    worldDraft: undefined,
    drafts: {},
    sought: undefined,
    refused: undefined,
  }));
}

export function useApp(): AppContext {
  const app = use(Context);
  if (app === undefined) throw new Error("The panels live inside App.");
  return app;
}

/** Subscribes to a part of the session. The selector must give the same value for the same state. */
export function useSession<T>(selector: (state: SessionState) => T): T {
  return useStore(useApp().session.store, selector);
}

export function useView<T>(selector: (state: ViewState) => T): T {
  return useStore(useApp().view, selector);
}

export function useActs(): SessionActs {
  return useApp().session.acts;
}

/** Shows something in the side panel. */
export function choose(view: StoreApi<ViewState>, chosen: Chosen): void {
  view.setState({ chosen, sideTab: "chosen" });
}
