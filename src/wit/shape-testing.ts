import type {
  ComponentModel,
  ComponentType,
  DefType,
  Entity,
  FuncType,
  ResourceType,
  ValType,
} from "../component/index.ts";
import { isValType, readComponent } from "../component/index.ts";

/** For tests: what is in a file that can be read. */
export function read(bytes: Uint8Array): ComponentModel {
  const result = readComponent(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** What a component type says, without names for what is structural, so that two can be compared with `toEqual`. */
export type Shape = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/**
 * For tests: every import and export with its types written out; a resource is the first place that names it. Second names
 * of types are left out unless asked for: wasm-tools drops those that nothing refers to, and our types do not tell by which name they are referred to.
 */
export function shapeOf(
  type: ComponentType,
  options: { readonly secondNames?: boolean } = {},
): { readonly imports: Shape; readonly exports: Shape } {
  const resources = new Map<ResourceType, string>();
  const meet = (place: string, entity: Entity): void => {
    if (entity.sort === "type" && entity.type.kind === "resource" && !resources.has(entity.type))
      resources.set(entity.type, place);
    if (entity.sort !== "instance") return;
    for (const [name, inner] of entity.type.exports) meet(`${place}#${name}`, inner);
  };
  for (const [name, entity] of type.imports) meet(`import ${name}`, entity);
  for (const [name, entity] of type.exports) meet(`export ${name}`, entity);

  const known = new Map<ValType, string>();
  const optional = (part: ValType | undefined): string => (part === undefined ? "_" : value(part));
  const value = (part: ValType): string => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const text = write(part);
    known.set(part, text);
    return text;
  };
  const write = (part: ValType): string => {
    switch (part.kind) {
      case "record":
        return `record{${part.fields.map((field) => `${field.name}:${value(field.type)}`).join()}}`;
      case "variant":
        return `variant{${part.cases.map((item) => `${item.name}(${optional(item.type)})`).join()}}`;
      case "enum":
      case "flags":
        return `${part.kind}{${part.labels.join()}}`;
      case "list":
        return `list<${value(part.element)},${part.length}>`;
      case "tuple":
        return `tuple<${part.elements.map(value).join()}>`;
      case "option":
        return `option<${value(part.some)}>`;
      case "result":
        return `result<${optional(part.ok)},${optional(part.error)}>`;
      case "own":
      case "borrow":
        return `${part.kind}<${resources.get(part.resource) ?? "unnamed"}>`;
      case "stream":
      case "future":
        return `${part.kind}<${optional(part.element)}>`;
      case "map":
        return `map<${value(part.key)},${value(part.value)}>`;
      default:
        return part.kind;
    }
  };
  const func = (part: FuncType): string =>
    `${part.async ? "async " : ""}func(${part.params.map((param) => `${param.name}:${value(param.type)}`).join()})${optional(part.result)}`;
  const defined = (part: DefType): string => {
    if (isValType(part)) return value(part);
    if (part.kind === "resource") return resources.get(part) ?? "unnamed";
    return part.kind === "func" ? func(part) : part.kind;
  };
  const entity = (part: Entity): string => (part.sort === "module" ? part.sort : `${part.sort} ${defined(part.type)}`);
  const shown = options.secondNames === true ? (names: ReadonlyMap<string, Entity>) => [...names] : firstNames;
  const side = (names: ReadonlyMap<string, Entity>): Shape =>
    Object.fromEntries(
      shown(names).map(([name, part]) => [
        name,
        part.sort === "instance"
          ? Object.fromEntries(shown(part.type.exports).map(([inner, item]) => [inner, entity(item)]))
          : entity(part),
      ]),
    );
  return { imports: side(type.imports), exports: side(type.exports) };
}

function firstNames(names: ReadonlyMap<string, Entity>): readonly (readonly [string, Entity])[] {
  const met = new Set<DefType>();
  return [...names].filter(([, entity]) => {
    if (entity.sort !== "type") return true;
    const isNew = !met.has(entity.type);
    met.add(entity.type);
    return isNew;
  });
}

/** One import or export of a component; the same however resources of other interfaces came into it. */
export function itemShape(type: ComponentType, side: "imports" | "exports", name: string): unknown {
  const shape = shapeOf(type)[side][name];
  return JSON.parse(
    JSON.stringify(shape)
      .replaceAll(/<(import|export) /g, "<")
      .replaceAll(/type (import|export) /g, ""),
  );
}

/** The text of an interface, with a world that imports or exports it, and the world's name; that of a world as it is. */
export function probe(text: string, side: "imports" | "exports", name: string): readonly [string, string] {
  const item = /\/([^@]*)/.exec(name)?.[1];
  if (item === undefined) return [text, "root"];
  return [`${text}\nworld probe { ${side === "imports" ? "import" : "export"} ${item}; }\n`, "probe"];
}

/** The world in the encoding of a WIT package. */
export function worldIn({ type }: ComponentModel): ComponentType {
  for (const wrapper of type.exports.values()) {
    if (wrapper.sort !== "type" || wrapper.type.kind !== "component") continue;
    for (const entity of wrapper.type.exports.values()) if (entity.sort === "component") return entity.type;
  }
  throw new Error("no world");
}
