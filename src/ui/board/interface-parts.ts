import type { Extern } from "../../component/model.ts";
import type { ComponentType, DefType, Entity, FuncType } from "../../component/types.ts";
import { Describer } from "../../wit/describe.ts";
import { identifier, memberName } from "../../wit/names.ts";

export interface FunctionPart {
  /** As the specification writes it: `[method]descriptor.read`. */
  readonly name: string;
  /** Absent as long as only names are known. */
  readonly type: FuncType | undefined;
}

export interface ResourcePart {
  readonly name: string;
  readonly functions: readonly FunctionPart[];
}

export interface TypePart {
  readonly name: string;
  readonly type: DefType | undefined;
}

/** What an import or export has, sorted for reading. */
export interface InterfaceParts {
  /** Functions that belong to no resource. */
  readonly functions: readonly FunctionPart[];
  readonly resources: readonly ResourcePart[];
  /** Other types that are defined here. */
  readonly types: readonly TypePart[];
  /** Types that are defined in another interface, and in which. */
  readonly elsewhere: readonly { readonly name: string; readonly home: string }[];
}

/** An import or export with its type; `type` is undefined as long as only names are known. */
export interface Described {
  readonly extern: Pick<Extern, "name" | "kind" | "functions" | "types">;
  readonly entity: Entity | undefined;
  readonly describer: Describer | undefined;
}

const describers = new WeakMap<ComponentType, Describer>();

/** Looks up an import or export in the type of its component or world. */
export function describedBy(
  extern: Described["extern"],
  side: "imports" | "exports",
  type: ComponentType | undefined,
): Described {
  if (type === undefined) return { extern, entity: undefined, describer: undefined };
  const describer = describers.get(type) ?? new Describer(type);
  describers.set(type, describer);
  return { extern, entity: type[side].get(extern.name), describer };
}

export function partsOf({ extern, entity, describer }: Described): InterfaceParts {
  if (extern.kind === "func") {
    const type = entity?.sort === "func" ? entity.type : undefined;
    return { functions: [{ name: extern.name, type }], resources: [], types: [], elsewhere: [] };
  }
  const functions: FunctionPart[] = [];
  const resources = new Map<string, FunctionPart[]>();
  const types: TypePart[] = [];
  const elsewhere: { name: string; home: string }[] = [];
  const exports = entity?.sort === "instance" ? entity.type.exports : new Map<string, Entity>();

  for (const name of extern.types) {
    const found = exports.get(name);
    const type = found?.sort === "type" ? found.type : undefined;
    const home = type === undefined ? undefined : describer?.home(type)?.interface;
    if (home !== undefined && home !== extern.name) elsewhere.push({ name, home });
    else if (type?.kind === "resource") resources.set(name, []);
    else types.push({ name, type });
  }
  for (const name of extern.functions) {
    const found = exports.get(name);
    const part = { name, type: found?.sort === "func" ? found.type : undefined };
    const resource = memberName(name)?.resource;
    if (resource === undefined) {
      functions.push(part);
      continue;
    }
    const members = resources.get(resource);
    if (members === undefined) resources.set(resource, [part]);
    else members.push(part);
  }
  return {
    functions,
    resources: [...resources].map(([name, members]) => ({ name, functions: members })),
    types: types.filter(({ name, type }) => type !== undefined || !resources.has(name)),
    elsewhere,
  };
}

/**
 * A function's signature in one line; its name alone as long as its type is not known. Names that are keywords of WIT stand
 * without the escape `%`: this is for reading.
 */
export function signature({ name, type }: FunctionPart, describer: Describer | undefined): string {
  if (type !== undefined && describer !== undefined) {
    return describer
      .func(name, type)
      .replace(/^(%?[^%.:( ]+\.)?%/, "$1")
      .replace(/^%/, "");
  }
  const member = memberName(name);
  if (member === undefined) return name;
  return `${plain(member.resource)}.${member.form === "constructor" ? "constructor" : member.member}`;
}

/** A name for reading: without the escape that makes a keyword a name. */
function plain(name: string): string {
  return identifier(name).replace(/^%/, "");
}

/** A signature as it stands among those of its resource. */
export function memberSignature(part: FunctionPart, resource: string, describer: Describer | undefined): string {
  const text = signature(part, describer);
  const prefix = `${plain(resource)}.`;
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
