import type {
  CanonOptions,
  ComponentDefinition,
  CoreFunctions,
  CoreModuleDetail,
  CoreSignature,
  CoreSort,
  Definition,
  Entity,
  FuncType,
  InstanceType,
} from "../../../component/index.ts";
import { quoted } from "../../../wit/names.ts";
import { ArgumentInspector } from "./arguments.ts";
import { invalid, tooMuch, unsupported } from "./refusal.ts";
import { builtInSignature, expect, inspectDestructor, inspectLift, inspectLower } from "./signatures.ts";

/** How many core instances a component may make, and how many component instances. */
const MAX_INSTANCES = 10_000;
/** How deep components may instantiate one another: instantiating recurses, and a call may go through all of them. */
const MAX_INSTANCE_DEPTH = 100;
/** How many definitions may be carried out by all instances together. */
const MAX_STEPS = 1_000_000;

/** A component with what it may take from around itself. */
interface Closure {
  readonly definition: ComponentDefinition;
  readonly around: Spaces | undefined;
}

/** What is followed of an item: instances by what they export, components, and core modules by their offsets. */
type Item =
  | { readonly sort: "func" | "type" | "value" }
  | { readonly sort: "instance"; readonly exports: Items }
  | { readonly sort: "component"; readonly closure: Closure }
  | { readonly sort: "module"; readonly offset: number };

type Items = ReadonlyMap<string, Item>;

/** A memory with what the canonical options do not take. */
interface CoreMemoryTraits {
  readonly wide: boolean;
  readonly shared: boolean;
}

interface CoreItem {
  readonly sort: CoreSort;
  readonly memory: CoreMemoryTraits | undefined;
  /** Of a function. */
  readonly signature: CoreSignature | undefined;
}

type CoreItems = ReadonlyMap<string, CoreItem>;

/** The index spaces of one component instance, as far as they are followed. */
interface Spaces {
  readonly around: Spaces | undefined;
  readonly components: Closure[];
  readonly modules: number[];
  readonly instances: Items[];
  readonly coreInstances: CoreItems[];
  readonly coreMemories: (CoreMemoryTraits | undefined)[];
  readonly funcs: FuncType[];
  readonly coreFuncs: (CoreSignature | undefined)[];
}

const FUNC: Item = { sort: "func" };
const TYPE: Item = { sort: "type" };
const VALUE: Item = { sort: "value" };

/** Carries out a component's instantiations without running anything, to see what there will be. */
export class Census {
  /** By a core module's offset: how many instances there will be of it. */
  readonly counts = new Map<number, number>();
  readonly #modules: ReadonlyMap<number, CoreModuleDetail>;
  readonly #functionsOf: (offset: number) => CoreFunctions | undefined;
  readonly #coreFunctions = new Map<number, CoreFunctions | undefined>();
  readonly #coreExports = new Map<number, CoreItems>();
  readonly #arguments = new ArgumentInspector();
  readonly #imported = new Map<InstanceType, Items>();
  #stepsLeft = MAX_STEPS;
  #instancesLeft = MAX_INSTANCES;
  #coreInstancesLeft = MAX_INSTANCES;

  /** `modules`: the core modules inside by their offsets; `functionsOf` is asked once for each that is instantiated. */
  constructor(
    modules: ReadonlyMap<number, CoreModuleDetail>,
    functionsOf: (offset: number) => CoreFunctions | undefined,
  ) {
    this.#modules = modules;
    this.#functionsOf = functionsOf;
  }

  /**
   * Throws a `Refusal` where there is too much, where something is missing or of the wrong type, and for imports and memories that are
   * not supported.
   */
  take(root: ComponentDefinition): void {
    this.#instantiate({ definition: root, around: undefined }, undefined, 0);
  }

  /** Gives what the instance exports. Without `args` imports are the host's. */
  #instantiate({ definition, around }: Closure, args: Items | undefined, depth: number): Items {
    this.#instancesLeft -= 1;
    if (this.#instancesLeft < 0) throw tooMuch(`it makes more than ${MAX_INSTANCES.toLocaleString("en")} instances`);
    if (depth > MAX_INSTANCE_DEPTH) throw tooMuch(`its instances are made more than ${MAX_INSTANCE_DEPTH} deep`);
    const spaces: Spaces = {
      around,
      components: [],
      modules: [],
      instances: [],
      coreInstances: [],
      coreMemories: [],
      funcs: [],
      coreFuncs: [],
    };
    const exports = new Map<string, Item>();
    for (const step of definition.definitions) {
      this.#spend(1);
      this.#carryOut(step, spaces, args, exports, depth);
    }
    this.#arguments.inspectExports(definition);
    return exports;
  }

  #spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft < 0)
      throw tooMuch(`its instances have more than ${MAX_STEPS.toLocaleString("en")} definitions`);
  }

  #carryOut(
    step: Definition,
    spaces: Spaces,
    args: Items | undefined,
    exports: Map<string, Item>,
    depth: number,
  ): void {
    switch (step.kind) {
      case "core-module":
        spaces.modules.push(step.offset);
        return;
      case "core-instance":
        spaces.coreInstances.push(this.#instantiateCore(step, spaces));
        return;
      case "core-bundle":
        spaces.coreInstances.push(this.#coreBundle(step.exports, spaces));
        return;
      case "core-alias":
        this.#coreAlias(step, spaces);
        return;
      case "component":
        spaces.components.push({ definition: step.component, around: spaces });
        return;
      case "instance": {
        const given = this.#supplied(step.args, spaces);
        const closure = at(spaces.components, step.component);
        spaces.instances.push(this.#instantiate(closure, given, depth + 1));
        this.#arguments.inspect(step, closure.definition);
        return;
      }
      case "bundle":
        spaces.instances.push(this.#supplied(step.exports, spaces));
        return;
      case "alias": {
        const found = at(spaces.instances, step.instance).get(step.name);
        add(spaces, expected(found, step.entity.sort, step.name), step.entity);
        return;
      }
      case "outer":
        add(spaces, itemAt(outward(spaces, step.depth), step.entity.sort, step.index), step.entity);
        return;
      case "import":
        add(
          spaces,
          args === undefined
            ? this.#fromHost(step.entity, step.name)
            : expected(args.get(step.name), step.entity.sort, step.name),
          step.entity,
        );
        return;
      case "export": {
        const item = itemAt(spaces, step.entity.sort, step.item.index);
        exports.set(step.name, item);
        add(spaces, item, step.entity);
        return;
      }
      case "lift":
        inspectMemory(step.options, spaces);
        inspectLift(step.type, spaces.coreFuncs[step.core], step.options, spaces.coreFuncs);
        spaces.funcs.push(step.type);
        return;
      case "lower":
        inspectMemory(step.options, spaces);
        spaces.coreFuncs.push(inspectLower(spaces.funcs[step.func], step.options, spaces.coreFuncs));
        return;
      case "resource":
        if (step.destructor !== undefined) inspectDestructor(spaces.coreFuncs[step.destructor]);
        return;
      case "resource-new":
      case "resource-drop":
      case "resource-rep":
        spaces.coreFuncs.push(builtInSignature(step.kind));
        return;
      case "built-in":
        spaces.coreFuncs.push(builtInSignature(step.name));
        return;
      default:
    }
  }

  #instantiateCore({ module, args }: Extract<Definition, { kind: "core-instance" }>, spaces: Spaces): CoreItems {
    const offset = at(spaces.modules, module);
    this.#coreInstancesLeft -= 1;
    if (this.#coreInstancesLeft < 0)
      throw tooMuch(`it makes more than ${MAX_INSTANCES.toLocaleString("en")} core instances`);
    this.counts.set(offset, (this.counts.get(offset) ?? 0) + 1);
    const given = new Map(args.map(({ name, instance }) => [name, at(spaces.coreInstances, instance)]));
    if (given.size < args.length) throw invalid("a core module is given two instances under one name");
    this.#inspectImports(offset, given);
    const known = this.#coreExports.get(offset);
    if (known !== undefined) return known;
    const exports = coreExports(this.#modules.get(offset), this.#functions(offset));
    this.#coreExports.set(offset, exports);
    return exports;
  }

  /** The browser compares what core modules give one another; what the linker makes has no types to it. */
  #inspectImports(offset: number, given: ReadonlyMap<string, CoreItems>): void {
    const imports = this.#modules.get(offset)?.imports ?? [];
    this.#spend(imports.length + given.size);
    let funcs = 0;
    for (const { module = "", name, kind } of imports) {
      const found = given.get(module)?.get(name);
      const what = `what a core module imports as ${quoted(name)} of ${quoted(module)}`;
      if (found?.sort !== kind) throw invalid(`${what} is not given as a ${kind}`);
      if (kind !== "func") continue;
      expect(found.signature, this.#functions(offset)?.imports[funcs], what);
      funcs += 1;
    }
  }

  #functions(offset: number): CoreFunctions | undefined {
    if (!this.#coreFunctions.has(offset)) this.#coreFunctions.set(offset, this.#functionsOf(offset));
    return this.#coreFunctions.get(offset);
  }

  #coreBundle(
    supplied: readonly { readonly name: string; readonly sort: CoreSort; readonly index: number }[],
    spaces: Spaces,
  ): CoreItems {
    this.#spend(supplied.length);
    return new Map(
      supplied.map(({ name, sort, index }) => [
        name,
        {
          sort,
          memory: sort === "memory" ? spaces.coreMemories[index] : undefined,
          signature: sort === "func" ? spaces.coreFuncs[index] : undefined,
        },
      ]),
    );
  }

  #coreAlias({ instance, name, sort }: Extract<Definition, { kind: "core-alias" }>, spaces: Spaces): void {
    const found = at(spaces.coreInstances, instance).get(name);
    if (found?.sort !== sort) throw invalid(`a core instance does not export the ${sort} ${quoted(name)}`);
    if (sort === "memory") spaces.coreMemories.push(found.memory);
    else if (sort === "func") spaces.coreFuncs.push(found.signature);
  }

  #supplied(
    supplied: readonly { readonly name: string; readonly index: number; readonly entity: Entity }[],
    spaces: Spaces,
  ): Items {
    this.#spend(supplied.length);
    return new Map(supplied.map(({ name, index, entity }) => [name, itemAt(spaces, entity.sort, index)]));
  }

  /** What the host gives for an import. Recursion is as deep as types are nested, which was looked at before. */
  #fromHost(entity: Entity, name: string): Item {
    switch (entity.sort) {
      case "func":
        return FUNC;
      case "type":
        return TYPE;
      case "value":
        return VALUE;
      case "component":
        throw unsupported("component-imports", `a component that it imports (${quoted(name)})`);
      case "module":
        throw unsupported("module-imports", `a core module that it imports (${quoted(name)})`);
      case "instance": {
        const known = this.#imported.get(entity.type);
        if (known !== undefined) return { sort: "instance", exports: known };
        const exports: Items = new Map(
          [...entity.type.exports].map(([inner, item]) => [inner, this.#fromHost(item, `${name}#${inner}`)]),
        );
        this.#imported.set(entity.type, exports);
        return { sort: "instance", exports };
      }
    }
  }
}

function coreExports(module: CoreModuleDetail | undefined, functions: CoreFunctions | undefined): CoreItems {
  if (module === undefined) throw invalid("it instantiates a core module that it does not have");
  // Which memory an export is, is not read: a module with several is judged by all of them.
  const memory = {
    wide: module.memories.some(({ wide }) => wide),
    shared: module.memories.some(({ shared }) => shared),
  };
  return new Map(
    module.exports.map(({ name, kind }) => [
      name,
      {
        sort: kind,
        memory: kind === "memory" ? memory : undefined,
        signature: kind === "func" ? functions?.exports.get(name) : undefined,
      },
    ]),
  );
}

function inspectMemory({ memory: index }: CanonOptions, spaces: Spaces): void {
  const memory = index === undefined ? undefined : spaces.coreMemories[index];
  if (memory?.wide === true) throw unsupported("memory64", "a memory with 64-bit addresses");
  if (memory?.shared === true) throw unsupported("shared-memory", "a shared memory");
}

/** Gives an item the next index of its sort; `entity` is its type as it is seen here. */
function add(spaces: Spaces, item: Item, entity: Entity): void {
  if (entity.sort === "func") spaces.funcs.push(entity.type);
  if (item.sort === "instance") spaces.instances.push(item.exports);
  else if (item.sort === "component") spaces.components.push(item.closure);
  else if (item.sort === "module") spaces.modules.push(item.offset);
}

function itemAt(spaces: Spaces, sort: Entity["sort"], index: number): Item {
  switch (sort) {
    case "func":
      return FUNC;
    case "type":
      return TYPE;
    case "value":
      return VALUE;
    case "instance":
      return { sort, exports: at(spaces.instances, index) };
    case "component":
      return { sort, closure: at(spaces.components, index) };
    case "module":
      return { sort, offset: at(spaces.modules, index) };
  }
}

function outward(spaces: Spaces, depth: number): Spaces {
  let found: Spaces | undefined = spaces;
  for (let left = depth; left > 0; left -= 1) found = found?.around;
  if (found === undefined) throw invalid("an alias reaches further out than there are components");
  return found;
}

function expected(item: Item | undefined, sort: Entity["sort"], name: string): Item {
  if (item === undefined) throw invalid(`a component inside is not given the ${sort} ${quoted(name)}`);
  if (item.sort !== sort)
    throw invalid(`${quoted(name)} should be a ${sort}, but what is given for it is a ${item.sort}`);
  return item;
}

/** The reader has checked every index. */
function at<T>(space: readonly T[], index: number): T {
  const found = space[index];
  if (found === undefined) throw invalid(`the index ${index} is out of range`);
  return found;
}
