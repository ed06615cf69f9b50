import { isBindable, unplayed } from "../capabilities/index.ts";
import type { EngineName, Reading } from "../protocol/index.ts";
import type { OrreryError, Result } from "../result.ts";
import type { Scenario } from "../scenario/index.ts";
import type { Fit, Subject } from "../worlds/index.ts";
import type { AnalysisClient } from "./analysis-client.ts";
import type { ExchangeStore } from "./har-store.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Session, SessionState } from "./state.ts";
import type { TraceStore } from "./trace-store.ts";
import type { Preferences, StoredWork, WorkStorage } from "./storage.ts";

/** What the session is given: everything that reaches outside the page's memory, so that tests can stand in for it. */
export interface SessionParts {
  readonly analysis: AnalysisClient;
  startSandbox(engine: EngineName): Promise<Result<Sandbox>>;
  readonly storage: WorkStorage;
  readonly preferences: Preferences;
  /** The page's address without its hash, and the act of rewriting the hash on Share. */
  readonly address: { base(): string; hash(): string; rewrite(hash: string): void };
}

/** What is open. `key` tells it from everything else that was open in this page. */
export interface OpenedFile extends Subject {
  readonly key: string;
  readonly report: Reading;
  readonly component: Uint8Array<ArrayBuffer>;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly readMs: number;
}

/** What compares with worlds. */
export type Fitting = typeof import("./fitting.ts");

/** The handles behind the plain data of the store, shared by the session's parts. */
export interface SessionCore {
  readonly parts: SessionParts;
  readonly store: Session["store"];
  /** What is open, with its bytes. */
  opened: OpenedFile | undefined;
  /** What the last run left in the virtual filesystem. */
  contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** The calls of the current or last run. */
  readonly trace: TraceStore;
  /** The HTTP exchanges of the current or last run. */
  readonly exchanges: ExchangeStore;
  set(patch: Partial<SessionState>): void;
  get(): SessionState;
  /** `back` takes back what the text tells of; it is offered until the scenario changes or something else is told. */
  notify(text: string, back?: () => Promise<void>): void;
  /** The scenario of the sample that is open, as long as nobody changed it. */
  sample: Scenario | undefined;
  /** Own work that is being taken up again: kept in storage as it is until its file has been read. */
  restoring: { readonly component: string | undefined; readonly file: NonNullable<StoredWork["file"]> } | undefined;
  /** Fetches what compares with worlds. */
  loadFitting(): Promise<Fitting>;
  /** The id of a world that was chosen for the person, so that it may give way again. */
  nobodysWorld: string | undefined;
  /** Looks up the scenario's world unless that has been done. */
  ensureWorld(): Promise<void>;
  /** Ends the run that is under way, if there is one: what follows concerns something else. */
  endRun(why: string): Promise<void>;
  /** Takes back what the person gave to what was open: the real folder, and what they decided about origins. */
  takeGivenBack(): void;
  /** Puts a scenario in place, and brings the fit up to date. A world that changed is looked up or built. */
  setScenario(scenario: Scenario): Promise<void>;
  refit(): void;
  /** Starts what opening and running need, before something is opened or while it comes. */
  warm(): void;
  /** Readies what is open to run, while its report is looked at. */
  runAhead(): void;
}

/** Reasons named in a message; `detail` has them all. */
const SHOWN_REASONS = 5;

/**
 * Why the component cannot start in this world, or `undefined`. An import that no capability knows may be let in by a
 * person who binds it (`interface:<name>`): its calls are then answered by a mock, or refused one by one.
 */
export function linkProblem(state: SessionState): OrreryError | undefined {
  if (state.report?.artifact === "component" && state.world.world === undefined) {
    const why = state.world.error === undefined ? "" : ` ${state.world.error.message}`;
    return {
      tag: "link",
      message: `Starting failed: there is no world to run it in.${why} Choose another world, or mend its WIT.`,
    };
  }
  if (state.fit === undefined) return undefined;
  const open = state.fit.imports.filter((entry) => {
    if (entry.status === "provided" || entry.status === "newer") return false;
    return !isBindable(entry.name) || !(`interface:${entry.name}` in state.scenario.bindings);
  });
  if (open.length === 0) return notPlayed(state.fit, state.scenario);
  const reasons = open.slice(0, SHOWN_REASONS).map((entry) => entry.reasons[0] ?? `${entry.name} is missing.`);
  const more = open.length > SHOWN_REASONS ? ` ${open.length - SHOWN_REASONS} more are missing.` : "";
  const refusable = open.some(({ name }) => isBindable(name));
  return {
    tag: "link",
    message:
      `Starting failed: the component does not fit this world. ${reasons.join(" ")}${more} ` +
      `Choose a world that provides ${open.length === 1 ? "it" : "them"}${refusable ? ", or choose to mock or to refuse the calls" : ""}.`,
    detail: { missing: open.map((entry) => entry.name) },
  };
}

/** A world may name what no capability here can play: a typed world, or the sockets of WASI 0.3. */
function notPlayed(fit: Fit, scenario: Scenario): OrreryError | undefined {
  const lacking = unplayed(fit.imports, scenario.bindings);
  if (lacking.length === 0) return undefined;
  const names = lacking.map((entry) => entry.name);
  const shown = names.slice(0, SHOWN_REASONS).join(", ");
  const more = names.length > SHOWN_REASONS ? ` and ${names.length - SHOWN_REASONS} more` : "";
  return {
    tag: "link",
    message: `Starting failed: the world names ${shown}${more}, but nothing here plays ${names.length === 1 ? "it" : "them"} by itself. Choose to mock ${names.length === 1 ? "it" : "them"}, or to refuse the calls.`,
    detail: { missing: names },
  };
}
