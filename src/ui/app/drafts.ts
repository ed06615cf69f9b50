import type { SessionState } from "../../host/state.ts";
import type { KeptDraft } from "../primitives/draft-field.tsx";
import { useApp, useSession, useView, type AppContext, type Chosen, type SideTab, type ViewState } from "./context.ts";

/** A field of the settings whose text is kept when it cannot be read. */
export interface DraftPlace {
  readonly key: string;
  /** Where it is and what it is called: `Limits: Time`. */
  readonly name: string;
  readonly tab: SideTab;
  /** What has to be chosen on the board to see it. */
  readonly chosen?: Chosen;
  /** What the field says of a scenario. */
  readonly text: (state: Pick<SessionState, "scenario">) => string;
  /** Whether a run reads it; always when left out. */
  readonly used?: (state: Pick<SessionState, "scenario" | "report">) => boolean;
}

/** What was typed into a field and cannot be read. */
export interface Draft {
  readonly place: DraftPlace;
  readonly text: string;
  /** A sentence. */
  readonly mistake: string;
  /** What the field said until then; when that changes, the draft is of no use any more. */
  readonly base: string;
}

/** The drafts that stand in the way of a run. */
export function openDrafts(
  drafts: ViewState["drafts"],
  state: Pick<SessionState, "scenario" | "report">,
): readonly Draft[] {
  return Object.values(drafts).filter(
    ({ place, base }) => place.text(state) === base && (place.used === undefined || place.used(state)),
  );
}

/** What a field shows and how it keeps what cannot be read, to be spread into it. */
export function useDraft(place: DraftPlace): { readonly value: string; readonly kept: KeptDraft } {
  const { view } = useApp();
  const value = useSession(place.text);
  const draft = useView((state) => state.drafts[place.key]);
  const sought = useView((state) => (state.sought?.key === place.key ? state.sought : undefined));
  return {
    value,
    kept: {
      text: draft?.base === value ? draft.text : undefined,
      keep: (text, mistake) =>
        view.setState(({ drafts }) => ({
          drafts: { ...drafts, [place.key]: { place, text, mistake, base: value } },
        })),
      drop: () => dropDraft(view, place.key),
      sought,
      found: () => view.setState({ sought: undefined }),
    },
  };
}

export function dropDraft(view: AppContext["view"], key: string): void {
  const { drafts } = view.getState();
  if (!Object.hasOwn(drafts, key)) return;
  view.setState({ drafts: Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== key)) });
}

/** Leads to a field. */
export function seek(view: AppContext["view"], { key, tab, chosen }: Pick<DraftPlace, "key" | "tab" | "chosen">): void {
  view.setState({ sought: { key }, sideTab: tab, ...(chosen === undefined ? {} : { chosen }) });
}

/** Runs, unless something typed cannot be read: what runs is what is seen. */
export function askRun({ session, view }: Pick<AppContext, "session" | "view">): void {
  if (openDrafts(view.getState().drafts, session.store.getState()).length > 0)
    return view.setState({ refused: {}, footTab: "console" });
  view.setState({ refused: undefined });
  return void session.acts.run();
}
