import type { ComponentType } from "../../component/types.ts";
import type { Extern } from "../../component/model.ts";
import type { Report } from "../../protocol/index.ts";
import { defaultScenario } from "../../scenario/defaults.ts";
import type { Fit, FitEntry, World } from "../../worlds/model.ts";
import { boardModel } from "./model.ts";
import type { BoardInput, BoardModel } from "./types.ts";

const nothing: ComponentType = { kind: "component", imports: new Map(), exports: new Map() };

function instance(name: string, functions: readonly string[], types: readonly string[] = []): Extern {
  return { name: `${name}@0.2.12`, kind: "instance", functions, types };
}

/** A world of the tests. */
export const world: World = {
  id: "wasi:cli/command@0.2.12",
  type: nothing,
  imports: [
    instance("wasi:clocks/wall-clock", ["now", "resolution"], ["datetime"]),
    instance("wasi:clocks/monotonic-clock", ["now", "resolution", "subscribe-duration"], ["instant", "duration"]),
    instance("wasi:random/random", ["get-random-bytes"]),
    instance("wasi:cli/environment", ["get-environment", "get-arguments"]),
    instance("wasi:cli/stdin", ["get-stdin"]),
    instance("wasi:cli/terminal-stdin", ["get-terminal-stdin"]),
    instance("wasi:cli/stdout", ["get-stdout"]),
    instance("wasi:cli/stderr", ["get-stderr"]),
    instance("wasi:cli/exit", ["exit"]),
    instance("wasi:filesystem/types", ["[method]descriptor.read"], ["descriptor"]),
    instance("wasi:io/poll", ["poll", "[method]pollable.block"], ["pollable"]),
    instance("wasi:io/streams", ["[method]output-stream.write"], ["input-stream", "output-stream"]),
    instance("wasi:sockets/tcp", ["[method]tcp-socket.connect"], ["tcp-socket"]),
  ],
  exports: [instance("wasi:cli/run", ["run"])],
};

/** A command that wants some interfaces: those of the world by their names without version, others by their whole names. */
export function reportOf(names: readonly string[]): Report {
  return {
    name: "app.wasm",
    size: 1,
    sha256: "",
    kind: "command",
    artifact: "component",
    adapted: false,
    notices: [],
    imports: names.map(
      (name) =>
        world.imports.find((extern) => extern.name === `${name}@0.2.12`) ?? {
          name,
          kind: "instance",
          functions: ["get"],
          types: [],
        },
    ),
    exports: world.exports,
    producers: [],
    types: { types: [], imports: [], exports: [] },
    coreModules: 1,
    nestedComponents: 0,
    composition: { components: [], coreModules: 1, instances: [], exports: [] },
    customSections: [],
    docs: {},
  };
}

/** What a fit says when the world provides what it names. */
export function fitOf(report: Report, given: readonly Extern[] = world.imports): Fit {
  const imports = report.imports.map((extern): FitEntry => {
    const { name, functions } = extern;
    return given.some((one) => one.name === name)
      ? { name, status: "provided", by: name, functions, reasons: [], differences: [] }
      : { name, status: "missing", functions, reasons: [`The world does not provide ${name}.`], differences: [] };
  });
  const fits = imports.every((entry) => entry.status === "provided");
  const exports = world.exports.map(({ name, functions }): FitEntry => {
    return { name, status: "provided", by: name, functions, reasons: [], differences: [] };
  });
  const verdict = fits ? `Fits ${world.id}.` : `Does not fit ${world.id}.`;
  return { fits, imports, exports, extraExports: [], unused: [], verdict };
}

export function boardOf(names: readonly string[], change: Partial<BoardInput> = {}): BoardModel {
  const report = reportOf(names);
  const input = {
    report,
    world,
    fit: fitOf(report),
    scenario: defaultScenario(),
    calls: {},
    runState: "idle",
  } as const;
  return boardModel({ ...input, ...change });
}
