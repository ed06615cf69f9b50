import type { ComponentType } from "../component/index.ts";
import type { Extern } from "../component/model.ts";
import type { TraceName } from "../protocol/trace.ts";
import type { OrreryError } from "../result.ts";
import type { ProgramExit } from "../capabilities/exit/program-exit.ts";
import { Gate, type GateLimits, type Metered } from "./gate.ts";
import { ownedArguments, ownedResult } from "./handles.ts";
import { parseFunctionName } from "../wit/js-names.ts";
import type { Tracer } from "./trace.ts";
import { functionType } from "./trace-types.ts";

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Interface = Readonly<Record<string, unknown>>;

export interface MeterOptions {
  /** Writes the calls down. */
  readonly tracer?: Tracer;
  /** The types of the imports, to find the resources that cross. */
  readonly types?: ComponentType | undefined;
  readonly limits?: GateLimits;
}

/**
 * Counts every call of an import and holds the limits of calls and handles. Makes a refusal or an exit final: a guest that
 * catches the trap of one call (exception handling sees foreign exceptions) gets the same trap from every later one.
 */
export class Meter {
  readonly #gate: Gate;
  readonly #options: MeterOptions;

  constructor(onCall: () => void, options: MeterOptions = {}) {
    const { tracer, limits } = options;
    this.#gate = new Gate(onCall, tracer, limits ?? { calls: Infinity, handles: Infinity });
    this.#options = options;
  }

  /** Calls so far, by `interface@version#function`. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#gate.called.map(({ path, count }) => [path, count]));
  }

  /** What ended the run from the inside, if anything did. */
  get failure(): OrreryError | undefined {
    return this.#gate.stopped?.failure;
  }

  /** How the program ended itself, if it did. */
  get exit(): ProgramExit | undefined {
    return this.#gate.exit;
  }

  /** Ends the run: remembers why and throws. */
  stop(failure: OrreryError): never {
    return this.#gate.stop(failure);
  }

  /**
   * The import as the guest gets it: the functions that it takes, counted and traced. Calls of what the host lacks go to
   * `lacking`. `binding` is what the interface is bound to.
   */
  wrap(
    item: Extern,
    host: Interface | undefined,
    lacking: (item: Extern, functionName: string) => never,
    binding?: TraceName["binding"],
  ): Interface {
    const result: Record<string, unknown> = { ...host };
    for (const name of item.functions) {
      this.#place(result, name, item, this.#metered(item, name, binding), () => lacking(item, name));
    }
    return result;
  }

  #metered(item: Extern, name: string, binding: TraceName["binding"]): Metered {
    const owner = item.kind === "func" ? "" : item.name;
    const { tracer, types, limits } = this.#options;
    const type = functionType(types?.imports, owner, name);
    return {
      path: item.kind === "func" ? item.name : `${item.name}#${name}`,
      traced:
        tracer?.on !== true
          ? undefined
          : tracer.traced({
              direction: "import",
              interface: owner,
              function: name,
              ...(binding === undefined ? {} : { binding }),
            }),
      gives: limits === undefined ? undefined : ownedResult(type),
      takes: limits === undefined ? undefined : ownedArguments(type),
      params: type && type.params.length - (name.startsWith("[method]") ? 1 : 0),
      count: 0,
    };
  }

  #place(target: Record<string, unknown>, name: string, item: Extern, metered: Metered, lacking: () => never): void {
    const { resource, kind, member } = parseFunctionName(name);
    if (resource === undefined) {
      const key = item.kind === "func" ? "default" : member;
      target[key] = this.#wrapped(metered, given(target, key) ?? lacking, undefined);
      return;
    }
    const made = given(target, resource);
    // A resource class that no provider has: an empty one, so that its methods can say what is missing.
    const owner = typeof made === "function" ? made : class {};
    target[resource] = owner;
    if (kind === "constructor") {
      target[resource] = new Proxy(owner, {
        construct: (constructor, args, newTarget) => {
          const as = newTarget === target[resource] ? constructor : newTarget;
          const construct = (...parameters: unknown[]): unknown => Reflect.construct(constructor, parameters, as);
          const result = this.#gate.enter(metered, construct, undefined, args);
          // `construct` must give an object, and `Reflect.construct` does.
          return result as object;
        },
      });
    } else if (kind === "static") {
      const value = given(owner, member);
      Reflect.set(owner, member, this.#wrapped(metered, value ?? lacking, owner));
    } else {
      // Prototypes of the shim are patched in place: the worker serves one run only.
      const prototype: Record<string, unknown> = owner.prototype;
      prototype[member] = this.#wrapped(metered, given(prototype, member) ?? lacking, undefined);
    }
  }

  #wrapped(metered: Metered, act: unknown, self: unknown): Callable {
    if (typeof act !== "function") throw new TypeError(`${metered.path} is not a function in this host`);
    // A function it is; what it takes and gives was settled by the types of the import.
    const call = act as Callable;
    const gate = this.#gate;
    const { traced, params } = metered;
    const { tracer } = this.#options;
    if (metered.gives === undefined && metered.takes === undefined) {
      if (traced === undefined || tracer === undefined) return gate.counted(metered, call, self, params);
      return gate.traced(metered, traced, tracer, call, self);
    }
    return function (...args) {
      return gate.enter(metered, call, self ?? this, args, this);
    };
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
