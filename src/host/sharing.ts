import { fail, type Result } from "../result.ts";
import {
  decodeLink,
  defaultScenario,
  encodeLink,
  parseScenarioText,
  scenarioText,
  withoutReal,
  withoutWiderLimits,
  type Scenario,
} from "../scenario/index.ts";
import type { makeAutosave } from "./autosave.ts";
import type { makeOpening } from "./opening.ts";
import type { SessionCore } from "./core.ts";
import { componentAsks, limitAsks, realAsks } from "./sharing-asks.ts";
import type { StoredWork } from "./storage.ts";
import type { Ask, Opening, ShareLink } from "./state.ts";

const LONG_CHARACTERS = 2000;
const FILE_CHARACTERS = 32 * 1024;
/** The files of a scenario as base64 and everything else. */
const MAX_SCENARIO_CHARACTERS = 128 * 1024 * 1024;

/** Links, stored work and scenario files: whatever puts a whole scenario in place, and giving it to others. */
export function makeSharing(
  core: SessionCore,
  opening: ReturnType<typeof makeOpening>,
  autosave: ReturnType<typeof makeAutosave>,
) {
  let asked: Scenario | undefined;

  /**
   * The scenario as a stranger's: what is real in it was only asked for, and where its component comes from is asked first. What the
   * person gave or allowed before is taken back, or the stranger's scenario would have it, even with the same component.
   */
  async function takeStranger(scenario: Scenario): Promise<void> {
    const { component } = scenario;
    await core.endRun("Running was stopped because something else was opened.");
    core.takeGivenBack();
    const open = core.get().report;
    const same = component !== undefined && "sha256" in component && open?.sha256 === component.sha256;
    if (!same) await opening.close();
    asked = scenario;
    await core.setScenario(withoutWiderLimits(withoutReal(scenario)));
    core.set({ asks: [...realAsks(scenario), ...limitAsks(scenario), ...(same ? [] : componentAsks(scenario))] });
    // A sample comes with the page, so opening it tells nobody anything.
    if (component !== undefined && "demo" in component) await opening.openDemo(component.demo, true);
  }

  function link(): ShareLink {
    const { scenario } = core.get();
    const hash = encodeLink(scenario);
    const url = `${core.parts.address.base()}${hash}`;
    // A link that unpacks to more than is taken up again is none.
    const tooLong = url.length > FILE_CHARACTERS || !decodeLink(hash).ok;
    const size = tooLong ? "file" : url.length > LONG_CHARACTERS ? "long" : "ok";
    return { url: tooLong ? "" : url, length: url.length, size, notes: notesOf(scenario) };
  }

  return {
    /** Opens something; when it took the place of the person's work, they are told and can have that back. */
    async replacing(opened: Promise<unknown>): Promise<void> {
      const before = core.get().notice;
      await opened;
      const aside = opening.takeReplaced();
      if (aside === undefined) return;
      const { notice } = core.get();
      const told = notice === undefined || notice === before ? "" : `${notice.text} `;
      const on = aside.name === undefined ? "" : ` on ${aside.name}`;
      core.notify(`${told}Your work${on} is put aside.`, async () => {
        await putBack(aside.work);
        autosave.stand(aside);
        await autosave.now();
      });
    },

    /** Takes up a link in the address, else a sample that the address names, else the person's own work. */
    async takeUp(): Promise<void> {
      const stored = await core.parts.storage.load();
      if (isLink(core.parts.address.hash())) {
        const failure = await takeLink(stored !== undefined);
        // A link that cannot be opened leaves the person with their own work, or the next change would be saved over it.
        if (failure !== undefined && stored !== undefined) await takeOwn(stored);
        if (failure !== undefined) core.set({ opening: failure });
        return;
      }
      const demo = new URLSearchParams(new URL(core.parts.address.base()).search).get("demo");
      if (demo !== null) {
        core.set({ origin: "link", ownWorkKept: stored !== undefined });
        await opening.openDemo(demo);
        return;
      }
      if (stored !== undefined) await takeOwn(stored);
    },

    /** Takes up a link that was put into the address of the open page. */
    async follow(): Promise<void> {
      if (!isLink(core.parts.address.hash())) return;
      const failure = await takeLink(await autosave.putAside());
      if (failure !== undefined) core.set({ opening: failure });
    },

    async share(): Promise<ShareLink> {
      const made = link();
      if (made.size !== "file") core.parts.address.rewrite(made.url.slice(core.parts.address.base().length));
      return made;
    },

    link,

    json: () => scenarioText(core.get().scenario),

    async openJson(text: string): Promise<Result<Scenario>> {
      const scenario = text.length > MAX_SCENARIO_CHARACTERS ? fileTooLarge() : parseScenarioText(text);
      if (!scenario.ok) {
        core.set({ opening: { phase: "failed", name: "the scenario", error: scenario.error } });
        return scenario;
      }
      // Whoever wrote the file, it is not saved over the person's own work unless they say so.
      core.set({ ownWorkKept: await autosave.putAside(), origin: "file" });
      await takeStranger(scenario.value);
      return scenario;
    },

    async grant(asks: readonly Ask[]): Promise<void> {
      core.set({ asks: core.get().asks.filter((ask) => !asks.includes(ask)) });
      for (const ask of asks) {
        const wanted =
          ask.kind === "real-binding" && ask.capability !== undefined ? asked?.bindings[ask.capability] : undefined;
        const { scenario } = core.get();
        if (wanted !== undefined && ask.capability !== undefined) {
          await core.setScenario({ ...scenario, bindings: { ...scenario.bindings, [ask.capability]: wanted } });
        }
        if (ask.kind === "wider-limits" && asked !== undefined) {
          await core.setScenario({ ...core.get().scenario, limits: asked.limits });
        }
        const component = asked?.component;
        if (ask.kind === "fetch-component" && component !== undefined && "url" in component) {
          const opened = await opening.openUrl(component.url, component.sha256, true);
          // What could not be had may be asked for again.
          if (!opened.ok && opened.error.tag !== "stopped") core.set({ asks: [...core.get().asks, ask] });
        }
      }
    },

    refuse(asks: readonly Ask[]): void {
      core.set({ asks: core.get().asks.filter((ask) => !asks.includes(ask)) });
    },

    async reset(): Promise<void> {
      const { component } = core.get().scenario;
      core.set({ asks: [] });
      await core.setScenario({ ...defaultScenario(), ...(component === undefined ? {} : { component }) });
      core.notify("Every setting is back to its default.");
    },

    async keepAsOwnWork(): Promise<void> {
      autosave.settle();
      await autosave.now();
      core.notify("This is your own work now, and saved as it changes.");
    },

    async returnToOwnWork(): Promise<void> {
      await putBack(await autosave.ownWork());
      autosave.settle();
      await autosave.now();
    },
  };

  /** Puts work that was put aside in place of what is open. Whose it is follows, so that nothing half done is saved. */
  async function putBack(work: StoredWork | undefined): Promise<void> {
    await opening.close();
    core.set({ asks: [] });
    if (work === undefined) await core.setScenario(defaultScenario());
    else await takeOwn(work);
  }

  /** Puts the link of the address in place; gives what is wrong with it. */
  async function takeLink(ownWorkKept: boolean): Promise<Opening | undefined> {
    const scenario = decodeLink(core.parts.address.hash());
    if (!scenario.ok) return { phase: "failed", name: "the link", error: scenario.error };
    core.set({ origin: "link", ownWorkKept });
    await takeStranger(scenario.value);
    return undefined;
  }

  /** The person's own work comes back as it was, real bindings too: they were switched on here, by a click. */
  async function takeOwn(stored: StoredWork): Promise<void> {
    const scenario = parseScenarioText(stored.scenario);
    if (!scenario.ok) {
      core.notify(`Your earlier work could not be read again: ${scenario.error.message}`);
      await core.setScenario(defaultScenario());
      return;
    }
    asked = scenario.value;
    const { component } = scenario.value;
    if (stored.file !== undefined) core.restoring = { component: JSON.stringify(component), file: stored.file };
    await core.setScenario(scenario.value);
    if (component !== undefined && "demo" in component) await opening.openDemo(component.demo, true);
    else if (stored.file !== undefined) {
      const opened = await opening.openBlob(new Blob([stored.file.bytes]), stored.file.name, true);
      // Where the file once came from, unless it is another file.
      const { sha256 } = { sha256: undefined, ...component };
      if (opened.ok && component !== undefined && (sha256 ?? opened.value.sha256) === opened.value.sha256)
        core.set({ scenario: { ...core.get().scenario, component } });
    } else if (component !== undefined) core.set({ asks: componentAsks(scenario.value) });
  }
}

function fileTooLarge(): Result<never> {
  return fail("scenario", "The scenario cannot be used: the file is larger than any scenario may be.");
}

function isLink(hash: string): boolean {
  return /^#w\d/.test(hash);
}

function notesOf(scenario: Scenario): readonly string[] {
  const { component } = scenario;
  if (component === undefined) return ["No component is open: the link carries the world and its settings only."];
  if ("sha256" in component && "name" in component) {
    return [
      `The link names ${component.name} by its hash; it does not carry the file. Whoever opens it is asked for the file.`,
    ];
  }
  return [];
}
