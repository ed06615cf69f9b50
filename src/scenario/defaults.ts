import { bindingDefaults } from "../capabilities/index.ts";
import type { Scenario } from "./schema.ts";

const defaults: Scenario = {
  version: 1,
  world: { id: "wasi:cli/command@0.2.12" },
  // No interface beside the capabilities has a binding of its own.
  bindings: bindingDefaults,
  program: { name: "app", arguments: [], environment: {}, directory: "/", stdin: { text: "" } },
  files: [],
  limits: {
    timeMs: 10_000,
    memoryBytes: 268_435_456,
    outputBytes: 8_388_608,
    traceEntries: 100_000,
    handles: 100_000,
    fileBytes: 268_435_456,
    fileEntries: 100_000,
    calls: 1_000_000_000,
  },
  invocation: { command: true },
};

/** The scenario of a first run: nothing is real, so it is safe and the same each time. */
export function defaultScenario(): Scenario {
  return structuredCopy(defaults);
}

/** A copy of plain data, so that no caller shares an object with the defaults. */
function structuredCopy<T>(value: T): T {
  if (Array.isArray(value)) {
    // A list of copies has the type of the list.
    return value.map((item: unknown) => structuredCopy(item)) as T;
  }
  if (typeof value !== "object" || value === null) return value;
  // The same keys with copies of the same values.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, structuredCopy(item)])) as T;
}
