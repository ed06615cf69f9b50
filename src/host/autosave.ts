import { defaultScenario, minimize, parseScenarioText, type Scenario } from "../scenario/index.ts";
import type { SessionCore } from "./core.ts";
import type { SessionState } from "./state.ts";
import { KEEP_FILE_BYTES, type StoredWork } from "./storage.ts";

const QUIET_MS = 400;

/** Work that something else takes the place of, as it was, and how it stood towards the person's own. */
export interface Aside {
  readonly work: StoredWork;
  /** The file that was open. */
  readonly name: string | undefined;
  readonly standing: Pick<SessionState, "origin" | "ownWorkKept">;
  /** The own work that was put aside already. */
  readonly own: StoredWork | undefined;
}

/** Keeps the person's own work: saves it a moment after it changed, and puts it aside when something else takes its place. */
export function makeAutosave(core: SessionCore) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving = Promise.resolve();
  /** Own work that is not open. Held in memory, with its file however large that is. */
  let own: StoredWork | undefined;

  function now(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const { origin, report } = core.get();
    // While a file is hashed the scenario does not name it yet; when it does, that is a change of its own.
    if (origin !== "own" || report?.sha256 === "") return saving;
    const work = currentWork(core, KEEP_FILE_BYTES);
    saving = saving.then(() => core.parts.storage.save(work));
    return saving;
  }

  async function ownWork(): Promise<StoredWork | undefined> {
    return own ?? core.parts.storage.load();
  }

  return {
    /** From now on changes are saved. */
    begin(): void {
      core.store.subscribe((state, before) => {
        if (state.scenario === before.scenario && state.report === before.report) return;
        clearTimeout(timer);
        timer = setTimeout(() => void now(), QUIET_MS);
      });
      // A tab that is put away may not come back.
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden" && timer !== undefined) void now();
      });
    },
    now,

    /** Before something else takes the place of what is open: keeps what is the person's own of it. Tells whether there is own work then. */
    async putAside(): Promise<boolean> {
      if (core.get().origin === "own") own = hasWork(core) ? currentWork(core, Infinity) : undefined;
      await now();
      return (await ownWork()) !== undefined;
    },

    /** What would be lost by opening something else now: own work, or a sample that was changed. */
    current(): Aside | undefined {
      const { origin, ownWorkKept, report } = core.get();
      if (!(origin === "own" || origin === "sample") || !hasWork(core)) return undefined;
      return { work: currentWork(core, Infinity), name: report?.name, standing: { origin, ownWorkKept }, own };
    },

    /** What was put aside is open again. */
    stand({ standing, own: before }: Aside): void {
      own = before;
      core.set(standing);
    },

    ownWork,

    /** What a file of one's own starts from when a sample is open: the scenario before the sample, never the sample's. */
    async scenarioWithoutSample(): Promise<Scenario | undefined> {
      if (!isSample(core.get().scenario) && core.get().scenario !== core.sample) return undefined;
      const stored = core.get().origin === "own" ? undefined : await ownWork();
      const scenario = stored === undefined ? undefined : parseScenarioText(stored.scenario);
      return scenario?.ok === true && !isSample(scenario.value) ? scenario.value : defaultScenario();
    },

    /** What is open is the person's own from now on. */
    settle(): void {
      own = undefined;
      if (core.get().origin !== "own") core.parts.address.rewrite("");
      core.set({ origin: "own", ownWorkKept: false });
    },
  };
}

function isSample({ component }: Scenario): boolean {
  return component !== undefined && "demo" in component;
}

/** Something is open, or a setting was changed, and it is not just a sample as it came. */
function hasWork(core: SessionCore): boolean {
  const { scenario, report } = core.get();
  if (scenario === core.sample) return false;
  return report !== undefined || Object.keys(minimize(scenario)).some((key) => key !== "version");
}

function currentWork(core: SessionCore, largest: number): StoredWork {
  const scenario = JSON.stringify(minimize(core.get().scenario));
  const { opened, restoring } = core;
  const component: string | undefined = JSON.stringify(core.get().scenario.component);
  if (opened === undefined && restoring !== undefined && restoring.component === component) {
    return { scenario, file: restoring.file };
  }
  if (opened === undefined || opened.file.byteLength > largest) return { scenario };
  return { scenario, file: { name: opened.report.name, bytes: opened.file } };
}
