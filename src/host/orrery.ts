import type { Failure, OrreryApi, Report } from "../api.ts";
import { fail, type OrreryError, type Result } from "../result.ts";
import { applyPatch, type WorldRef } from "../scenario/index.ts";
import type { World } from "../worlds/index.ts";
import { packageFits } from "./comparing.ts";
import type { FullSession } from "./session.ts";

/** Makes `window.orrery` over the session that the page shows. `ready` resolves when the page can be used. */
export function makeOrrery(session: FullSession, ready: Promise<void>): OrreryApi {
  const { core, opening, running, sharing, worlds, comparing } = session;

  /** A world as the caller gives it, checked before anything is made of it. */
  async function resolved(world: WorldRef | string): Promise<Result<World>> {
    const checked = applyPatch(core.get().scenario, { world: reference(world) ?? {} });
    return checked.ok ? worlds.resolve(checked.value.world) : checked;
  }

  async function report(): Promise<Report | Failure> {
    const shown = core.get().report;
    if (shown === undefined) return nothingOpen("Reporting");
    const wit = await opening.loadWit();
    // The file is open all the same when only its text cannot be written.
    return wit.ok
      ? { ...shown, wit: wit.value }
      : { ...shown, wit: "", notices: [...shown.notices, wit.error.message] };
  }

  return {
    ready,
    open: guarded(async (source, name) => {
      const opened = await openSource(session, source, name);
      return opened.ok ? report() : { error: opened.error };
    }),
    report: guarded(report),
    worlds: guarded(async () => {
      const { catalogueWorlds, worldTitle } = await core.loadFitting();
      return catalogueWorlds().map(({ id, imports, exports }) => {
        const fit = core.get().worldFits.find((one) => one.id === id);
        return {
          id,
          title: worldTitle(id),
          imports: imports.map((item) => item.name),
          exports: exports.map((item) => item.name),
          ...(fit === undefined ? {} : { fits: fit.fits, verdict: fit.verdict }),
        };
      });
    }),
    setWorld: guarded(async (world) => {
      const found = await resolved(world);
      if (!found.ok) return { error: found.error };
      const applied = await session.applyPatch({ world: reference(world) });
      if (!applied.ok) return { error: applied.error };
      const { toTable } = await core.loadFitting();
      const { id, imports, exports, type } = found.value;
      return { id, imports, exports, types: toTable(type) ?? { types: [], imports: [], exports: [] } };
    }),
    fit: guarded(async (world) => {
      const { opened } = core;
      if (opened === undefined) return nothingOpen("Comparing");
      if (opened.report.artifact === "wit-package") return { error: packageFits(opened.report.name) };
      const found = await (world === undefined ? worlds.resolve(core.get().scenario.world) : resolved(world));
      const { checkFit } = await core.loadFitting();
      return found.ok ? checkFit(opened, found.value) : { error: found.error };
    }),
    scenario: guarded(async () => core.get().scenario),
    apply: guarded(async (patch) => answer(await session.applyPatch(patch))),
    reset: guarded(async () => {
      await sharing.reset();
      return core.get().scenario;
    }),
    capabilities: guarded(async () => {
      const { capabilityReports } = await import("./capability-reports.ts");
      return capabilityReports();
    }),
    run: guarded(async (options) => answer(await running.run(options))),
    file: guarded(async (path) => {
      const bytes = await running.file(path);
      if (bytes !== undefined) return bytes;
      return failure("no-file", `Reading ${path} failed: there is no such file in the virtual filesystem.`);
    }),
    stop: guarded(async () => ({ stopped: await running.stop() })),
    shareLink: guarded(async () => {
      const link = sharing.link();
      if (link.size !== "file") return link.url;
      return failure(
        "link-too-large",
        `Making the link failed: it would have ${link.length.toLocaleString("en")} characters. Save the scenario as a file instead.`,
      );
    }),
    compare: guarded(async (a, b) => answer(await comparing.between(a, b))),
    wit: guarded(async (options) => {
      const { interface: name, brief } = options ?? {};
      if (name === undefined && brief !== true) return answer(await opening.loadWit());
      // Callers of this interface are not held to its types.
      return answer(await opening.witText(name === undefined ? { brief: true } : { interface: String(name) }));
    }),
    trace: guarded(async (options) => core.trace.entries(options ?? {})),
    call: absent("call"),
    handles: absent("handles"),
    drop: absent("drop"),
    restart: absent("restart"),
    request: absent("request"),
    fromCommandLine: absent("fromCommandLine"),
    commandLine: absent("commandLine"),
    check: absent("check"),
    bridge: absent("bridge"),
    compose: absent("compose"),
    record: absent("record"),
    replay: absent("replay"),
  };
}

/** No call throws for what a person can cause; what is thrown all the same is a fault of ours, and still an answer. */
function guarded<A extends readonly unknown[], T>(
  act: (...args: A) => Promise<T | Failure>,
): (...args: A) => Promise<T | Failure> {
  return async (...args) => {
    try {
      // What the caller does with the answer must not reach the session.
      return structuredClone(await act(...args));
    } catch (error) {
      return failure(
        "host",
        `This call failed unexpectedly: ${error instanceof Error ? error.message : String(error)}. Check its arguments.`,
      );
    }
  };
}

function absent(name: string): () => Promise<Failure> {
  return async () => failure("not-available", `${name}() is not in this build.`);
}

async function openSource(session: FullSession, source: unknown, name: unknown): Promise<Result<unknown>> {
  const { opening } = session;
  if (typeof source === "string") {
    return source.startsWith("demo:") ? opening.openDemo(source.slice("demo:".length)) : opening.openUrl(source);
  }
  const given = typeof name === "string" ? name : undefined;
  if (source instanceof Blob)
    return opening.openBlob(source, given ?? (source instanceof File ? source.name : "component.wasm"));
  if (source instanceof Uint8Array)
    return opening.openBlob(new Blob([new Uint8Array(source)]), given ?? "component.wasm");
  return fail("no-file", "Opening failed: give bytes (Uint8Array), a Blob, an address, or demo:<name>.");
}

function reference(world: WorldRef | string): WorldRef {
  return typeof world === "string" ? { id: world } : world;
}

function nothingOpen(phase: string): Failure {
  return failure("no-component", `${phase} failed: nothing is open. Open a component first.`);
}

function failure(tag: OrreryError["tag"], message: string): Failure {
  return { error: { tag, message } };
}

function answer<T>(result: Result<T>): T | Failure {
  return result.ok ? result.value : { error: result.error };
}
