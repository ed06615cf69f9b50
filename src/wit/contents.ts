import { isWitPackage } from "../component/index.ts";
import type { ComponentModel, ComponentType } from "../component/index.ts";
import { Interfaces } from "./interfaces.ts";
import type { Attributes, Interface, WorldParts } from "./interfaces.ts";
import { qualifiedName } from "./names.ts";
import type { QualifiedName } from "./names.ts";

const ROOT: QualifiedName = { package: "root:component", item: "root", text: "root:component/root" };

type Outside = Pick<ComponentModel, "type" | "imports" | "exports">;

export interface World extends WorldParts {
  readonly name: QualifiedName;
}

/** What a text is about. */
export interface Contents {
  /** Who defines which type. */
  readonly interfaces: Interfaces;
  readonly worlds: readonly World[];
  /** The interfaces that are written. */
  readonly shown: Iterable<Interface>;
  /** The package that the text is of; all others are nested. */
  readonly root: string;
}

/** A component's world and interfaces, or those of a WIT package encoded as wasm (WIT.md, "Package Format"). */
export function contentsOf(component: Outside): Contents {
  return isWitPackage(component.type) ? ofPackage(component.type) : ofComponent(component);
}

function ofComponent({ type, imports, exports }: Outside): Contents {
  const attributes = (externs: readonly (Attributes & { readonly name: string })[]): ReadonlyMap<string, Attributes> =>
    new Map(externs.map((extern) => [extern.name, extern]));
  const world: World = {
    name: ROOT,
    type,
    imports: attributes(imports),
    exports: attributes(exports),
  };
  const interfaces = new Interfaces();
  interfaces.addWorld(world);
  return { interfaces, worlds: [world], shown: interfaces.all, root: ROOT.package };
}

/** Every export is a component type that wraps an interface (an exported instance) or a world (an exported component). */
function ofPackage(type: ComponentType): Contents {
  const interfaces = new Interfaces();
  const worlds: World[] = [];
  let root: string | undefined;
  for (const wrapper of type.exports.values()) {
    if (wrapper.sort !== "type" || wrapper.type.kind !== "component") continue;
    interfaces.addWorld({ type: wrapper.type });
    for (const [name, entity] of wrapper.type.exports) {
      const qualified = qualifiedName(name);
      if (qualified === undefined) continue;
      root ??= qualified.package;
      if (entity.sort !== "component") continue;
      interfaces.addWorld({ type: entity.type });
      worlds.push({ name: qualified, type: entity.type });
    }
  }
  return { interfaces, worlds, shown: interfaces.all, root: root ?? ROOT.package };
}
