import type { EngineChoice, RunResult, TraceEntry, TraceFilter } from "../api.ts";
import type { CapabilityId } from "../capabilities/capability.ts";
import type { OutputChunk, Report, TextMistake, WitPart } from "../protocol/index.ts";
import type { OrreryError, Result } from "../result.ts";
import type { ComponentType } from "../component/types.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Comparison, Fit, World, WorldFit } from "../worlds/model.ts";

/** Opening a file, as a life cycle. What was open before stays until the new one is read. */
export type Opening =
  | { readonly phase: "idle" }
  | { readonly phase: "fetching"; readonly name: string; readonly receivedBytes: number; readonly totalBytes?: number }
  | { readonly phase: "reading"; readonly name: string }
  | { readonly phase: "failed"; readonly name: string; readonly error: OrreryError };

/** `write`: the run has ended, and what it changed is written to the real folder. */
export type RunPhase = "read" | "compile" | "start" | "run" | "write";

export type Run =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly phase: RunPhase; readonly startedAt: number }
  | { readonly state: "done"; readonly result: RunResult; readonly scenarioAtRun: Scenario };

/** One thing that a link or a stored scenario wants and has not got yet. */
export interface Ask {
  readonly kind: "real-binding" | "wider-limits" | "fetch-component" | "drop-component";
  /** The capability asked for, with `real-binding`. */
  readonly capability?: CapabilityId;
  /** Sentences for the person; the first goes on from `title`, where there is one. */
  readonly text: string;
  /** The capability's title, with `real-binding`. */
  readonly title?: string;
  /** With it the component reaches further than this page: it is asked for by itself. */
  readonly risky?: true;
  /** What the person gave or allowed before and the component would get with it. */
  readonly uses?: "folder" | "origins";
}

/** What is open beside another component that a person chose. */
export type Compared =
  | { readonly state: "none" }
  | { readonly state: "reading"; readonly name: string }
  | { readonly state: "failed"; readonly name: string; readonly error: OrreryError }
  | {
      readonly state: "ready";
      /** The other component; the changes are told from it to what is open, or the other way around. */
      readonly name: string;
      readonly otherIs: "older" | "newer";
      readonly comparison: Comparison;
    };

export interface WorldState {
  readonly world: World | undefined;
  /** A typed world is being built. */
  readonly building: boolean;
  /** Why there is no world: it could not be built, or nobody knows it. */
  readonly error?: OrreryError;
  readonly mistakes: readonly TextMistake[];
}

/** Everything the page shows, as plain data. Handles (workers, ports, timers) live in the session object. */
export interface SessionState {
  readonly ready: boolean;
  /** The sandbox could not be started, or this browser lacks what is needed. */
  readonly bootError?: OrreryError;
  readonly jspi: boolean;
  readonly opening: Opening;
  readonly report: Report | undefined;
  /** Full types of the imports and exports of what is open. */
  readonly types: ComponentType | undefined;
  /** How what is open stands against every world of the catalogue; empty for a WIT package. */
  readonly worldFits: readonly WorldFit[];
  readonly compared: Compared;
  /** WIT text of what is open; made when it is first asked for. */
  readonly wit: {
    readonly state: "none" | "loading" | "ready" | "failed";
    readonly text: string;
    readonly error?: OrreryError;
  };
  readonly scenario: Scenario;
  readonly world: WorldState;
  readonly fit: Fit | undefined;
  readonly run: Run;
  /** What runs components in this page: a preference, no part of the scenario. */
  readonly engine: EngineChoice;
  /** Output of the current or last run, in order, capped by `limits.outputBytes`. Grows in place of being replaced: `outputVersion` tells of change. */
  readonly output: readonly OutputChunk[];
  readonly outputVersion: number;
  /** Live counts of the current or last run. */
  readonly calls: Readonly<Record<string, number>>;
  /** Changes whenever there is more of the trace of the current or last run; the calls themselves are read through `trace`. */
  readonly traceVersion: number;
  /**
   * Where the present work came from: that of a link or a scenario file does not overwrite the person's own, nor does a sample
   * that was opened over it.
   */
  readonly origin: "own" | "link" | "file" | "sample";
  readonly asks: readonly Ask[];
  readonly network: NetworkState;
  /** The folder that is given to components; none until the person gives one. */
  readonly folder: GivenFolder | undefined;
  /** The component that runs waits for what the person types. */
  readonly typing: boolean;
  /** HTTP requests of the current or last run that are written down. */
  readonly exchanges: number;
  /** Own work is kept aside while a link, a scenario file or a sample is open. */
  readonly ownWorkKept: boolean;
  /** Shown once, for a few seconds and to screen readers: "Link copied", "Settings are back to their defaults". */
  readonly notice: Notice | undefined;
}

export interface Notice {
  readonly id: number;
  readonly text: string;
  /** `undo` takes back what it tells of, as long as nothing else in the scenario changes. */
  readonly canUndo?: true;
}

/** A real folder that the component gets with `filesystem` real. */
export interface GivenFolder {
  readonly name: string;
  /** `picked` by the person, `uploaded` where the browser cannot give write access (then it is read-only), `kept` by the browser for this page. */
  readonly kind: "picked" | "uploaded" | "kept";
  /** Whether the browser lets it be changed; the binding must allow it, too. */
  readonly writable: boolean;
  /** How many files it had when it was last looked through. */
  readonly files?: number;
}

/** An origin that the component wants to send a request to, and that the person has not decided about. */
export interface OriginAsk {
  /** `https://api.example.com`, with the port where it is not the scheme's own. */
  readonly origin: string;
  /** Method and whole URL of the first request that waits for the answer. */
  readonly method: string;
  readonly url: string;
  /** The origin lies in this computer or its private network: allowing it takes a second, explicit consent. */
  readonly isPrivate: boolean;
  /** The run under way has asked for another origin before. */
  readonly isFurther: boolean;
}

/** What the page decides about the network for this session; nothing of it is stored or shared. */
export interface NetworkState {
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
  readonly asks: readonly OriginAsk[];
}

/** The calls that are kept have the numbers `first` to `last`; there is none when `last` is below `first`. */
export interface TraceView {
  readonly first: number;
  readonly last: number;
  entry(number: number): TraceEntry | undefined;
  /** The numbers of the calls that match, ascending. */
  numbers(filter: TraceFilter): ArrayLike<number>;
  /** All that is kept, as JSON. */
  toJson(): string;
}

/** What the panels may do. The same acts stand behind `window.orrery`. */
export interface SessionActs {
  openFile(file: Blob, name: string): Promise<void>;
  openUrl(url: string): Promise<void>;
  openDemo(name: string): Promise<void>;
  openText(text: string): Promise<void>;
  dismissOpenError(): void;
  loadWit(): Promise<void>;
  /** WIT text of what is open, cut to what is asked for. */
  witText(part: WitPart): Promise<Result<string>>;
  /** The mistakes of a typed world, each at its place; none when it can be built. Changes nothing. */
  checkWit(wit: string, world?: string): Promise<readonly TextMistake[]>;
  /** Compares what is open with another file, which is taken for an older or a newer version of it. */
  compareWith(file: Blob, name: string, otherIs: "older" | "newer"): Promise<void>;
  /** Takes the other component for the older or the newer one. */
  turnComparison(otherIs: "older" | "newer"): Promise<void>;
  endComparison(): void;
  /** A catalogue id, or `{ wit, world? }`. */
  setWorld(ref: Scenario["world"]): Promise<void>;
  apply(patch: import("../scenario/schema.ts").ScenarioPatch): void;
  /** Changes the scenario and says so, with a way back. */
  change(patch: import("../scenario/schema.ts").ScenarioPatch, text: string): Promise<void>;
  /** Takes back what the last notice tells of; nothing when the scenario has changed since. */
  undo(): Promise<void>;
  reset(): Promise<void>;
  run(): Promise<void>;
  setEngine(choice: EngineChoice): void;
  stop(): Promise<void>;
  /** The calls of the current or last run. */
  trace(): TraceView;
  /** The HTTP requests of the current or last run as HAR 1.2, in JSON. */
  har(): string;
  /** Allows an origin for this session; one in the private network only when `evenPrivate` says so. */
  allowOrigin(origin: string, evenPrivate: boolean): void;
  /** Refuses an origin for this session; `*` refuses all that are not allowed, until the run ends. */
  refuseOrigin(origin: string): void;
  /** Takes a decision back: the next request asks again. */
  forgetOrigin(origin: string): void;
  /** Whether this browser can give a folder with write access. */
  canPickFolder(): boolean;
  /** Lets the person pick a folder. */
  pickFolder(): Promise<void>;
  /** Takes the files of a folder upload (`<input webkitdirectory>`), read-only. */
  takeFolder(files: readonly File[]): void;
  /** Takes the folder away again. */
  releaseFolder(): void;
  /** What the person typed, for the component that reads it. */
  type(text: string): void;
  /** End of the typed input. */
  endInput(): void;
  /** Bytes of a file as the last run left it, else as it is mounted. Those of a real folder are read when they are asked for. */
  file(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Makes the link and rewrites the address. */
  share(): Promise<ShareLink>;
  /** The link as it would be, for the live length. */
  linkPreview(): ShareLink;
  /** The scenario as a JSON file, and back. */
  scenarioJson(): string;
  openScenarioJson(text: string): Promise<void>;
  grant(asks: readonly Ask[]): Promise<void>;
  refuse(asks: readonly Ask[]): void;
  /** Makes what is open the person's own work, from now on saved in place of what was kept. */
  keepAsOwnWork(): Promise<void>;
  /** Leaves what is open and takes up the person's own work again. */
  returnToOwnWork(): Promise<void>;
  notify(text: string): void;
}

export interface ShareLink {
  /** Empty when only a file will do. */
  readonly url: string;
  /** Characters of the whole link. */
  readonly length: number;
  /** `ok` below 2,000 characters, `long` above, `file` above 32 KB: then a file is offered in place of the link. */
  readonly size: "ok" | "long" | "file";
  /** What the link cannot carry, a sentence each: a component opened from disk is named with its hash only. */
  readonly notes: readonly string[];
}

/** What React gets: a vanilla store and the acts. */
export interface Session {
  readonly store: import("zustand/vanilla").StoreApi<SessionState>;
  readonly acts: SessionActs;
}

/** A sample as the menu shows it. */
export interface DemoSummary {
  readonly name: string;
  readonly title: string;
  readonly language: string;
  readonly description: string;
}
