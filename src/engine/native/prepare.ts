import type { ComponentDefinition, CoreModuleDetail, ReadError } from "../../component/index.ts";
import { readCoreFunctions, readCoreModule, readDefinitions } from "../../component/index.ts";
import type { PrepareOptions, Prepared } from "../../protocol/index.ts";
import type { Result } from "../../result.ts";
import { err, fail, ok } from "../../result.ts";
import { capCores, type CoreUse, unreadableCore } from "../memory-budget.ts";
import { Census } from "./prepare/census.ts";
import { Refusal, tooMuch } from "./prepare/refusal.ts";
import { inspect } from "./prepare/support.ts";

/** What a core module is called, by its offset in the component's file. */
export function coreName(offset: number): string {
  return `core-${offset}`;
}

/**
 * Reads a component for this engine: what it is made of, and its core modules with all memories of all their instances together
 * capped at `memoryBytes`. Any bytes are safe to give. Fails with `unsupported` for what this engine cannot do (`detail.feature`
 * names it), `memory-limit`, `too-large`, `truncated` or `invalid-component`.
 */
export function prepare(component: Uint8Array, { memoryBytes, partly = false }: PrepareOptions): Result<Prepared> {
  const read = readDefinitions(component);
  if (!read.ok) return unreadable(read.error);
  const definition = read.value;
  const used = countInstances(component, definition, partly);
  if (!used.ok) return used;
  const cores = capCores(used.value, memoryBytes, "invalid-component");
  return cores.ok ? ok({ definition, cores: cores.value }) : cores;
}

/** How many core modules there may be: each is compiled by itself, in the frame. */
const MAX_CORE_MODULES = 10_000;
/** How many imports and exports all core modules may have together. */
const MAX_CORE_NAMES = 1_000_000;

function countInstances(component: Uint8Array, definition: ComponentDefinition, partly: boolean): Result<CoreUse[]> {
  const modules = new Map<number, CoreModuleDetail>();
  try {
    inspect(definition, partly);
    let names = 0;
    for (const { offset, size } of coreModules(definition)) {
      const module = readCoreModule(component, offset, size);
      if (!module.ok) return unreadableCore(`the core module at byte ${offset}`, module.error, tagOf(module.error));
      names += module.value.imports.length + module.value.exports.length;
      if (names > MAX_CORE_NAMES) throw tooMuch("its core modules have more than a million imports and exports");
      modules.set(offset, module.value);
      if (modules.size > MAX_CORE_MODULES)
        throw tooMuch(`it has more than ${MAX_CORE_MODULES.toLocaleString("en")} core modules`);
    }
    const census = new Census(modules, (offset) =>
      readCoreFunctions(component, offset, modules.get(offset)?.size ?? 0),
    );
    census.take(definition);
    return ok(usesOf(component, modules, census.counts));
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.error);
    throw thrown;
  }
}

function usesOf(
  component: Uint8Array,
  modules: ReadonlyMap<number, CoreModuleDetail>,
  counts: ReadonlyMap<number, number>,
): CoreUse[] {
  return [...modules].map(([offset, module]) => ({
    name: coreName(offset),
    bytes: component.subarray(offset, offset + module.size),
    module,
    instances: counts.get(offset) ?? 0,
  }));
}

/** Of the component and of all inside it, in file order. */
function* coreModules({ definitions }: ComponentDefinition): Generator<{ offset: number; size: number }> {
  for (const definition of definitions) {
    if (definition.kind === "core-module") yield definition;
    else if (definition.kind === "component") yield* coreModules(definition.component);
  }
}

function tagOf(error: ReadError): "truncated" | "unsupported" | "too-large" | "invalid-component" {
  switch (error.tag) {
    case "truncated":
      return "truncated";
    case "unknown":
      return "unsupported";
    case "limit":
      return "too-large";
    case "malformed":
      return "invalid-component";
  }
}

function unreadable(error: ReadError): Result<never> {
  return fail(
    tagOf(error),
    `Preparing the component failed: it cannot be read (${error.reason}, at byte ${error.offset.toLocaleString("en")}, in the ${error.section}).`,
    error.tag === "unknown" ? { feature: "unknown", ...error } : error,
  );
}
