import type { CallScope as Contract, ComponentState, Context, CoreFunction, LinearMemory, Options } from "../model.ts";
import { CallScope } from "../resources/scope.ts";

/** One side of a call. With a scope of its own it serves one call at a time. */
class CallContext implements Context {
  readonly encoding: Options["encoding"];
  readonly memory: LinearMemory | undefined;
  readonly realloc: CoreFunction | undefined;
  readonly postReturn: CoreFunction | undefined;
  readonly state: ComponentState;
  readonly scope: Contract | undefined;
  readonly path: string;

  constructor(options: Options, state: ComponentState, path: string, scope: Contract | undefined) {
    this.encoding = options.encoding;
    this.memory = options.memory;
    this.realloc = options.realloc;
    this.postReturn = options.postReturn;
    this.state = state;
    this.scope = scope;
    this.path = path;
  }
}

/** A context without borrows: one serves all calls. */
export function fixedContext(options: Options, state: ComponentState, path: string): Context {
  return new CallContext(options, state, path, undefined);
}

/** A context of one call at a time. */
export class ScopedContext extends CallContext {
  override readonly scope: CallScope;

  constructor(options: Options, state: ComponentState, path: string) {
    const scope = new CallScope();
    super(options, state, path, scope);
    this.scope = scope;
  }
}

/** Contexts for a function that borrows: as many as calls of it are under way at once, used again and again. */
export class ContextPool {
  readonly #make: () => ScopedContext;
  #free: ScopedContext | undefined;

  constructor(options: Options, state: ComponentState, path: string) {
    this.#make = () => new ScopedContext(options, state, path);
  }

  take(): ScopedContext {
    const free = this.#free ?? this.#make();
    this.#free = undefined;
    return free;
  }

  /** The call is over: what it lent is given back. */
  giveBack(context: ScopedContext): void {
    context.scope.giveBack();
    this.#free = context;
  }
}
