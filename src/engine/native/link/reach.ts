/** A node of the graph of what can call what. */
interface Reachable {
  /** Reaching this one means to wait. */
  readonly waits: boolean;
  readonly to: Set<Reachable>;
  /** An answer that was found and the state of the graph that it holds for; `true` holds for ever. */
  answer: boolean;
  answeredAt: number;
}

/**
 * Which core functions can reach an import that waits. Only these are called through `WebAssembly.promising`.
 *
 * A core function belongs to the core instance that defines it. That instance can call what it imports, and what stands in a table
 * or in a global of references that it imports or exports. What others put there is what those others can call, and it may be put
 * there later: the shim and fixup modules of wit-component fill one's table with another's imports. So whoever shares a table or such a
 * global counts as reaching all that any of them reaches. A function reference handed over as an argument of a core call is not
 * followed: no toolchain does that between modules.
 *
 * The graph grows while a component is linked. An answer `true` stays true; `false` is asked again when the graph has grown.
 */
export class ReachGraph {
  readonly #owners = new WeakMap<object, Reachable>();
  readonly #waiting: Reachable = node(true);
  /** Whether any import waits at all. If none does, nothing is recorded. */
  readonly enabled: boolean;
  #version = 0;

  constructor(enabled: boolean) {
    this.enabled = enabled;
  }

  /** Notes that `what` (a component function, a core function, a resource) is or is not an import that waits. */
  setWaiting(what: object): void {
    this.#owners.set(what, this.#waiting);
  }

  /** `what` can reach what `target` reaches: a lowered function the component function, a lifted one its core function. */
  follow(what: object, target: object): void {
    const owner = this.enabled ? this.#owners.get(target) : undefined;
    if (owner !== undefined && !this.#owners.has(what)) this.#owners.set(what, owner);
  }

  /** Records a core instance: what its module imports and what it exports. */
  addInstance(
    module: WebAssembly.Module,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    exports: Readonly<Record<string, unknown>>,
  ): void {
    if (!this.enabled) return;
    this.#version += 1;
    const self = node(false);
    for (const { module: from, name } of importsOf(module)) this.#import(self, imports[from]?.[name]);
    for (const value of Object.values(exports)) this.#export(self, value);
  }

  /** Whether calling `what` can reach an import that waits. */
  waits(what: object): boolean {
    const start = this.#owners.get(what);
    if (start === undefined) return false;
    if (!start.answer && start.answeredAt !== this.#version) {
      start.answer = reachesWaiting(start);
      start.answeredAt = this.#version;
    }
    return start.answer;
  }

  #import(self: Reachable, value: unknown): void {
    if (sharesFunctions(value)) this.#share(self, value);
    else if (typeof value === "function") {
      const target = this.#owners.get(value);
      if (target !== undefined) self.to.add(target);
    }
  }

  #export(self: Reachable, value: unknown): void {
    if (sharesFunctions(value)) this.#share(self, value);
    // An exported function that was imported is the same object and belongs to where it was defined.
    else if (typeof value === "function" && !this.#owners.has(value)) this.#owners.set(value, self);
  }

  #share(self: Reachable, value: object): void {
    const shared = this.#owners.get(value) ?? node(false);
    this.#owners.set(value, shared);
    shared.to.add(self);
    self.to.add(shared);
  }
}

function node(waits: boolean): Reachable {
  return { waits, to: new Set(), answer: waits, answeredAt: -1 };
}

function reachesWaiting(start: Reachable): boolean {
  const seen = new Set([start]);
  for (const at of seen) {
    if (at.waits) return true;
    for (const next of at.to) seen.add(next);
  }
  return false;
}

function importsOf(module: WebAssembly.Module): WebAssembly.ModuleImportDescriptor[] {
  return WebAssembly.Module.imports(module);
}

/** A table, or a global that holds references: numbers say that it holds none. */
function sharesFunctions(value: unknown): value is object {
  if (value instanceof WebAssembly.Table) return true;
  if (!(value instanceof WebAssembly.Global)) return false;
  try {
    return !["number", "bigint"].includes(typeof value.value);
  } catch {
    // A vector cannot be read from JavaScript.
    return false;
  }
}
