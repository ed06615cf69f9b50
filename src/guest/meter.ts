import type { ComponentType } from "../component/index.ts";
import type { Extern } from "../component/model.ts";
import type { TraceName } from "../protocol/trace.ts";
import type { OrreryError } from "../result.ts";
import { ProgramExit } from "../capabilities/exit/program-exit.ts";
import { Handles, ownedArguments, ownedResult } from "./handles.ts";
import { parseFunctionName } from "../wit/js-names.ts";
import { GuestStop } from "./stop.ts";
import type { TracedFunction, Tracer } from "./trace.ts";
import { functionType } from "./trace-types.ts";

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Interface = Readonly<Record<string, unknown>>;

export interface MeterOptions {
  /** Writes the calls down. */
  readonly tracer?: Tracer;
  /** The types of the imports, to find the resources that cross. */
  readonly types?: ComponentType | undefined;
  readonly limits?: { readonly calls: number; readonly handles: number };
}

/** One import function of this run. */
interface Metered {
  /** `interface@version#function`. */
  readonly path: string;
  readonly isMethod: boolean;
  readonly traced: TracedFunction | undefined;
  readonly gives: ReturnType<typeof ownedResult>;
  readonly takes: ReturnType<typeof ownedArguments>;
  count: number;
}

/**
 * Counts every call of an import and holds the limits of calls and handles. Makes a refusal or an exit final: a guest that
 * catches the trap of one call (exception handling sees foreign exceptions) gets the same trap from every later one.
 */
export class Meter {
  readonly #called: Metered[] = [];
  readonly #handles = new Handles();
  #calls = 0;
  #stopped: GuestStop | undefined;
  #exit: ProgramExit | undefined;
  #inside = false;
  readonly #onCall: () => void;
  readonly #options: MeterOptions;

  constructor(onCall: () => void, options: MeterOptions = {}) {
    this.#onCall = onCall;
    this.#options = options;
  }

  /** Calls so far, by `interface@version#function`. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#called.map(({ path, count }) => [path, count]));
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
      isMethod: name.startsWith("[method]"),
      traced: tracer?.traced({
        direction: "import",
        interface: owner,
        function: name,
        ...(binding === undefined ? {} : { binding }),
      }),
      gives: limits === undefined ? undefined : ownedResult(type),
      takes: limits === undefined ? undefined : ownedArguments(type),
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
          const result = this.#enter(metered, construct, undefined, args);
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
    const enter = (target: unknown, args: readonly unknown[], instance: unknown): unknown =>
      // A function it is; what it takes and gives was settled by the types of the import.
      this.#enter(metered, act as Callable, target, args, instance);
    return function (...args) {
      return enter(self ?? this, args, this);
    };
  }

  /** Providers call one another (a splice writes): what happens inside a host call is not a call of the guest. */
  #enter(metered: Metered, act: Callable, target: unknown, args: readonly unknown[], instance?: unknown): unknown {
    if (this.#inside) return Reflect.apply(act, target, args);
    const over = this.#stopped ?? this.#exit;
    if (over !== undefined) throw over;
    const number = this.#begin(metered, args, instance);
    this.#inside = true;
    try {
      this.#admit(metered);
      metered.takes?.(args, this.#handles.release);
      const result: unknown = Reflect.apply(act, target, args);
      if (result instanceof Promise) {
        return result.then(
          (value: unknown) => this.#returned(metered, number, value),
          (error: unknown) => this.#threw(metered, number, error),
        );
      }
      return this.#returned(metered, number, result);
    } catch (error) {
      return this.#threw(metered, number, error);
    } finally {
      this.#inside = false;
    }
  }

  #begin({ traced, isMethod }: Metered, args: readonly unknown[], instance: unknown): number {
    const { tracer } = this.#options;
    if (traced === undefined || tracer === undefined || !tracer.on) return 0;
    return tracer.begin(traced, isMethod ? [instance, ...args] : args);
  }

  #admit(metered: Metered): void {
    const most = this.#options.limits?.calls ?? Infinity;
    if (this.#calls >= most) {
      this.stop({
        tag: "call-limit",
        message: `Running was stopped: the program called imports more than ${most.toLocaleString("en")} times, the call limit of this scenario; the next call was ${metered.path}. Raise the limit if it only needs more.`,
        detail: { limit: most, call: metered.path },
      });
    }
    this.#calls += 1;
    if (metered.count === 0) this.#called.push(metered);
    metered.count += 1;
    this.#onCall();
  }

  #returned(metered: Metered, number: number, value: unknown): unknown {
    if (metered.traced !== undefined) this.#options.tracer?.returned(number, metered.traced, value);
    if (metered.gives === undefined) return value;
    metered.gives(value, this.#handles.hold);
    const most = this.#options.limits?.handles ?? Infinity;
    if (this.#handles.live > most) {
      this.stop({
        tag: "handle-limit",
        message: `Running was stopped: the program held more than ${most.toLocaleString("en")} resource handles at once, the handle limit of this scenario; the last one came from ${metered.path}. Look for handles that it never drops, or raise the limit if it needs them.`,
        detail: { limit: most, call: metered.path },
      });
    }
    return value;
  }

  #threw(metered: Metered, number: number, error: unknown): never {
    if (error instanceof ProgramExit) this.#exit = error;
    if (metered.traced !== undefined) this.#options.tracer?.threw(number, metered.traced, error);
    throw error;
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
