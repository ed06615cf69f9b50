import { bindingDefaults, type CapabilityBindings } from "./index.ts";
import { createVirtualFilesystem } from "./filesystem/virtual-filesystem.ts";
import type { HttpExchange, Outside } from "./outside.ts";
import type { Mount, RunContext, StdinSource } from "./provider.ts";
import { provideAll } from "./providers.ts";

/** The trap of a test's denials. */
export class Denied extends Error {}

/** The trap of a test without waiting. */
export class MayNotWait extends Error {}

/** What a test overrides of a run. */
export interface TestRun {
  readonly bindings?: Partial<CapabilityBindings>;
  readonly mounts?: readonly Mount[];
  /** A text is there from the start. */
  readonly stdin?: string | StdinSource;
  readonly program?: Partial<RunContext["program"]>;
  readonly mayWait?: RunContext["mayWait"];
  readonly output?: RunContext["output"];
  readonly outside?: Partial<Outside>;
}

/** A page that gives nothing: input is at its end, every request fails. */
export const nothingOutside: Outside = {
  readTerminal: async () => undefined,
  sendRequest: async () => ({ error: "HTTP-request-denied", why: "nothing is outside of this test" }),
  readBody: async () => ({ end: true }),
  dropBody: () => {},
  awaited: () => false,
  suspended: () => {},
};

/** Everything provided, typed loosely as an engine sees it, with the output that was taken. */
export function provideForTest(run: TestRun = {}) {
  const { stdin = "" } = run;
  const output = { stdout: [] as number[], stderr: [] as number[] };
  const exchanges: HttpExchange[] = [];
  const atEnd: (() => void)[] = [];
  const trapped: unknown[] = [];
  const context: RunContext = {
    program: {
      name: "app",
      arguments: ["a", "b"],
      environment: { GREETING: "hi" },
      directory: "/",
      stdin: typeof stdin === "string" ? { kind: "bytes", bytes: new TextEncoder().encode(stdin) } : stdin,
      ...run.program,
    },
    filesystem: createVirtualFilesystem(run.mounts ?? []),
    output: run.output ?? ((stream, bytes) => void output[stream].push(...bytes)),
    deny: (interfaceName, functionName) => {
      throw new Denied(`${interfaceName}#${functionName}`);
    },
    trapped: (error) => void trapped.push(error),
    mayWait:
      run.mayWait ??
      ((what) => {
        throw new MayNotWait(what);
      }),
    canWait: run.mayWait !== undefined,
    outside: { ...nothingOutside, ...run.outside },
    elapsedMs: () => 0,
    exchanged: (exchange) => void exchanges.push(exchange),
    atEnd: (act) => void atEnd.push(act),
  };
  const provided = provideAll(context, { ...bindingDefaults, ...run.bindings });
  /** A function of an interface. Tests know the types that the interface's WIT gives. */
  const call = <T>(interfaceName: string, functionName: string, ...args: readonly unknown[]): T => {
    const found = provided[interfaceName]?.[functionName];
    if (typeof found !== "function") throw new Error(`${interfaceName} has no ${functionName}`);
    // What comes back has the type of the WIT function, which a test states.
    return Reflect.apply(found, undefined, args) as T;
  };
  /** What is done when the program has ended. */
  const end = (): void => atEnd.forEach((act) => act());
  return { provided, call, output, exchanges, trapped, end, context };
}

/** What `act` throws, to be compared as data; the test fails when nothing is thrown. */
export function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
