import { capabilities } from "../capabilities/index.ts";
import type { Result } from "../result.ts";
import {
  decodeLink,
  defaultScenario,
  encodeLink,
  parseScenarioText,
  realBindings,
  scenarioText,
  withoutReal,
  type Scenario,
} from "../scenario/index.ts";
import type { makeAutosave } from "./autosave.ts";
import type { makeOpening } from "./opening.ts";
import type { SessionCore } from "./core.ts";
import type { Ask, ShareLink } from "./state.ts";

const LONG_CHARACTERS = 2000;
const FILE_CHARACTERS = 32 * 1024;

/** Links, stored work and scenario files: whatever puts a whole scenario in place, and giving it to others. */
export function makeSharing(
  core: SessionCore,
  opening: ReturnType<typeof makeOpening>,
  autosave: ReturnType<typeof makeAutosave>,
) {
  /** The scenario as a stranger's: what is real in it was only asked for, and where its component comes from is asked first. */
  let asked: Scenario | undefined;

  async function takeStranger(scenario: Scenario): Promise<void> {
    opening.close();
    asked = scenario;
    await core.setScenario(withoutReal(scenario));
    core.set({ asks: [...realAsks(scenario), ...componentAsks(scenario)] });
    const { component } = scenario;
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
    /** Takes up a link in the address, else a sample that the address names, else the person's own work. */
    async takeUp(): Promise<void> {
      const hash = core.parts.address.hash();
      const stored = await core.parts.storage.load();
      if (/^#w\d/.test(hash)) {
        const scenario = decodeLink(hash);
        if (!scenario.ok) {
          core.set({ opening: { phase: "failed", name: "the link", error: scenario.error } });
          return;
        }
        core.set({ origin: "link", ownWorkKept: stored !== undefined });
        await takeStranger(scenario.value);
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

    async share(): Promise<ShareLink> {
      const made = link();
      if (made.size !== "file") core.parts.address.rewrite(made.url.slice(core.parts.address.base().length));
      return made;
    },

    link,

    json: () => scenarioText(core.get().scenario),

    async openJson(text: string): Promise<Result<Scenario>> {
      const scenario = parseScenarioText(text);
      if (!scenario.ok) {
        core.set({ opening: { phase: "failed", name: "the scenario", error: scenario.error } });
        return scenario;
      }
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
        const component = asked?.component;
        if (ask.kind === "fetch-component" && component !== undefined && "url" in component) {
          await opening.openUrl(component.url, component.sha256, true);
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

    async returnToOwnWork(): Promise<void> {
      core.parts.address.rewrite("");
      opening.close();
      core.set({ asks: [] });
      await core.setScenario(defaultScenario());
      const stored = await core.parts.storage.load();
      if (stored !== undefined) await takeOwn(stored);
      core.set({ origin: "own", ownWorkKept: false });
      await autosave.now();
    },
  };

  /** The person's own work comes back as it was, real bindings too: they were switched on here, by a click. */
  async function takeOwn(stored: NonNullable<Awaited<ReturnType<typeof core.parts.storage.load>>>): Promise<void> {
    const scenario = parseScenarioText(stored.scenario);
    if (!scenario.ok) {
      core.notify(`Your earlier work could not be read again: ${scenario.error.message}`);
      return;
    }
    await core.setScenario(scenario.value);
    const { component } = scenario.value;
    if (component !== undefined && "demo" in component) await opening.openDemo(component.demo, true);
    else if (stored.file !== undefined) {
      await opening.openBlob(new Blob([stored.file.bytes]), stored.file.name, true);
      if (component !== undefined) core.set({ scenario: { ...core.get().scenario, component } });
    } else if (component !== undefined) core.set({ asks: componentAsks(scenario.value) });
  }
}

function realAsks(scenario: Scenario): readonly Ask[] {
  return realBindings(scenario).map((id) => {
    const capability = capabilities.find((one) => one.id === id);
    const title = capability?.title ?? id;
    return {
      kind: "real-binding",
      capability: id,
      text: `It asks for the real ${title.toLowerCase()}. ${capability?.words.real ?? ""}`.trim(),
    };
  });
}

function componentAsks(scenario: Scenario): readonly Ask[] {
  const { component } = scenario;
  if (component === undefined || "demo" in component) return [];
  if ("url" in component) {
    return [
      {
        kind: "fetch-component",
        text: `It asks to fetch its component from ${component.url}. The server there will see your address.`,
      },
    ];
  }
  return [
    {
      kind: "drop-component",
      text: `It was made with the file ${component.name} (SHA-256 ${component.sha256}), which is not in the link. Drop that file here or open it.`,
    },
  ];
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
