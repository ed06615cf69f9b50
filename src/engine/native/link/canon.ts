import type { CanonOptions, Definition, ResourceType } from "../../../component/index.ts";
import { lowered } from "../calls/index.ts";
import type { CoreFunction, LiftedFunction, Options, ResourceKind } from "../model.ts";
import { resourceDrop, resourceNew, resourceRep } from "../resources/index.ts";
import { broken, unsupported } from "./failure.ts";
import { type Linking, STEPS_OF_AN_INSTANCE } from "./linking.ts";
import { at, type IndexSpaces } from "./spaces.ts";

/** Canonical definitions (Binary.md, "Canonical Definitions"): what crosses between components and core code. */

type Of<Kind extends Definition["kind"]> = Extract<Definition, { readonly kind: Kind }>;

/** `canon lift`. */
export function lift(linking: Linking, spaces: IndexSpaces, { core, options, type }: Of<"lift">): LiftedFunction {
  const func = coreFunction(spaces, core, "a lifted function");
  const name = linking.names.get(func);
  const lifted: LiftedFunction = {
    kind: "lifted",
    path: name ?? `function ${spaces.funcs.length} of ${spaces.state.name}`,
    type,
    resources: spaces.resources.lookup,
    core: func,
    options: resolved(linking, spaces, options),
    state: spaces.state,
    waits: () => linking.reach.waits(func),
  };
  linking.reach.follow(lifted, func);
  return lifted;
}

/** `canon lower`. */
export function lower(linking: Linking, spaces: IndexSpaces, { func, options }: Of<"lower">): unknown {
  const target = at(spaces.funcs, func, "function");
  const mayWait = linking.reach.enabled;
  // What can be suspended is a core instance of its own.
  if (target.kind === "lifted" ? mayWait : target.waits()) linking.spend(STEPS_OF_AN_INSTANCE);
  const made = lowered(target, resolved(linking, spaces, options), spaces.state, mayWait);
  linking.reach.follow(made, target);
  return made;
}

/** `canon resource.new`, `resource.rep` and `resource.drop`. */
export function resourceFunction(
  linking: Linking,
  spaces: IndexSpaces,
  kind: "resource-new" | "resource-rep" | "resource-drop",
  type: ResourceType,
): unknown {
  const resource = spaces.resources.lookup(type);
  if (kind === "resource-drop") {
    const mayWait = linking.reach.enabled;
    if (mayWait && resource.destructor !== undefined) linking.spend(STEPS_OF_AN_INSTANCE);
    const made = resourceDrop(resource, spaces.state, mayWait);
    linking.reach.follow(made, resource);
    return made;
  }
  if (resource.impl !== spaces.state)
    throw broken(`${kind.replace("-", ".")} is used for a resource that another component defines`);
  return kind === "resource-new" ? resourceNew(resource, spaces.state) : resourceRep(resource, spaces.state);
}

/** A resource that a component defines (Explainer.md, "Type Definitions"). Its name is known when it is exported. */
export function defineResource(linking: Linking, spaces: IndexSpaces, { destructor }: Of<"resource">): ResourceKind {
  const func = destructor === undefined ? undefined : coreFunction(spaces, destructor, "a destructor");
  const kind: ResourceKind = {
    name: `a resource of ${spaces.state.name}`,
    impl: spaces.state,
    destructor: func,
    waits: () => func !== undefined && linking.reach.waits(func),
  };
  if (func !== undefined) linking.reach.follow(kind, func);
  return kind;
}

function resolved(linking: Linking, spaces: IndexSpaces, options: CanonOptions): Options {
  if (options.async || options.callback !== undefined)
    throw unsupported("the component uses async functions (WASI 0.3)");
  const memory = options.memory === undefined ? undefined : spaces.coreItem("memory", options.memory);
  if (memory !== undefined && !(memory instanceof WebAssembly.Memory))
    throw broken("the option “memory” names no memory");
  return {
    encoding: options.encoding,
    memory: memory === undefined ? undefined : linking.memory(memory),
    realloc: options.realloc === undefined ? undefined : coreFunction(spaces, options.realloc, "realloc"),
    postReturn: options.postReturn === undefined ? undefined : coreFunction(spaces, options.postReturn, "post-return"),
  };
}

function coreFunction(spaces: IndexSpaces, index: number, what: string): CoreFunction {
  const found = spaces.coreItem("func", index);
  if (typeof found !== "function") throw broken(`${what} is no core function`);
  // A core function: it takes and gives what its core type says.
  return found as CoreFunction;
}
