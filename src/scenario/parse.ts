import { fail, ok, type Result } from "../result.ts";
import { fill, subtract } from "./combine.ts";
import { defaultScenario } from "./defaults.ts";
import { guard, isPlainObject, type PlainObject } from "./guard.ts";
import { reasonsInWords, reasonsOf, type Reason } from "./reasons.ts";
import { scenarioParts, type Scenario } from "./schema.ts";
import { upgrade } from "./upgrade.ts";

/**
 * Reads a scenario as JSON gives it, of this version or an older one; what is left out has its default. Errors: `scenario`,
 * naming each place and reason, and `newer-version`.
 */
export function parseScenario(json: unknown): Result<Scenario> {
  const reason = guard(json);
  if (reason !== undefined) return refused([reason]);
  if (!isPlainObject(json)) return refused([{ path: [], text: "must be an object" }]);
  const current = upgrade(json);
  if (!current.ok) return current;
  // What the defaults have and the JSON has not is filled in; what only the JSON has stays to be judged.
  return checkParts(fill(defaultScenario(), current.value));
}

/** Reads the text of a scenario file. Errors as `parseScenario`; also `scenario` when it is not JSON. */
export function parseScenarioText(text: string): Result<Scenario> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail(
      "scenario",
      `The scenario is not JSON: ${error instanceof Error ? error.message : "it cannot be parsed"}.`,
    );
  }
  return parseScenario(json);
}

/** The scenario as the shortest JSON value that `parseScenario` reads back: its version, and what differs from the defaults. */
export function minimize(scenario: Scenario): PlainObject {
  const { version, ...rest } = scenario;
  const { version: _, ...defaults } = defaultScenario();
  const changed = subtract(defaults, rest);
  const files = scenario.files.map(({ mount, writable, tree }) =>
    writable ? { mount, writable, tree } : { mount, tree },
  );
  return { version, ...(isPlainObject(changed) ? changed : {}), ...(files.length > 0 ? { files } : {}) };
}

/** The scenario as the text of a file, for people to read. */
export function scenarioText(scenario: Scenario): string {
  return `${JSON.stringify(minimize(scenario), undefined, 2)}\n`;
}

/**
 * Checks the parts named `keys` (all of them when left out) of a value that has been through `guard`. The parts that are not
 * checked come from `valid`.
 */
export function checkParts(value: unknown, valid?: Scenario, keys?: readonly string[]): Result<Scenario> {
  if (!isPlainObject(value)) return refused([{ path: [], text: "must be an object" }]);
  const parts: Record<string, unknown> = {};
  const checked = keys ?? [...Object.keys(scenarioParts), ...Object.keys(value)];
  const reasons: Reason[] = [...new Set(checked)]
    .filter((key) => !Object.hasOwn(scenarioParts, key))
    .map((key) => ({ path: [key], text: "is not a known field" }));
  for (const [key, schema] of Object.entries(scenarioParts)) {
    const source: PlainObject = checked.includes(key) || valid === undefined ? value : valid;
    const part = Object.hasOwn(source, key) ? source[key] : undefined;
    if (part === undefined && key === "component") continue;
    const result =
      source === valid ? { success: true as const, data: part } : schema.safeParse(part, { reportInput: true });
    if (result.success) parts[key] = result.data;
    else reasons.push(...reasonsOf(result.error.issues, [key]));
  }
  // Each part was made by its own schema, here or before, and none is left out but the optional one.
  return reasons.length > 0 ? refused(reasons) : ok(parts as unknown as Scenario);
}

export function refused(reasons: readonly Reason[]): Result<never> {
  return fail(
    "scenario",
    `The scenario cannot be used: ${reasonsInWords(reasons)}.`,
    reasons.slice(0, 50).map(({ path, text }) => ({
      path: path.map((step) => (typeof step === "number" ? step : String(step))),
      reason: text,
    })),
  );
}
