import type { Extern } from "../component/model.ts";
import type { OrreryError } from "../result.ts";
import { ProgramExit } from "../capabilities/exit/program-exit.ts";
import { GuestStop } from "./stop.ts";

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Interface = Readonly<Record<string, unknown>>;

/**
 * Counts every call of an import, and makes a refusal or an exit final: a guest that catches the trap of one call (exception
 * handling sees foreign exceptions) gets the same trap from every later one.
 */
export class Meter {
  readonly #counts = new Map<string, number>();
  #stopped: GuestStop | undefined;
  #exit: ProgramExit | undefined;
  #inside = false;
  readonly #onCall: () => void;

  constructor(onCall: () => void) {
    this.#onCall = onCall;
  }

  /** Calls so far, by `interface@version#function`. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  /** What ended the run from the inside, if anything did. */
  get failure(): OrreryError | undefined {
    return this.#stopped?.failure;
  }

  /** How the program ended itself, if it did. */
  get exit(): ProgramExit | undefined {
    return this.#exit;
  }

  /** Ends the run: remembers why and throws. */
  stop(failure: OrreryError): never {
    this.#stopped ??= new GuestStop(failure);
    throw this.#stopped;
  }

  /** The import as the guest gets it: the functions that it takes, counted. Calls of what the host lacks go to `lacking`. */
  wrap(item: Extern, host: Interface | undefined, lacking: (item: Extern, functionName: string) => never): Interface {
    const result: Record<string, unknown> = { ...host };
    for (const name of item.functions) this.#place(result, name, item, () => lacking(item, name));
    return result;
  }

  #place(target: Record<string, unknown>, name: string, item: Extern, lacking: () => never): void {
    const { resource, kind, member } = parseFunctionName(name);
    const path = item.kind === "func" ? item.name : `${item.name}#${name}`;
    if (resource === undefined) {
      const key = item.kind === "func" ? "default" : member;
      target[key] = this.#counted(path, given(target, key) ?? lacking, undefined);
      return;
    }
    const made = given(target, resource);
    // A resource class that no provider has: an empty one, so that its methods can say what is missing.
    const owner = typeof made === "function" ? made : class {};
    target[resource] = owner;
    if (kind === "constructor") {
      target[resource] = new Proxy(owner, {
        construct: (constructor, args, newTarget) => {
          this.#count(path);
          return Reflect.construct(constructor, args, newTarget === target[resource] ? constructor : newTarget);
        },
      });
    } else if (kind === "static") {
      const value = given(owner, member);
      Reflect.set(owner, member, this.#counted(path, value ?? lacking, owner));
    } else {
      // Prototypes of the shim are patched in place: the worker serves one run only.
      const prototype: Record<string, unknown> = owner.prototype;
      prototype[member] = this.#counted(path, given(prototype, member) ?? lacking, undefined);
    }
  }

  #counted(path: string, act: unknown, self: unknown): Callable {
    if (typeof act !== "function") throw new TypeError(`${path} is not a function in this host`);
    const enter = (call: () => unknown): unknown => this.#enter(path, call);
    return function (...args) {
      return enter(() => Reflect.apply(act, self ?? this, args));
    };
  }

  /** Providers call one another (a splice writes): what happens inside a host call is not a call of the guest. */
  #enter(path: string, act: () => unknown): unknown {
    if (this.#inside) return act();
    this.#count(path);
    this.#inside = true;
    try {
      return act();
    } catch (error) {
      if (error instanceof ProgramExit) this.#exit = error;
      throw error;
    } finally {
      this.#inside = false;
    }
  }

  #count(path: string): void {
    const over = this.#stopped ?? this.#exit;
    if (over !== undefined) throw over;
    this.#counts.set(path, (this.#counts.get(path) ?? 0) + 1);
    this.#onCall();
  }
}

/**
 * A function that the host gives, on an object, a class or a class above it; not what every object and function has, since an
 * import may be called `to-string` or `constructor`.
 */
function given(owner: object, key: string): unknown {
  let level: unknown = owner;
  while (typeof level === "function" || (typeof level === "object" && level !== null)) {
    if (level === Object.prototype || level === Function.prototype) return undefined;
    const value: unknown = Object.hasOwn(level, key) ? Reflect.get(owner, key) : undefined;
    if (typeof value === "function" && Reflect.get(value, "prototype") !== owner) return value;
    level = Object.getPrototypeOf(level);
  }
  return undefined;
}

interface FunctionName {
  readonly resource?: string;
  readonly kind: "function" | "method" | "static" | "constructor";
  readonly member: string;
}

/** Reads `now`, `[constructor]fields`, `[method]fields.get`, `[static]fields.from-list` (WIT.md, "plainname") into JavaScript names. */
export function parseFunctionName(name: string): FunctionName {
  const match = /^\[(constructor|method|static)\]([^.]+)(?:\.(.+))?$/.exec(name);
  if (match === null) return { kind: "function", member: camelCase(name) };
  const [, kind, resource = "", member = ""] = match;
  return {
    resource: pascalCase(resource),
    kind: kind === "constructor" ? "constructor" : kind === "static" ? "static" : "method",
    member: camelCase(member),
  };
}

/** `get-random-u64` → `getRandomU64`, as jco writes names. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
}

function pascalCase(name: string): string {
  return name
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join("");
}
