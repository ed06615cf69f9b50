import { ProgramExit } from "../capabilities/exit/program-exit.ts";
import type { OrreryError } from "../result.ts";
import { Handles, type ownedArguments, type ownedResult } from "./handles.ts";
import { GuestStop } from "./stop.ts";
import type { TracedFunction, Tracer } from "./trace.ts";

/** One import function of this run. */
export interface Metered {
  /** `interface@version#function`. */
  readonly path: string;
  /** How many arguments the guest passes, without the `self` of a method; `undefined` where that is not known. */
  readonly params: number | undefined;
  readonly traced: TracedFunction | undefined;
  readonly gives: ReturnType<typeof ownedResult>;
  readonly takes: ReturnType<typeof ownedArguments>;
  count: number;
}

export interface GateLimits {
  readonly calls: number;
  readonly handles: number;
}

type Callable = (this: unknown, ...args: unknown[]) => unknown;

/** What every call of an import passes on its way in and out. */
export class Gate {
  /** In the order of their first calls. */
  readonly called: Metered[] = [];
  /** Why nothing is let in any more. */
  over: GuestStop | ProgramExit | undefined;
  stopped: GuestStop | undefined;
  exit: ProgramExit | undefined;
  /** Providers call one another (a splice writes): what happens inside a host call is not a call of the guest. */
  inside = false;
  #calls = 0;
  readonly #onCall: () => void;
  readonly #tracer: Tracer | undefined;
  readonly #limits: GateLimits;
  readonly #handles = new Handles();

  constructor(onCall: () => void, tracer: Tracer | undefined, limits: GateLimits) {
    this.#onCall = onCall;
    this.#tracer = tracer;
    this.#limits = limits;
  }

  /** Remembers why the run ends and throws. */
  stop(failure: OrreryError): never {
    this.stopped ??= new GuestStop(failure);
    this.over = this.stopped;
    throw this.stopped;
  }

  /**
   * A function that is only counted, and held to the limit of calls: what most calls go through. `self` is what a static function is
   * called on; `params` is how many arguments the guest passes, where that is known: each number has a form without arrays.
   */
  counted(metered: Metered, act: Callable, self: unknown, params: number | undefined): Callable {
    // oxlint-disable-next-line unicorn/no-this-assignment, typescript/no-this-alias -- the functions have a `this` of their own
    const gate = this;
    // Calls from inside may pass another number of arguments than the guest does.
    /* oxlint-disable prefer-rest-params */
    switch (params) {
      case 0:
        return function () {
          if (gate.inside) return Reflect.apply(act, self ?? this, arguments);
          gate.#begin(metered);
          try {
            return gate.#end(act.call(self ?? this));
          } catch (error) {
            throw gate.#broken(error);
          }
        };
      case 1:
        return function (a) {
          if (gate.inside) return Reflect.apply(act, self ?? this, arguments);
          gate.#begin(metered);
          try {
            return gate.#end(act.call(self ?? this, a));
          } catch (error) {
            throw gate.#broken(error);
          }
        };
      case 2:
        return function (a, b) {
          if (gate.inside) return Reflect.apply(act, self ?? this, arguments);
          gate.#begin(metered);
          try {
            return gate.#end(act.call(self ?? this, a, b));
          } catch (error) {
            throw gate.#broken(error);
          }
        };
      default:
        return function (...args) {
          if (gate.inside) return Reflect.apply(act, self ?? this, args);
          gate.#begin(metered);
          try {
            return gate.#end(Reflect.apply(act, self ?? this, args));
          } catch (error) {
            throw gate.#broken(error);
          }
        };
    }
    /* oxlint-enable prefer-rest-params */
  }

  /** As `counted` with the trace on, for functions that give and take no handles. */
  traced(metered: Metered, traced: TracedFunction, tracer: Tracer, act: Callable, self: unknown): Callable {
    // oxlint-disable-next-line unicorn/no-this-assignment, typescript/no-this-alias -- as above
    const gate = this;
    const { params } = traced.carried;
    const form = params === undefined ? undefined : `${traced.isMethod ? "method" : "function"} of ${metered.params}`;
    /* oxlint-disable prefer-rest-params */
    switch (form) {
      case "function of 0":
        return function () {
          if (gate.inside) return Reflect.apply(act, self ?? this, arguments);
          if (gate.over !== undefined) throw gate.over;
          const number = tracer.begin0(traced);
          gate.inside = true;
          try {
            gate.#admit(metered);
            const result = act.call(self ?? this);
            if (typeof result === "object" && result instanceof Promise) return gate.#waits(metered, number, result);
            tracer.returned(number, traced, result);
            gate.inside = false;
            return result;
          } catch (error) {
            gate.inside = false;
            return gate.#threw(metered, number, error);
          }
        };
      case "function of 1":
        return function (a) {
          if (gate.inside) return Reflect.apply(act, self ?? this, arguments);
          if (gate.over !== undefined) throw gate.over;
          const number = tracer.begin1(traced, a);
          gate.inside = true;
          try {
            gate.#admit(metered);
            const result = act.call(self ?? this, a);
            if (typeof result === "object" && result instanceof Promise) return gate.#waits(metered, number, result);
            tracer.returned(number, traced, result);
            gate.inside = false;
            return result;
          } catch (error) {
            gate.inside = false;
            return gate.#threw(metered, number, error);
          }
        };
      case "function of 2":
        return function (a, b) {
          if (gate.inside) return Reflect.apply(act, self ?? this, arguments);
          if (gate.over !== undefined) throw gate.over;
          const number = tracer.begin2(traced, a, b);
          gate.inside = true;
          try {
            gate.#admit(metered);
            const result = act.call(self ?? this, a, b);
            if (typeof result === "object" && result instanceof Promise) return gate.#waits(metered, number, result);
            tracer.returned(number, traced, result);
            gate.inside = false;
            return result;
          } catch (error) {
            gate.inside = false;
            return gate.#threw(metered, number, error);
          }
        };
      case "method of 0":
        return function () {
          if (gate.inside) return Reflect.apply(act, self ?? this, arguments);
          if (gate.over !== undefined) throw gate.over;
          const number = tracer.begin1(traced, this);
          gate.inside = true;
          try {
            gate.#admit(metered);
            const result = act.call(self ?? this);
            if (typeof result === "object" && result instanceof Promise) return gate.#waits(metered, number, result);
            tracer.returned(number, traced, result);
            gate.inside = false;
            return result;
          } catch (error) {
            gate.inside = false;
            return gate.#threw(metered, number, error);
          }
        };
      case "method of 1":
        return function (a) {
          if (gate.inside) return Reflect.apply(act, self ?? this, arguments);
          if (gate.over !== undefined) throw gate.over;
          const number = tracer.begin2(traced, this, a);
          gate.inside = true;
          try {
            gate.#admit(metered);
            const result = act.call(self ?? this, a);
            if (typeof result === "object" && result instanceof Promise) return gate.#waits(metered, number, result);
            tracer.returned(number, traced, result);
            gate.inside = false;
            return result;
          } catch (error) {
            gate.inside = false;
            return gate.#threw(metered, number, error);
          }
        };
      default:
        return function (...args) {
          return gate.enter(metered, act, self ?? this, args, this);
        };
    }
    /* oxlint-enable prefer-rest-params */
  }

  #begin(metered: Metered): void {
    if (this.over !== undefined) throw this.over;
    this.#admit(metered);
    this.inside = true;
  }

  #end(result: unknown): unknown {
    this.inside = false;
    return typeof result === "object" && result instanceof Promise ? this.#awaited(result) : result;
  }

  #broken(error: unknown): unknown {
    this.inside = false;
    return this.#left(error);
  }

  async #awaited(result: Promise<unknown>): Promise<unknown> {
    try {
      return await result;
    } catch (error) {
      throw this.#left(error);
    }
  }

  /** A function that is counted, traced, and whose handles are counted. `self` is what a method is called on. */
  enter(metered: Metered, act: Callable, target: unknown, args: readonly unknown[], self?: unknown): unknown {
    if (this.inside) return Reflect.apply(act, target, args);
    if (this.over !== undefined) throw this.over;
    const { traced } = metered;
    const number = traced === undefined ? 0 : (this.#tracer?.begin(traced, args, self) ?? 0);
    this.inside = true;
    try {
      this.#admit(metered);
      metered.takes?.(args, this.#handles.release);
      const result = applied(act, target, args);
      if (result instanceof Promise) return this.#waits(metered, number, result);
      this.#returned(metered, number, result);
      this.inside = false;
      return result;
    } catch (error) {
      this.inside = false;
      return this.#threw(metered, number, error);
    }
  }

  #waits(metered: Metered, number: number, result: Promise<unknown>): Promise<unknown> {
    this.inside = false;
    if (metered.traced !== undefined) this.#tracer?.waits(number, metered.traced);
    return result.then(
      (value: unknown) => this.#returned(metered, number, value),
      (error: unknown) => this.#threw(metered, number, error),
    );
  }

  #admit(metered: Metered): void {
    if (this.#calls >= this.#limits.calls) this.#tooMany(metered);
    this.#calls += 1;
    if (metered.count === 0) this.called.push(metered);
    metered.count += 1;
    this.#onCall();
  }

  #tooMany({ path }: Metered): never {
    const { calls } = this.#limits;
    this.stop({
      tag: "call-limit",
      message: `Running was stopped: the program called imports more than ${calls.toLocaleString("en")} times, the call limit of this scenario; the next call was ${path}. Raise the limit if it only needs more.`,
      detail: { limit: calls, call: path },
    });
  }

  #returned(metered: Metered, number: number, value: unknown): unknown {
    if (metered.traced !== undefined) this.#tracer?.returned(number, metered.traced, value);
    if (metered.gives === undefined) return value;
    metered.gives(value, this.#handles.hold);
    const { handles } = this.#limits;
    if (this.#handles.live > handles) {
      this.stop({
        tag: "handle-limit",
        message: `Running was stopped: the program held more than ${handles.toLocaleString("en")} resource handles at once, the handle limit of this scenario; the last one came from ${metered.path}. Look for handles that it never drops, or raise the limit if it needs them.`,
        detail: { limit: handles, call: metered.path },
      });
    }
    return value;
  }

  #threw(metered: Metered, number: number, error: unknown): never {
    if (metered.traced !== undefined) this.#tracer?.threw(number, metered.traced, error);
    throw this.#left(error);
  }

  /** An exit is final, as a stop is. */
  #left(error: unknown): unknown {
    if (error instanceof ProgramExit) {
      this.exit = error;
      this.over = this.stopped ?? error;
    }
    return error;
  }
}

/** As `Reflect.apply`, faster for the usual numbers of arguments. */
function applied(act: Callable, target: unknown, args: readonly unknown[]): unknown {
  switch (args.length) {
    case 0:
      return act.call(target);
    case 1:
      return act.call(target, args[0]);
    case 2:
      return act.call(target, args[0], args[1]);
    default:
      return Reflect.apply(act, target, args);
  }
}
