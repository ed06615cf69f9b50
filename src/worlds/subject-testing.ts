import type { ComponentModel } from "../component/index.ts";
import { readComponent } from "../component/index.ts";
import type { World } from "./model.ts";

/** What of wasm-tools makes components of WIT; the tests give it, for this room runs no tools. */
interface Tools {
  readonly componentEmbed: (options: { witSource: string; world: string; dummy: true }) => Promise<Uint8Array>;
  readonly componentNew: (module: Uint8Array) => Promise<Uint8Array>;
}

/** For tests: a component of the world `w` in WIT text, which may hold packages in braces; its functions do nothing. */
export async function subjectOf(tools: Tools, wit: string): Promise<ComponentModel> {
  const witSource = `package test:root;\n${wit}`;
  return readable(await tools.componentNew(await tools.componentEmbed({ witSource, world: "w", dummy: true })));
}

/** For tests: what the reader makes of bytes that it can read. */
export function readable(bytes: Uint8Array): ComponentModel {
  const result = readComponent(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** For tests: the world that a component was made of. */
export function worldOf(component: ComponentModel, id = "w"): World {
  return { id, imports: component.imports, exports: component.exports, type: component.type };
}
