import { bindingDefaults } from "../capabilities/index.ts";
import type { CapabilityId } from "../capabilities/capability.ts";
import { defaultScenario } from "./defaults.ts";
import type { Limits, Scenario } from "./schema.ts";

/** The capabilities that a scenario wants for real, in the board's order. What comes from a link or a file only asks. */
export function realBindings(scenario: Scenario): readonly CapabilityId[] {
  return capabilityIds.filter((id) => scenario.bindings[id].mode === "real");
}

/** The scenario with every real binding put back to its default. */
export function withoutReal(scenario: Scenario): Scenario {
  const defaults = realBindings(scenario).map((id) => [id, bindingDefaults[id]] as const);
  if (defaults.length === 0) return scenario;
  return { ...scenario, bindings: { ...scenario.bindings, ...Object.fromEntries(defaults) } };
}

/** The limits that a scenario wants to be wider than the defaults. */
export function widerLimits(scenario: Scenario): readonly (keyof Limits)[] {
  const { limits } = defaultScenario();
  return limitNames.filter((name) => scenario.limits[name] > limits[name]);
}

/** The scenario with no limit wider than the default. */
export function withoutWiderLimits(scenario: Scenario): Scenario {
  const { limits } = defaultScenario();
  const narrowed = widerLimits(scenario).map((name) => [name, limits[name]] as const);
  if (narrowed.length === 0) return scenario;
  return { ...scenario, limits: { ...scenario.limits, ...Object.fromEntries(narrowed) } };
}

const limitNames = [
  "timeMs",
  "memoryBytes",
  "outputBytes",
  "traceEntries",
  "handles",
  "fileBytes",
  "fileEntries",
  "calls",
] as const satisfies (keyof Limits)[];

// The defaults have exactly the capability ids as keys.
const capabilityIds = Object.keys(bindingDefaults) as readonly CapabilityId[];
