import type { CanonOptions, ComponentDefinition, CoreSort, Definition, DefType } from "../../../component/index.ts";
import { invalid, unsupported } from "./refusal.ts";
import { TypeInspector } from "./types.ts";

interface Looking {
  readonly types: TypeInspector;
  readonly partly: boolean;
  /** The resources that the component at hand defines. */
  readonly local: Set<DefType>;
}

/** Refuses a component that holds anything, at any depth, that this engine cannot do; `partly` takes built-ins that only trap. */
export function inspect(definition: ComponentDefinition, partly: boolean): void {
  inspectComponent(definition, { types: new TypeInspector(), partly, local: new Set() }, 0);
}

/** Recursion is as deep as components are nested, which the reader bounds. */
function inspectComponent({ definitions }: ComponentDefinition, looking: Looking, depth: number): void {
  const here = { ...looking, local: new Set<DefType>() };
  for (const definition of definitions) inspectDefinition(definition, here, depth);
}

function inspectDefinition(definition: Definition, looking: Looking, depth: number): void {
  const { types, local } = looking;
  switch (definition.kind) {
    case "core-module":
    case "core-instance":
    case "resource-drop":
      return;
    case "resource-new":
    case "resource-rep":
      if (!local.has(definition.resource))
        throw invalid("a component wants to see what represents a resource that it does not define");
      return;
    case "core-bundle":
      for (const { sort } of definition.exports) inspectCoreSort(sort);
      return;
    case "core-alias":
      inspectCoreSort(definition.sort);
      return;
    case "component":
      inspectComponent(definition.component, looking, depth + 1);
      return;
    case "instance":
      for (const { entity } of definition.args) types.entity(entity, depth);
      types.type(definition.type, depth);
      return;
    case "bundle":
      for (const { entity } of definition.exports) types.entity(entity, depth);
      return;
    case "alias":
    case "import":
      types.entity(definition.entity, depth);
      return;
    case "outer":
      types.entity(definition.entity, depth);
      if (definition.depth > 0 && definition.entity.sort === "type" && types.refersToResource(definition.entity.type))
        throw invalid("a component takes a type with a resource from around itself");
      return;
    case "export":
      types.entity(definition.item.entity, depth);
      types.entity(definition.entity, depth);
      if (definition.entity.sort === "type" && definition.item.entity.sort === "type")
        if (local.has(definition.item.entity.type)) local.add(definition.entity.type);
      return;
    case "resource":
      local.add(definition.resource);
      if (definition.representation === "i64")
        throw unsupported("memory64", "resources that are represented by an i64");
      return;
    case "lift":
      types.type(definition.type, depth);
      inspectOptions(definition.options);
      return;
    case "lower":
      inspectOptions(definition.options);
      return;
    case "built-in":
      inspectBuiltIn(definition.name, looking.partly);
      return;
    case "start":
      if (definition.args.length > 0 || definition.results > 0)
        throw unsupported("values", "a start function with values");
      return;
    case "value":
      throw unsupported("values", "values that are imported, exported or defined");
  }
}

function inspectCoreSort(sort: CoreSort): void {
  if (sort === "type" || sort === "module" || sort === "instance")
    throw unsupported("core-types", `core instances that export a ${sort}`);
}

function inspectOptions({ async, callback }: CanonOptions): void {
  if (async || callback !== undefined) throw unsupported("async", "async functions");
}

/**
 * What the linker has. Of that, tasks, subtasks and waitables belong to async functions; without them nothing can be waited for, and most
 * of it traps as the specification says.
 */
const BUILT_INS: ReadonlySet<string> = new Set([
  "context.get",
  "context.set",
  "backpressure.inc",
  "backpressure.dec",
  "task.return",
  "task.cancel",
  "subtask.cancel",
  "subtask.drop",
  "waitable-set.new",
  "waitable-set.drop",
  "waitable.join",
]);

/** The others: `partly` takes those that only trap here, wherever they are called. */
function inspectBuiltIn(name: string, partly: boolean): void {
  if (BUILT_INS.has(name)) return;
  const what = `the built-in function ${name}`;
  if (name.endsWith(" of another type")) throw unsupported("memory64", what);
  if (name.startsWith("error-context.")) throw unsupported("error-context", what);
  if (name.startsWith("thread.") && !(partly && (name === "thread.yield" || name === "thread.index")))
    throw unsupported("threads", what);
  if (partly) return;
  throw unsupported(name.startsWith("stream.") ? "streams" : name.startsWith("future.") ? "futures" : "async", what);
}
