import { err, fail, ok, type Result } from "../result.ts";
import type { ComponentRef, Scenario } from "../scenario/index.ts";
import type { Reading, Report, WitPart } from "../protocol/index.ts";
import { applyPatch, defaultScenario, parseScenario } from "../scenario/index.ts";
import { fetchComponent, MAX_FILE_BYTES, tooLarge, type FetchedFile } from "./fetch-component.ts";
import type { Aside, makeAutosave } from "./autosave.ts";
import type { Fitting, OpenedFile, SessionCore } from "./core.ts";

/** Opening a file from wherever it comes. What was open stays until the new one has been read; a late answer is dropped. */
export function makeOpening(core: SessionCore, autosave: ReturnType<typeof makeAutosave>) {
  let latest = 0;
  let replaced: Aside | undefined;
  let abort = new AbortController();

  function begin(): { readonly current: () => boolean; readonly signal: AbortSignal } {
    // A file that is given up may have the reader hanging: what comes next must not wait behind it.
    if (core.get().opening.phase === "reading") core.parts.analysis.reset("open");
    core.parts.analysis.reset("compare");
    core.parts.analysis.reset("ahead");
    // All that this needs starts while the file comes.
    core.warm();
    core.parts.analysis.warm();
    replaced = undefined;
    latest += 1;
    const mine = latest;
    abort.abort();
    abort = new AbortController();
    return { current: () => mine === latest, signal: abort.signal };
  }

  /**
   * `expected`: the SHA-256 that a link pins the file to, in hex. `settled`: the scenario in place belongs to this file, so its world is kept as it is.
   * `scenario`: that of the sample which is opened.
   */
  async function read(
    name: string,
    bytes: Uint8Array<ArrayBuffer>,
    turn: ReturnType<typeof begin>,
    settled: boolean,
    ref?: ComponentRef,
    scenario?: Scenario,
    expected?: string,
  ): Promise<Result<Report>> {
    if (!turn.current()) return superseded();
    core.set({ opening: { phase: "reading", name } });
    const startedAt = performance.now();
    // The browser hashes beside the reading. Only what a link pins waits for it before it is shown.
    let hashed: Result<string> | undefined;
    const hashing = hashOf(name, bytes).then((hash) => (hashed = hash));
    const reading = core.parts.analysis.open(name, bytes);
    const fitting = await loaded(name);
    if (!fitting.ok) return failed(name, fitting);
    const answer = await reading;
    const readMs = performance.now() - startedAt;
    if (!turn.current()) return superseded();
    if (!answer.ok) return failed(name, answer);
    if (expected !== undefined) {
      const hash = await hashing;
      if (!hash.ok) return failed(name, hash);
      if (hash.value !== expected.toLowerCase()) return failed(name, changed(name));
    }
    await core.endRun("Running was stopped because something else was opened.");
    if (!turn.current()) return superseded();
    const { report: found, component = bytes } = answer.value;
    const opened = openedFile(fitting.value, `file ${latest}`, found, component, bytes, readMs);
    const start = scenario ?? (settled ? undefined : await autosave.scenarioWithoutSample());
    if (start !== undefined) await makeRoom(scenario !== undefined);
    if (!turn.current()) return superseded();
    const known = hashed?.ok === true ? hashed.value : undefined;
    show(opened, fitting.value, start, known);
    const current = (): boolean => core.opened === opened;
    const bare = withoutComponent(start ?? core.get().scenario);
    const placed = known === undefined ? bare : withComponent(bare, name, known, ref);
    if (scenario !== undefined) core.sample = placed;
    const settling = core.setScenario(placed);
    core.runAhead();
    await settling;
    if (current() && !settled) await chooseFittingWorld(core);
    const hash = await hashing;
    if (!current()) return superseded();
    if (!hash.ok) return failed(name, hash);
    const report = { ...found, sha256: hash.value };
    if (known !== undefined) return ok(report);
    core.set({ report });
    const asItCame = core.get().scenario === core.sample;
    const named = withComponent(core.get().scenario, name, report.sha256, ref);
    if (asItCame) core.sample = named;
    await core.setScenario(named);
    return ok(report);
  }

  /** Another scenario comes with what is opened: what was there is put aside. */
  async function makeRoom(forSample: boolean): Promise<void> {
    replaced = autosave.current();
    const { origin, ownWorkKept } = core.get();
    const kept = replaced === undefined ? ownWorkKept : await autosave.putAside();
    if (!forSample) autosave.settle();
    // A sample over nothing is saved as any other work.
    else if (origin !== "own" || replaced !== undefined) core.set({ origin: "sample", ownWorkKept: kept });
  }

  /** What compares with worlds, and the world in place. */
  async function loaded(name: string): Promise<Result<Fitting>> {
    try {
      const fitting = await core.loadFitting();
      await core.ensureWorld();
      return ok(fitting);
    } catch {
      return fail("fetch", `Opening ${name} failed: a part of this page could not be fetched. Reload the page.`);
    }
  }

  /** Puts what was read in place of what was open. Its name in the scenario follows, and its hash where that is not known yet. */
  function show(
    opened: OpenedFile,
    { catalogueWorlds, fitsOf }: Fitting,
    scenario: Scenario | undefined,
    sha256 = "",
  ): void {
    const { report } = opened;
    // What was given to one component serves no other.
    if (core.opened !== undefined && !areEqual(core.opened.file, opened.file)) core.takeGivenBack();
    core.opened = opened;
    core.contents = new Map();
    core.restoring = undefined;
    core.set({
      opening: { phase: "idle" },
      report: { ...report, sha256 },
      scenario: withoutComponent(core.get().scenario),
      types: opened.type,
      fit: undefined,
      worldFits: report.artifact === "wit-package" ? [] : fitsOf(opened, catalogueWorlds()),
      compared: { state: "none" },
      wit: { state: "none", text: "" },
      run: { state: "idle" },
      output: [],
      outputVersion: core.get().outputVersion + 1,
      calls: {},
      // A scenario that comes with the file replaces the one that asked.
      asks:
        scenario === undefined
          ? core.get().asks.filter((ask) => ask.kind === "real-binding" || ask.kind === "wider-limits")
          : [],
    });
  }

  function failed(name: string, failure: Extract<Result<never>, { readonly ok: false }>): Result<never> {
    core.set({ opening: { phase: "failed", name, error: failure.error } });
    return failure;
  }

  function progress(name: string, turn: ReturnType<typeof begin>) {
    return (receivedBytes: number, totalBytes: number | undefined) => {
      if (turn.current())
        core.set({
          opening: { phase: "fetching", name, receivedBytes, ...(totalBytes === undefined ? {} : { totalBytes }) },
        });
    };
  }

  async function fetched(address: string, shown: string, turn: ReturnType<typeof begin>): Promise<Result<FetchedFile>> {
    const report = progress(shown, turn);
    report(0, undefined);
    const file = await fetchComponent(address, turn.signal, report);
    if (!turn.current()) return superseded();
    return file.ok ? file : failed(shown, file);
  }

  return {
    async openBlob(blob: Blob, name: string, settled = false): Promise<Result<Report>> {
      const turn = begin();
      if (blob.size > MAX_FILE_BYTES) return failed(name, tooLarge(name, blob.size));
      core.set({ opening: { phase: "reading", name } });
      let bytes: Uint8Array<ArrayBuffer>;
      try {
        bytes = new Uint8Array(await blob.arrayBuffer());
      } catch {
        return failed(
          name,
          fail(
            "no-file",
            `Opening ${name} failed: the browser could not read it. Is it a folder, or has it been moved?`,
          ),
        );
      }
      if (!turn.current()) return superseded();
      const awaited = core.get().asks.some((ask) => ask.kind === "drop-component");
      const { component } = core.get().scenario;
      const opened = await read(name, bytes, turn, settled || awaited);
      if (
        awaited &&
        opened.ok &&
        component !== undefined &&
        "name" in component &&
        component.sha256 !== opened.value.sha256
      ) {
        core.notify(`This is not the file that the link was made with (${component.name}): its SHA-256 differs.`);
      }
      return opened;
    },

    async openUrl(url: string, expected?: string, settled = false): Promise<Result<Report>> {
      const turn = begin();
      const file = await fetched(url, url, turn);
      if (!file.ok) return file;
      const ref = expected === undefined ? { url } : { url, sha256: expected };
      return read(file.value.name, file.value.bytes, turn, settled, ref, undefined, expected);
    },

    /** Opens a sample; unless the scenario is settled, its own comes with it. */
    async openDemo(name: string, settled = false): Promise<Result<Report>> {
      const turn = begin();
      const address = demoAddress(name);
      if (address === undefined)
        return failed(name, fail("fetch", `Opening a sample failed: there is no sample ${name}.`));
      const coming = settled ? undefined : demoScenario(name, turn.signal);
      const file = await fetched(address, name, turn);
      if (!file.ok) return file;
      const scenario = await coming;
      if (!turn.current()) return superseded();
      if (scenario?.ok === false) return failed(name, scenario);
      return read(`${name}.wasm`, file.value.bytes, turn, true, { demo: name }, scenario?.value);
    },

    /** What the last opening put aside; told once. */
    takeReplaced(): Aside | undefined {
      const taken = replaced;
      replaced = undefined;
      return taken;
    },

    async loadWit(): Promise<Result<string>> {
      const { opened } = core;
      if (opened === undefined)
        return fail("no-component", "Writing the WIT text failed: nothing is open. Open a component first.");
      const { wit } = core.get();
      if (wit.state === "ready") return ok(wit.text);
      core.set({ wit: { state: "loading", text: "" } });
      const text = await core.parts.analysis.wit(opened.component, {});
      if (core.opened !== opened) return superseded();
      core.set({
        wit: text.ok ? { state: "ready", text: text.value } : { state: "failed", text: "", error: text.error },
      });
      return text;
    },

    /** WIT text cut to what is asked for; it is not kept. */
    async witText(part: WitPart): Promise<Result<string>> {
      const { opened } = core;
      if (opened === undefined)
        return fail("no-component", "Writing the WIT text failed: nothing is open. Open a component first.");
      return core.parts.analysis.wit(opened.component, part);
    },

    /** Closes what is open. */
    async close(): Promise<void> {
      const turn = begin();
      await core.endRun("Running was stopped because something else was opened.");
      if (!turn.current()) return;
      core.takeGivenBack();
      core.opened = undefined;
      core.restoring = undefined;
      core.contents = new Map();
      core.set({
        opening: { phase: "idle" },
        report: undefined,
        types: undefined,
        worldFits: [],
        compared: { state: "none" },
        wit: { state: "none", text: "" },
        fit: undefined,
        run: { state: "idle" },
        output: [],
        calls: {},
        asks: [],
      });
    },
  };
}

/**
 * The scenario with where its component comes from. What a scenario cannot hold is put so that it can: a file may have any
 * name, and stored work or a link with another one could not be read again.
 */
function withComponent(scenario: Scenario, name: string, sha256: string, ref: ComponentRef | undefined): Scenario {
  const nameOnly = { name: name.slice(0, 200).toWellFormed() || "component.wasm", sha256 };
  for (const component of [ref ?? nameOnly, nameOnly]) {
    const made = applyPatch(withoutComponent(scenario), { component });
    if (made.ok) return made.value;
  }
  return scenario;
}

/** A world that nobody chose gives way to the first of the catalogue that fits, and the person is told. */
async function chooseFittingWorld(core: SessionCore): Promise<void> {
  const { fit, report, scenario, worldFits } = core.get();
  const usual = defaultScenario().world;
  const isUsual = JSON.stringify(scenario.world) === JSON.stringify(usual);
  const isNobodys = "id" in scenario.world && scenario.world.id === core.nobodysWorld;
  if (!(isUsual || isNobodys) || report === undefined || fit?.fits !== false) return;
  const fitting = worldFits.find((world) => world.fits);
  core.nobodysWorld = fitting?.id;
  if (fitting === undefined) {
    if (!isUsual) await core.setScenario({ ...scenario, world: usual });
    return;
  }
  await core.setScenario({ ...scenario, world: { id: fitting.id } });
  core.notify(`The world is ${fitting.id} now, since ${report.name} fits it.`);
}

/** What was read, with its types as they are compared. */
export function openedFile(
  { fromTable }: Fitting,
  key: string,
  report: Reading,
  component: Uint8Array<ArrayBuffer>,
  file: Uint8Array<ArrayBuffer>,
  readMs: number,
): OpenedFile {
  const { imports, exports, incomplete } = report;
  const subject = {
    imports,
    exports,
    type: fromTable(report.types),
    ...(incomplete === undefined ? {} : { incomplete }),
  };
  return { key, report, component, file, readMs, ...subject };
}

/** SHA-256 in lower-case hex. Browsers only have it on pages that come by https or from the machine itself. */
async function hashOf(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<string>> {
  try {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return ok(Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""));
  } catch {
    return fail(
      "host",
      `Opening ${name} failed: the browser computed no SHA-256 of it. This page must come by https or from this machine.`,
    );
  }
}

function withoutComponent(scenario: Scenario): Scenario {
  const { component: _, ...rest } = scenario;
  return rest;
}

/** The address of a sample; `undefined` for what cannot be the name of one. */
export function demoAddress(name: string): string | undefined {
  return /^[a-z0-9-]{1,64}$/.test(name) ? `demos/${name}/component.wasm` : undefined;
}

async function demoScenario(name: string, signal: AbortSignal): Promise<Result<Scenario>> {
  try {
    const response = await fetch(`demos/${name}/scenario.json`, { signal });
    if (response.ok) return parseScenario(await response.json());
  } catch {
    // Told below, with the answers that are no scenario.
  }
  return fail("fetch", `Opening the sample ${name} failed: its scenario could not be fetched. Reload the page.`);
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  if (one.byteLength !== other.byteLength) return false;
  for (let index = 0; index < one.byteLength; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

function superseded(): Result<never> {
  return err({ tag: "stopped", message: "Opening was given up because something else was opened." });
}

function changed(name: string): Extract<Result<never>, { readonly ok: false }> {
  return fail(
    "fetch",
    `Opening ${name} failed: the file at that address is not the one that the link was made with (its SHA-256 differs). Do not trust it without looking.`,
  );
}
