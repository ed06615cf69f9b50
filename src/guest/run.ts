import { capabilityOf, isBindable, playedName } from "../capabilities/index.ts";
import type { ProgramExit } from "../capabilities/exit/program-exit.ts";
import type { StdinSource } from "../capabilities/provider.ts";
import { provideAll } from "../capabilities/providers.ts";
import type { InterfaceBinding } from "../capabilities/interface/capability.ts";
import { provideInterfaces } from "../capabilities/interface/provider.ts";
import { openStderr } from "../capabilities/stderr/provider.ts";
import { createVirtualFilesystem } from "../capabilities/filesystem/virtual-filesystem.ts";
import type { Extern } from "../component/model.ts";
import type { EngineOptions, HostImports, Instance } from "../engine/engine.ts";
import { dataSize, MAX_PATH_CHARACTERS } from "../protocol/data-size.ts";
import type { GuestCode, GuestRequest, GuestResult, Progress } from "../protocol/index.ts";
import { pathCharacters } from "../protocol/path-characters.ts";
import { fail, ok, type OrreryError, type Result } from "../result.ts";
import { fromTable } from "../wit/table.ts";
import { invoke } from "./invoke.ts";
import { Meter } from "./meter.ts";
import { leftFiles } from "./left-files.ts";
import { mountsOf } from "./mounts.ts";
import { readFile } from "./read-file.ts";
import { Sink } from "./sink.ts";
import { explain } from "./explain.ts";
import { outsideOver } from "./outside.ts";
import { GuestStop } from "./stop.ts";
import { keepLongStacks } from "./stack.ts";
import { stdinSource } from "./stdin.ts";
import { Tracer } from "./trace.ts";
import { wavePrinter } from "./trace-printer.ts";

type Outcome = Pick<GuestResult, "status" | "exitCode" | "value" | "error">;

/** Brings a component to life with the one engine that this guest has. */
export type Start = (
  code: GuestCode,
  modules: ReadonlyMap<string, WebAssembly.Module>,
  imports: HostImports,
  options: EngineOptions,
) => Promise<Result<Instance>>;

/** What a guest answers to code of an engine that it does not have: nobody but a faulty page asks for that. */
export function otherEngine(code: GuestCode): Result<never> {
  return fail("sandbox", `Starting failed: this guest does not have the ${code.engine} engine.`);
}

/** Runs one component once. Never throws: whatever happens becomes a `GuestResult`. */
export async function runGuest(
  request: GuestRequest,
  modules: ReadonlyMap<string, WebAssembly.Module>,
  progress: MessagePort,
  outside: MessagePort,
  start: Start,
): Promise<GuestResult> {
  const { scenario, suspend } = request;
  const canWait = suspend.length > 0;
  const startedAt = performance.now();
  const types = fromTable(request.types);
  const tracer = new Tracer({
    entries: scenario.limits.traceEntries,
    types,
    printer: wavePrinter(types),
    now: () => performance.now() - startedAt,
    ticks: Date.now,
  });
  const meter = new Meter(() => sink.called(), { tracer, types, limits: scenario.limits });
  const sink = new Sink({
    outputBytes: scenario.limits.outputBytes,
    now: () => performance.now(),
    counts: () => meter.counts(),
    trace: tracer,
    post: (message: Progress, buffers) => progress.postMessage(message, buffers),
  });
  const filesystem = createVirtualFilesystem(mountsOf(request, readFile), {
    bytes: scenario.limits.fileBytes,
    entries: scenario.limits.fileEntries,
  });

  keepLongStacks();
  const asked = outsideOver(outside);
  const stdin = stdinSource(scenario);
  const endings: (() => void)[] = [];
  /** Rejects when the run breaks between the calls of the guest. */
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  /** What a program of preview 1 exits with: its adapter only tells 0 from all else. */
  let procExit: number | undefined;
  let startMs = 0;
  let runStarted = startedAt;
  const exitCodeOf = ({ code }: ProgramExit): number => (code === 1 ? (procExit ?? code) : code);
  const outcome = await guarded(meter, exitCodeOf, async () => {
    if (!stdin.ok) return { status: "failed", error: stdin.error };
    const imports = hostImports(stdin.value);
    if (!imports.ok) return { status: "failed", error: imports.error };
    const instance = await start(request.code, modules, imports.value, {
      procExit: (code) => (procExit = code),
      suspend,
    });
    runStarted = performance.now();
    startMs = runStarted - startedAt;
    if (!instance.ok) return notStarted(instance.error);
    return bounded(
      await Promise.race([invoke(instance.value, scenario.invocation, request.exports, types, tracer), broken.promise]),
      scenario.limits.outputBytes,
    );
  });

  for (const end of endings) end();
  const left = leftFiles(request, filesystem);
  const named = pathCharacters(left) <= MAX_PATH_CHARACTERS;
  return {
    ...(named ? outcome : { status: "limited" as const, error: tooManyNames() }),
    ...(named ? left : { files: [], contents: new Map<string, Uint8Array<ArrayBuffer>>() }),
    startMs,
    runMs: performance.now() - runStarted,
    progressMessages: sink.end(),
  };

  function output(stream: "stdout" | "stderr", bytes: Uint8Array<ArrayBuffer>): void {
    try {
      sink.write(stream, bytes);
    } catch (error) {
      meter.stop(explain(error));
    }
  }

  /** Fails with `scenario` when a mock does not fit the component. */
  function hostImports(input: StdinSource): Result<HostImports> {
    const bindings = interfaceBindings(request);
    const provided = provideAll(
      {
        program: { ...scenario.program, stdin: input },
        filesystem,
        output,
        deny: (interfaceName, functionName) => meter.stop(denial(versioned(interfaceName), functionName)),
        trapped: (error) => broken.reject(error),
        mayWait: (what) => {
          if (!canWait) meter.stop(needsJspi(what));
        },
        canWait,
        outside: asked,
        elapsedMs: () => performance.now() - startedAt,
        exchanged: (exchange) => sink.exchanged(exchange),
        atEnd: (act) => endings.push(act),
      },
      scenario.bindings,
    );
    const others = provideInterfaces(request.imports, types, bindings, {
      stderr: () => openStderr(provided),
      storeBytes: scenario.limits.fileBytes,
      stop: (failure) => meter.stop(failure),
      deny: (interfaceName, functionName) => meter.stop(denial(interfaceName, functionName)),
    });
    if (!others.ok) return others;
    const imports = request.imports.map((item) => {
      const capability = capabilityOf(item.name)?.id;
      const binding = capability === undefined ? bindings.get(item.name) : scenario.bindings[capability];
      const host = others.value.get(item.name) ?? provided[playedName(item.name) ?? item.name];
      return [item.name, meter.wrap(item, host, lacking, binding?.mode)] as const;
    });
    return ok(new Map(imports));
  }

  /** Providers know interfaces without versions; people read the name that the component uses. */
  function versioned(interfaceName: string): string {
    return request.imports.find((item) => playedName(item.name) === interfaceName)?.name ?? interfaceName;
  }

  /** A call of something that the host has no function for. */
  function lacking(item: Extern, functionName: string): never {
    if (isBindable(item.name)) return meter.stop(denial(item.name, functionName));
    return meter.stop({
      tag: "host",
      message: `Running was stopped: ${item.name}#${functionName} was called, and this build does not have it. Please report it with the component.`,
    });
  }
}

/** The bindings of imports that no capability owns. */
function interfaceBindings({ imports, scenario }: GuestRequest): ReadonlyMap<string, InterfaceBinding> {
  return new Map(
    imports.flatMap(({ name }) => {
      const binding = scenario.bindings[`interface:${name}`];
      return binding === undefined ? [] : [[name, binding] as const];
    }),
  );
}

/** A start function that trapped is explained as any other code. */
function notStarted(error: OrreryError): Outcome {
  const { tag, detail } = error;
  if (tag === "trap" && typeof detail === "object" && detail !== null && "thrown" in detail) throw detail.thrown;
  return { status: "failed", error };
}

async function guarded(
  meter: Meter,
  exitCodeOf: (exit: ProgramExit) => number,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    const outcome = await run();
    // The guest may have caught the trap of a refusal or an exit and gone on: that is what ended the run all the same.
    return finalOf(meter, exitCodeOf) ?? outcome;
  } catch (error) {
    const final = finalOf(meter, exitCodeOf);
    // What stopped the guest knows where in the guest that was.
    if (final?.error !== undefined && error instanceof GuestStop) return stopped(explain(error));
    return final ?? { status: "trapped", error: explain(error) };
  }
}

function finalOf({ failure, exit }: Meter, exitCodeOf: (exit: ProgramExit) => number): Outcome | undefined {
  if (failure !== undefined) return stopped(failure);
  return exit === undefined ? undefined : { status: "exited", exitCode: exitCodeOf(exit) };
}

/** What a function returns is shown as output is, and has the same cap. */
function bounded(outcome: Outcome, most: number): Outcome {
  if (outcome.value === undefined || dataSize(outcome.value, most) !== undefined) return outcome;
  return {
    status: "limited",
    error: {
      tag: "output-limit",
      message: `Calling was given up: the function returned more than ${most.toLocaleString("en")} bytes, the output limit of this scenario. Raise the limit to see it.`,
    },
  };
}

function tooManyNames(): OrreryError {
  return {
    tag: "output-limit",
    message: `The run is over, but its files are not shown: their paths have more than ${MAX_PATH_CHARACTERS.toLocaleString("en")} characters together.`,
  };
}

function stopped(error: OrreryError): Outcome {
  return { status: error.tag.endsWith("-limit") ? "limited" : "trapped", error };
}

function denial(interfaceName: string, functionName: string): OrreryError {
  const capability = capabilityOf(interfaceName);
  const where =
    capability === undefined
      ? `Nothing stands behind ${interfaceName}: calls to it are refused. Set it to mock to give them answers.`
      : `The switch “${capability.title}” stands at deny; set it to ${capability.modes.filter((mode) => mode !== "deny").join(" or ") || "another world’s"} to allow the call.`;
  const call = interfaceName === functionName ? functionName : `${interfaceName}#${functionName}`;
  return {
    tag: "denied",
    message: `Running was stopped: ${call} was called and is denied. ${where}`,
    detail: { interface: interfaceName, function: functionName, capability: capability?.id },
  };
}

function needsJspi(what: string): OrreryError {
  return {
    tag: "needs-jspi",
    message: `Running was stopped: ${what} has to wait for real time, and this browser cannot let WebAssembly wait (it lacks JavaScript Promise Integration). Set what is real to mock (the monotonic clock, standard input or HTTP), or use a newer browser.`,
  };
}
