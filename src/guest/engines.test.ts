import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adapted } from "../../scripts/conformance/samples.mjs";
import { binaryKind, readComponent } from "../component/index.ts";
import { type EngineName, engines } from "../engine/engine-testing.ts";
import type { Progress } from "../protocol/index.ts";
import { defaultScenario, type Scenario } from "../scenario/index.ts";
import { toTable } from "../wit/table.ts";
import { runGuest } from "./run.ts";

/** Programs of the demos and of the browser tests, with one scenario under both engines. */

async function componentAt(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));
  return new Uint8Array(binaryKind(bytes) === "module" ? await adapted(bytes) : bytes);
}

async function run(engine: EngineName, bytes: Uint8Array<ArrayBuffer>, scenario: Scenario) {
  const model = readComponent(bytes);
  if (!model.ok) throw new Error(model.error.reason);
  const { imports, exports, type } = model.value;
  const types = toTable(type);
  if (types === undefined) throw new Error("too many types");
  const output: Record<string, number[]> = { stdout: [], stderr: [] };
  let calls: Progress["calls"] = {};
  const progress = {
    postMessage: (message: Progress): void => {
      for (const chunk of message.output) output[chunk.stream]?.push(...chunk.bytes);
      calls = { ...calls, ...message.calls };
    },
  };
  const outside = new MessageChannel();
  const { status, exitCode, value, error, files, contents } = await runGuest(
    // What is to be run is given to the engine itself.
    { code: { engine: "native", definition: { definitions: [] } }, scenario, imports, exports, types, suspend: [] },
    new Map(),
    // Nothing but this is asked of the port.
    progress as unknown as MessagePort,
    outside.port1,
    (_code, _modules, given, options) => engines[engine](bytes, given, options),
  );
  outside.port1.close();
  const text = (stream: string): string => new TextDecoder().decode(Uint8Array.from(output[stream] ?? []));
  return {
    status,
    exitCode,
    value,
    error: error?.tag,
    files,
    contents,
    calls,
    stdout: text("stdout"),
    stderr: text("stderr"),
  };
}

const demo = (name: string): Partial<Scenario> =>
  JSON.parse(readFileSync(new URL(`../../public/demos/${name}/scenario.json`, import.meta.url), "utf8"));

test.each([
  ["public/demos/greet/component.wasm", demo("greet")],
  ["public/demos/hello/component.wasm", {}],
  ["public/demos/notes/component.wasm", demo("notes")],
])("%s ends the same under both engines", async (path, given) => {
  const defaults = defaultScenario();
  const program = { ...defaults.program, ...given.program };
  const scenario: Scenario = { ...defaults, ...given, program };
  const bytes = await componentAt(path);
  const native = await run("native", bytes, scenario);
  expect(await run("jco", bytes, scenario)).toEqual(native);
  expect(native.status).toMatch(/^(returned|exited)$/);
});
