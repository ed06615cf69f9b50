export type {
  Bindings,
  ComponentRef,
  FileNode,
  FileTree,
  Invocation,
  Limits,
  MountSpec,
  Scenario,
  ScenarioPatch,
  WorldRef,
} from "./schema.ts";
export { bindingChanges, postures } from "./postures.ts";
export { realBindings, widerLimits, withoutReal, withoutWiderLimits } from "./asks.ts";
export { fileAt } from "./contents.ts";
export { defaultScenario } from "./defaults.ts";
export { decodeLink, encodeLink } from "./link.ts";
export { applyPatch } from "./merge.ts";
export { minimize, parseScenario, parseScenarioText, scenarioText } from "./parse.ts";
