import type { EngineOptions } from "../../engine.ts";
import { linearMemory } from "../abi/memory.ts";
import type { ComponentState, LinearMemory, Store } from "../model.ts";
import { createHandleTable } from "../resources/index.ts";
import { LinkFailure } from "./failure.ts";
import { ReachGraph } from "./reach.ts";

/** How many definitions, arguments and exports are followed: components can hold instances of instances without end. `prepare` refuses
 * what is much before; this is for what it does not count. */
const MAX_STEPS = 2_000_000;

/** What an instance counts, of a component or of a core module that is made here: it takes more memory than a definition. */
export const STEPS_OF_AN_INSTANCE = 100;

/** What one instantiation of a root component shares: its store, its modules, and what was found on the way. */
export class Linking {
  readonly store: Store = { trapped: undefined };
  readonly modules: ReadonlyMap<string, WebAssembly.Module>;
  readonly options: EngineOptions;
  readonly reach: ReachGraph;
  readonly states: ComponentState[] = [];
  /** What core functions are exported as: for words. */
  readonly names = new WeakMap<object, string>();
  readonly #memories = new WeakMap<WebAssembly.Memory, LinearMemory>();
  readonly #suspending: ReadonlySet<string>;
  #steps = 0;

  constructor(modules: ReadonlyMap<string, WebAssembly.Module>, options: EngineOptions) {
    this.modules = modules;
    this.options = options;
    // Without JavaScript Promise Integration nothing can wait: the host refuses what would have to.
    this.#suspending = new Set("Suspending" in WebAssembly ? options.suspend : []);
    this.reach = new ReachGraph(this.#suspending.size > 0);
  }

  /** Whether an import may answer with a promise; `path` is `interface#function` without version. */
  suspends(path: string): boolean {
    return this.#suspending.has(path);
  }

  readonly spend = (steps: number): void => {
    this.#steps += steps;
    if (this.#steps > MAX_STEPS) {
      throw new LinkFailure(
        "link",
        `Linking failed: the component makes more than ${MAX_STEPS.toLocaleString("en")} definitions, counting those of nested instances. Nothing that a toolchain makes does that: do not trust this file.`,
      );
    }
  };

  /** A fresh component instance inside of another. How deep that goes `prepare` has looked at. */
  newState(parent: ComponentState | undefined, name: string): ComponentState {
    this.spend(STEPS_OF_AN_INSTANCE);
    const state: ComponentState = {
      store: this.store,
      parent,
      name,
      mayEnter: true,
      mayLeave: true,
      handles: createHandleTable(),
    };
    this.states.push(state);
    return state;
  }

  /** All users of a memory share its views. */
  memory(memory: WebAssembly.Memory): LinearMemory {
    let made = this.#memories.get(memory);
    if (made === undefined) {
      made = linearMemory(memory);
      this.#memories.set(memory, made);
    }
    return made;
  }
}
