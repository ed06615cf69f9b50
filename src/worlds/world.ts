import type { ComponentModel, ComponentType, Entity, Extern } from "../component/index.ts";
import type { World } from "./model.ts";

/** A world of a type: what it imports is provided, what it exports is expected. */
export function makeWorld(id: string, type: ComponentType): World {
  return { id, imports: externs(type.imports), exports: externs(type.exports), type };
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

function externs(names: ReadonlyMap<string, Entity>): readonly Extern[] {
  return [...names].map(([name, entity]) => {
    const functions: string[] = entity.sort === "func" ? [name] : [];
    const types: string[] = [];
    if (entity.sort === "instance") {
      for (const [item, inner] of entity.type.exports) {
        if (inner.sort === "func") functions.push(item);
        else if (inner.sort === "type") types.push(item);
      }
    }
    return { name, kind: entity.sort, functions, types };
  });
}
