import type { FuncType, ResourceType, ValType } from "../../../component/index.ts";
import { linearMemory } from "../abi/memory.ts";
import type {
  ComponentState,
  CoreFunction,
  HostFunction,
  LiftedFunction,
  Options,
  ResourceKind,
  Store,
} from "../model.ts";
import { createHandleTable } from "../resources/index.ts";

/** What tests of calls have in common: small core modules, and the state around them without a linker. */

export const u8: ValType = { kind: "u8" };
export const u32: ValType = { kind: "u32" };
export const string: ValType = { kind: "string" };
export const numbers: ValType = { kind: "list", element: u32, length: undefined };

const file: ResourceType = { kind: "resource", abstract: false };
export const own: ValType = { kind: "own", resource: file };
export const borrow: ValType = { kind: "borrow", resource: file };

export function func(params: readonly ValType[], result?: ValType): FuncType {
  return {
    kind: "func",
    async: false,
    params: params.map((type, index) => ({ name: `p${index}`, type })),
    result,
  };
}

export function newStore(): Store {
  return { trapped: undefined };
}

export function newState(store: Store, name: string, parent?: ComponentState): ComponentState {
  return { store, parent, name, mayEnter: true, mayLeave: true, handles: createHandleTable() };
}

/** Memory with an allocator that only goes up, and whatever else a test needs. */
export const allocator = `
  (memory (export "memory") 1)
  (global $next (mut i32) (i32.const 1024))
  (func $realloc (export "realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get 2) (i32.const 1))) (i32.sub (i32.const 0) (local.get 2))))
    (global.set $next (i32.add (local.get $at) (local.get 3)))
    (local.get $at))`;

export type Core = Readonly<Record<string, CoreFunction>> & { readonly memory: WebAssembly.Memory };

export type Compile = (wat: string, imports?: Readonly<Record<string, unknown>>) => Promise<Core>;

/** Instantiates text, of which `parse` makes a module; what it imports comes from `host`. */
export function compiler(parse: (wat: string) => Uint8Array | Promise<Uint8Array>): Compile {
  return async (wat, imports = {}) => {
    const module = await WebAssembly.compile(new Uint8Array(await parse(`(module ${wat})`)));
    // Tests give what their modules import, and know what they export.
    const values = { host: imports as Record<string, WebAssembly.ImportValue> };
    return (await WebAssembly.instantiate(module, values)).exports as unknown as Core;
  };
}

export function optionsOf(instance: Core | undefined): Options {
  return {
    encoding: "utf8",
    memory: instance?.memory === undefined ? undefined : linearMemory(instance.memory),
    realloc: instance?.["realloc"],
    postReturn: instance?.["post"],
  };
}

export function host(type: FuncType, call: (...args: never[]) => unknown, kind?: ResourceKind): HostFunction {
  return {
    kind: "host",
    path: "test:host/api#call",
    type,
    resources: () => kind ?? hostKind(),
    // Tests know what their functions are called with.
    call: call as (...args: unknown[]) => unknown,
    waits: () => false,
  };
}

export function lifted(
  type: FuncType,
  state: ComponentState,
  instance: Core,
  name: string,
  kind?: ResourceKind,
): LiftedFunction {
  const called = instance[name];
  if (called === undefined) throw new Error(`The module exports no ${name}.`);
  return {
    kind: "lifted",
    path: `test:guest/api#${name}`,
    type,
    resources: () => kind ?? hostKind(),
    core: called,
    options: optionsOf(instance),
    state,
    waits: () => false,
  };
}

export function hostKind(hostClass?: ResourceKind["hostClass"]): ResourceKind {
  return { name: "test:host/api#file", impl: undefined, destructor: undefined, waits: () => false, hostClass };
}

export function guestKind(impl: ComponentState, destructor?: CoreFunction): ResourceKind {
  return { name: "test:guest/api#file", impl, destructor, waits: () => false };
}
