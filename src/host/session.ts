import { createStore } from "zustand/vanilla";
import type { Result } from "../result.ts";
import { applyPatch, defaultScenario, type Scenario, type ScenarioPatch } from "../scenario/index.ts";
import type { Fit, World } from "../worlds/index.ts";
import { makeAutosave } from "./autosave.ts";
import type { Fitting, OpenedFile, SessionCore, SessionParts } from "./core.ts";
import { makeComparing } from "./comparing.ts";
import { makeFolders } from "./folders.ts";
import { ExchangeStore } from "./har-store.ts";
import { makeOpening } from "./opening.ts";
import { makeOutside } from "./outside.ts";
import { makeRunning } from "./running.ts";
import { makeSharing } from "./sharing.ts";
import { TraceStore } from "./trace-store.ts";
import type { Session, SessionState } from "./state.ts";
import { makeWorlds } from "./world-state.ts";

/** A session and what only `window.orrery` and the composition root use of it. */
export interface FullSession extends Session {
  readonly core: SessionCore;
  readonly running: ReturnType<typeof makeRunning>;
  readonly opening: ReturnType<typeof makeOpening>;
  readonly worlds: ReturnType<typeof makeWorlds>;
  readonly comparing: ReturnType<typeof makeComparing>;
  readonly sharing: ReturnType<typeof makeSharing>;
  /** Starts what opening and running need, before something is opened. */
  warm(): void;
  /** Takes up a link or the person's own work. Resolves when the page can be used. */
  start(): Promise<void>;
  applyPatch(patch: ScenarioPatch): Promise<Result<Scenario>>;
}

export function makeSession(parts: SessionParts): FullSession {
  const store = createStore<SessionState>(() => initialState(parts));
  let notices = 0;
  let warmed = false;
  /** The way back from what the last notice tells of, and the scenario that it left. */
  let undoing: { readonly left: Scenario; readonly back: () => Promise<void> } | undefined;
  /** The last pair that was compared: a setting that changes leaves it as it is. */
  let fitting: Fitting | undefined;
  let fitted: { readonly opened: OpenedFile; readonly world: World; readonly fit: Fit } | undefined;
  const core: SessionCore = {
    parts,
    store,
    opened: undefined,
    contents: new Map(),
    trace: new TraceStore(),
    exchanges: new ExchangeStore(),
    restoring: undefined,
    nobodysWorld: undefined,
    set: (patch) => store.setState(patch),
    get: () => store.getState(),
    sample: undefined,
    notify(text, back) {
      notices += 1;
      undoing = back === undefined ? undefined : { left: core.get().scenario, back };
      store.setState({ notice: { id: notices, text, ...(back === undefined ? {} : { canUndo: true }) } });
    },
    async setScenario(scenario) {
      const changed = JSON.stringify(scenario.world) !== JSON.stringify(core.get().scenario.world);
      core.set({ scenario });
      if (changed) await worlds.follow();
      else core.refit();
    },
    loadFitting: async () => (fitting ??= await import("./fitting.ts")),
    async ensureWorld() {
      const { world, error } = core.get().world;
      if (world === undefined && error === undefined) await worlds.follow();
    },
    endRun: async (why) => void (await running.stop(why)),
    takeGivenBack() {
      const { folder, network } = core.get();
      const origins = [...network.allowed, ...network.refused];
      folders.forget();
      for (const origin of origins) outside.forgetOrigin(origin);
      const taken = [
        ...(folder === undefined ? [] : [`the folder “${folder.name}” was taken away`]),
        ...(origins.length === 0 ? [] : ["what you decided about the network is forgotten"]),
      ];
      if (taken.length > 0) core.notify(`Something else is open now, so ${taken.join(", and ")}.`);
    },
    refit() {
      const { world } = core.get().world;
      const { opened } = core;
      // A world is only there once it could be looked up.
      if (
        opened === undefined ||
        opened.report.artifact === "wit-package" ||
        world === undefined ||
        fitting === undefined
      ) {
        core.set({ fit: undefined });
        return;
      }
      if (fitted?.opened !== opened || fitted.world !== world)
        fitted = { opened, world, fit: fitting.checkFit(opened, world) };
      core.set({ fit: fitted.fit });
    },
    warm() {
      if (warmed) return;
      warmed = true;
      parts.analysis.warm();
      // A part that cannot be fetched is told by the opening that needs it.
      core.loadFitting().catch(() => {});
      boot();
    },
    runAhead: () => running.ahead(),
  };
  const worlds = makeWorlds(core);
  const autosave = makeAutosave(core);
  const opening = makeOpening(core, autosave);
  const outside = makeOutside(core);
  const folders = makeFolders(core);
  const running = makeRunning(core, outside, folders);
  const comparing = makeComparing(core);
  const sharing = makeSharing(core, opening, autosave);

  store.subscribe(({ scenario }) => {
    if (undoing === undefined || scenario === undoing.left) return;
    undoing = undefined;
    core.set({ notice: undefined });
  });

  /** The sandbox is for running, so the first page does without its code; it starts before or while the first component is read. */
  function boot(): void {
    running.boot().then(
      (bootError) => bootError === undefined || core.set({ bootError }),
      (error: unknown) => core.notify(String(error)),
    );
  }

  async function change(part: ScenarioPatch): Promise<Result<Scenario>> {
    const applied = applyPatch(core.get().scenario, part);
    if (applied.ok) await core.setScenario(applied.value);
    return applied;
  }

  return {
    store,
    core,
    running,
    opening,
    worlds,
    comparing,
    sharing,
    applyPatch: change,
    warm: core.warm,
    async start() {
      await sharing.takeUp().finally(() => autosave.begin());
      core.set({ ready: true });
    },
    acts: {
      openFile: (file, name) => sharing.replacing(opening.openBlob(file, name)),
      openUrl: (url) => sharing.replacing(opening.openUrl(url)),
      openDemo: (name) => sharing.replacing(opening.openDemo(name)),
      openText: (text) => sharing.replacing(opening.openBlob(new Blob([text]), "pasted text")),
      dismissOpenError: () => core.set({ opening: { phase: "idle" } }),
      loadWit: async () => void (await opening.loadWit()),
      witText: (options) => opening.witText(options),
      checkWit: (wit, world) => worlds.check(wit, world),
      compareWith: (file, name, otherIs) => comparing.withFile(file, name, otherIs),
      turnComparison: (otherIs) => comparing.turn(otherIs),
      endComparison: () => comparing.end(),
      setWorld: async (world) => {
        core.nobodysWorld = undefined;
        const applied = await change({ world });
        if (!applied.ok) core.notify(applied.error.message);
      },
      apply(part) {
        change(part).then(
          (applied) => applied.ok || core.notify(applied.error.message),
          (error: unknown) => core.notify(String(error)),
        );
      },
      async change(part, text) {
        const before = core.get().scenario;
        const applied = await change(part);
        if (applied.ok) core.notify(text, () => core.setScenario(before));
        else core.notify(applied.error.message);
      },
      async undo() {
        const back = undoing?.back;
        if (back === undefined) return;
        undoing = undefined;
        core.set({ notice: undefined });
        await back();
        core.notify("It is as it was before.");
      },
      reset: async () => void (await sharing.reset()),
      run: async () => {
        const result = await running.run();
        if (!result.ok) core.notify(result.error.message);
      },
      setEngine(engine) {
        parts.preferences.setEngine(engine);
        core.set({ engine });
      },
      stop: async () => void (await running.stop()),
      trace: () => core.trace,
      file: (path) => running.file(path),
      share: () => sharing.share(),
      linkPreview: () => sharing.link(),
      scenarioJson: () => sharing.json(),
      openScenarioJson: async (text) => void (await sharing.openJson(text)),
      grant: (asks) => sharing.grant(asks),
      refuse: (asks) => sharing.refuse(asks),
      keepAsOwnWork: () => sharing.keepAsOwnWork(),
      returnToOwnWork: () => sharing.returnToOwnWork(),
      notify: (text) => core.notify(text),
      har: () => core.exchanges.toHar(),
      allowOrigin: outside.allowOrigin,
      refuseOrigin: outside.refuseOrigin,
      forgetOrigin: outside.forgetOrigin,
      type: outside.type,
      endInput: outside.endInput,
      canPickFolder: folders.canPickFolder,
      pickFolder: folders.pickFolder,
      takeFolder: folders.takeFolder,
      releaseFolder: folders.releaseFolder,
    },
  };
}

function initialState({ preferences }: SessionParts): SessionState {
  const scenario = defaultScenario();
  return {
    ready: false,
    jspi: "Suspending" in WebAssembly,
    opening: { phase: "idle" },
    report: undefined,
    types: undefined,
    worldFits: [],
    compared: { state: "none" },
    wit: { state: "none", text: "" },
    scenario,
    world: { world: undefined, building: false, mistakes: [] },
    fit: undefined,
    run: { state: "idle" },
    engine: preferences.engine(),
    output: [],
    outputVersion: 0,
    calls: {},
    traceVersion: 0,
    origin: "own",
    asks: [],
    ownWorkKept: false,
    notice: undefined,
    network: { allowed: [], refused: [], asks: [] },
    folder: undefined,
    typing: false,
    exchanges: 0,
  };
}
