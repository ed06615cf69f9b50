/**
 * The types of the component model as read from a file (Binary.md, "Type Definitions"). References are resolved
 * when they are read: a type index becomes the type itself, so types form an acyclic graph whose nodes are shared.
 * Two resources are equal only if they are the same object. Instantiating puts the given types in place of imported ones.
 */

export type PrimitiveKind =
  | "bool"
  | "s8"
  | "u8"
  | "s16"
  | "u16"
  | "s32"
  | "u32"
  | "s64"
  | "u64"
  | "f32"
  | "f64"
  | "char"
  | "string"
  | "error-context";

export interface Field {
  readonly name: string;
  readonly type: ValType;
}

export interface Case {
  readonly name: string;
  readonly type: ValType | undefined;
}

export type ValType =
  | { readonly kind: PrimitiveKind }
  | { readonly kind: "record"; readonly fields: readonly Field[] }
  | { readonly kind: "variant"; readonly cases: readonly Case[] }
  | { readonly kind: "list"; readonly element: ValType; readonly length: number | undefined }
  | { readonly kind: "tuple"; readonly elements: readonly ValType[] }
  | { readonly kind: "flags" | "enum"; readonly labels: readonly string[] }
  | { readonly kind: "option"; readonly some: ValType }
  | { readonly kind: "result"; readonly ok: ValType | undefined; readonly error: ValType | undefined }
  | { readonly kind: "own" | "borrow"; readonly resource: ResourceType }
  | { readonly kind: "stream" | "future"; readonly element: ValType | undefined }
  | { readonly kind: "map"; readonly key: ValType; readonly value: ValType };

export interface FuncType {
  readonly kind: "func";
  readonly async: boolean;
  readonly params: readonly Field[];
  readonly result: ValType | undefined;
}

/** `abstract`: imported or exported with a `sub resource` bound, so that its representation is hidden. */
export interface ResourceType {
  readonly kind: "resource";
  readonly abstract: boolean;
}

export interface InstanceType {
  readonly kind: "instance";
  readonly exports: ReadonlyMap<string, Entity>;
}

export interface ComponentType {
  readonly kind: "component";
  readonly imports: ReadonlyMap<string, Entity>;
  readonly exports: ReadonlyMap<string, Entity>;
}

export type DefType = ValType | FuncType | ResourceType | InstanceType | ComponentType;

/** What a name can stand for, with its type. `sort` is also the `ExternKind` of the public model. */
export type Entity =
  | { readonly sort: "func"; readonly type: FuncType }
  | { readonly sort: "value"; readonly type: ValType }
  | { readonly sort: "type"; readonly type: DefType }
  | { readonly sort: "component"; readonly type: ComponentType }
  | { readonly sort: "instance"; readonly type: InstanceType }
  | { readonly sort: "module" };

export function isValType(type: DefType): type is ValType {
  switch (type.kind) {
    case "func":
    case "resource":
    case "instance":
    case "component":
      return false;
    default:
      return true;
  }
}

/** The value types that a type is directly made of; `undefined` where one is left out (`result<_, e>`). */
export function partsOf(type: ValType | FuncType): readonly (ValType | undefined)[] {
  switch (type.kind) {
    case "func":
      return [...type.params.map((param) => param.type), type.result];
    case "record":
      return type.fields.map((field) => field.type);
    case "variant":
      return type.cases.map((item) => item.type);
    case "tuple":
      return type.elements;
    case "list":
    case "stream":
    case "future":
      return [type.element];
    case "option":
      return [type.some];
    case "result":
      return [type.ok, type.error];
    case "map":
      return [type.key, type.value];
    default:
      return [];
  }
}
