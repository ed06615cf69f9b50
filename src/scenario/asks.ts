import { bindingDefaults, capabilities } from "../capabilities/index.ts";
import type { CapabilityId } from "../capabilities/capability.ts";
import { defaultScenario } from "./defaults.ts";
import type { Limits, Scenario } from "./schema.ts";

/** The capabilities that a scenario wants for real, in the board's order. What comes from a link or a file only asks. */
export function realBindings(scenario: Scenario): readonly CapabilityId[] {
  return capabilityIds.filter((id) => scenario.bindings[id].mode === "real");
}

/**
 * The scenario with every real binding put back to its default. Settings that only count with a real binding are put back in the
 * others, too: they would hold as soon as a person makes one real.
 */
export function withoutReal(scenario: Scenario): Scenario {
  const bindings = capabilities.map(({ id, fields }) => {
    const defaults: Readonly<Record<string, unknown>> = bindingDefaults[id];
    const binding = scenario.bindings[id];
    if (binding.mode === "real") return [id, defaults] as const;
    const dormant = fields.filter(({ modes }) => modes.every((mode) => mode === "real")).map(({ key }) => key);
    return [id, { ...binding, ...Object.fromEntries(dormant.map((key) => [key, defaults[key]])) }] as const;
  });
  return { ...scenario, bindings: { ...scenario.bindings, ...Object.fromEntries(bindings) } };
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
