import { externsOf } from "../component/index.ts";
import type { ComponentModel, ComponentType } from "../component/index.ts";
import type { World } from "./model.ts";

/** A world of a type: what it imports is provided, what it exports is expected. */
export function makeWorld(id: string, type: ComponentType): World {
  return { id, imports: externsOf(type.imports), exports: externsOf(type.exports), type };
}

/**
 * The world in the encoding that wasm-tools puts into the custom section `component-type` of a core module: a component
 * type that exports the world under its full name, itself exported. `undefined` for anything else.
 */
export function encodedWorld(
  encoded: ComponentModel,
): { readonly name: string; readonly type: ComponentType } | undefined {
  for (const wrapper of encoded.type.exports.values()) {
    if (wrapper.sort !== "type" || wrapper.type.kind !== "component") continue;
    for (const [name, entity] of wrapper.type.exports) {
      if (entity.sort === "component") return { name, type: entity.type };
    }
  }
  return undefined;
}
