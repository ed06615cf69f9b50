import { createStore } from "zustand/vanilla";
import { capabilityOf, plumbing } from "../capabilities/index.ts";
import type { Opened } from "../protocol/index.ts";
import type { OrreryError, Result } from "../result.ts";
import { applyPatch, defaultScenario, type Scenario, type ScenarioPatch } from "../scenario/index.ts";
import { checkFit } from "../worlds/index.ts";
import type { AnalysisClient } from "./analysis-client.ts";
import { makeAutosave } from "./autosave.ts";
import { makeOpening } from "./opening.ts";
import { makeRunning } from "./running.ts";
import type { Sandbox } from "./sandbox.ts";
import { makeSharing } from "./sharing.ts";
import type { Ask, Session, SessionState } from "./state.ts";
import type { WorkStorage } from "./storage.ts";
import { makeWorlds } from "./world-state.ts";

/** What the session is given: everything that reaches outside the page's memory, so that tests can stand in for it. */
export interface SessionParts {
  readonly analysis: AnalysisClient;
  startSandbox(): Promise<Result<Sandbox>>;
  readonly storage: WorkStorage;
  /** The page's address without its hash, and the act of rewriting the hash on Share. */
  readonly address: { base(): string; hash(): string; rewrite(hash: string): void };
}

/** The handles behind the plain data of the store, shared by the session's parts. */
export interface SessionCore {
  readonly parts: SessionParts;
  readonly store: Session["store"];
  /** What is open, with its bytes. */
  opened: (Opened & { readonly readMs: number; readonly file: Uint8Array<ArrayBuffer> }) | undefined;
  /** What the last run left in the virtual filesystem. */
  contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  set(patch: Partial<SessionState>): void;
  get(): SessionState;
  notify(text: string): void;
  /** Puts a scenario in place, and brings the fit up to date. A world that changed is looked up or built. */
  setScenario(scenario: Scenario): Promise<void>;
  refit(): void;
}

/** A session and what only `window.orrery` and the composition root use of it. */
export interface FullSession extends Session {
  readonly core: SessionCore;
  readonly running: ReturnType<typeof makeRunning>;
  readonly opening: ReturnType<typeof makeOpening>;
  readonly worlds: ReturnType<typeof makeWorlds>;
  readonly sharing: ReturnType<typeof makeSharing>;
  /** Starts the sandbox and takes up a link or the person's own work. Resolves when the page can be used. */
  start(): Promise<void>;
  applyPatch(patch: ScenarioPatch): Promise<Result<Scenario>>;
}

export function makeSession(parts: SessionParts): FullSession {
  const store = createStore<SessionState>(() => initialState());
  let notices = 0;
  const core: SessionCore = {
    parts,
    store,
    opened: undefined,
    contents: new Map(),
    set: (patch) => store.setState(patch),
    get: () => store.getState(),
    notify(text) {
      notices += 1;
      store.setState({ notice: { id: notices, text } });
    },
    async setScenario(scenario) {
      const changed = JSON.stringify(scenario.world) !== JSON.stringify(core.get().scenario.world);
      core.set({ scenario });
      if (changed) await worlds.follow();
      else core.refit();
    },
    refit() {
      const { world } = core.get().world;
      core.set({ fit: core.opened === undefined || core.opened.report.artifact === "wit-package" || world === undefined ? undefined : checkFit(core.opened.report, world) });
    },
  };
  const worlds = makeWorlds(core);
  const opening = makeOpening(core);
  const running = makeRunning(core);
  const autosave = makeAutosave(core);
  const sharing = makeSharing(core, opening, autosave);

  async function patch(change: ScenarioPatch): Promise<Result<Scenario>> {
    const applied = applyPatch(core.get().scenario, change);
    if (applied.ok) await core.setScenario(applied.value);
    return applied;
  }

  return {
    store,
    core,
    running,
    opening,
    worlds,
    sharing,
    applyPatch: patch,
    async start() {
      await worlds.follow();
      const [boot] = await Promise.all([running.boot(), sharing.takeUp()]);
      core.set(boot === undefined ? { ready: true } : { ready: true, bootError: boot });
      autosave.begin();
    },
    acts: {
      openFile: async (file, name) => void (await opening.openBlob(file, name)),
      openUrl: async (url) => void (await opening.openUrl(url)),
      openDemo: async (name) => void (await opening.openDemo(name)),
      openText: async (text) => void (await opening.openBlob(new Blob([text]), "pasted text")),
      dismissOpenError: () => core.set({ opening: { phase: "idle" } }),
      loadWit: async () => void (await opening.loadWit()),
      setWorld: async (world) => {
        const applied = await patch({ world });
        if (!applied.ok) core.notify(applied.error.message);
      },
      apply(change) {
        patch(change).then(
          (applied) => applied.ok || core.notify(applied.error.message),
          (error: unknown) => core.notify(String(error)),
        );
      },
      reset: async () => void (await sharing.reset()),
      run: async () => void (await running.run()),
      stop: async () => void (await running.stop()),
      file: (path) => running.file(path),
      share: () => sharing.share(),
      linkPreview: () => sharing.link(),
      scenarioJson: () => sharing.json(),
      openScenarioJson: async (text) => void (await sharing.openJson(text)),
      grant: (asks) => sharing.grant(asks),
      refuse: (asks) => sharing.refuse(asks),
      returnToOwnWork: () => sharing.returnToOwnWork(),
      notify: (text) => core.notify(text),
    },
  };
}

function initialState(): SessionState {
  return {
    ready: false,
    jspi: "Suspending" in WebAssembly,
    opening: { phase: "idle" },
    report: undefined,
    wit: { state: "none", text: "" },
    scenario: defaultScenario(),
    world: { world: undefined, building: false, mistakes: [] },
    fit: undefined,
    run: { state: "idle" },
    output: [],
    outputVersion: 0,
    calls: {},
    origin: "own",
    asks: [],
    ownWorkKept: false,
    notice: undefined,
  };
}

/**
 * Why the component cannot start in this world, or `undefined`. An import that no capability knows may be let in by a
 * person who binds it (`interface:<name>`): its calls are then refused one by one instead.
 */
export function linkProblem(state: SessionState): OrreryError | undefined {
  if (state.fit === undefined) return undefined;
  const open = state.fit.imports.filter((entry) => {
    if (entry.status === "provided" || entry.status === "newer") return false;
    const known = capabilityOf(entry.name) !== undefined || plumbing(entry.name);
    return known || !(`interface:${entry.name}` in state.scenario.bindings);
  });
  if (open.length === 0) return undefined;
  const reasons = open.map((entry) => entry.reasons[0] ?? `${entry.name} is missing.`);
  return {
    tag: "link",
    message: `Starting failed: the component does not fit this world. ${reasons.join(" ")} Choose a world that provides ${open.length === 1 ? "it" : "them"}${open.some((entry) => capabilityOf(entry.name) === undefined && !plumbing(entry.name)) ? ", or choose to refuse the calls" : ""}.`,
    detail: { missing: open.map((entry) => entry.name) },
  };
}

export type { Ask };
