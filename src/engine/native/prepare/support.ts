import type { CanonOptions, ComponentDefinition, CoreSort, Definition } from "../../../component/index.ts";
import { unsupported } from "./refusal.ts";
import { TypeInspector } from "./types.ts";

interface Looking {
  readonly types: TypeInspector;
  readonly partly: boolean;
}

/** Refuses a component that holds anything, at any depth, that this engine cannot do; `partly` takes built-ins that only trap. */
export function inspect(definition: ComponentDefinition, partly: boolean): void {
  inspectComponent(definition, { types: new TypeInspector(), partly }, 0);
}

/** Recursion is as deep as components are nested, which the reader bounds. */
function inspectComponent({ definitions }: ComponentDefinition, looking: Looking, depth: number): void {
  for (const definition of definitions) inspectDefinition(definition, looking, depth);
}

function inspectDefinition(definition: Definition, looking: Looking, depth: number): void {
  const { types } = looking;
  switch (definition.kind) {
    case "core-module":
    case "core-instance":
    case "resource-new":
    case "resource-drop":
    case "resource-rep":
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
    case "outer":
    case "import":
      types.entity(definition.entity, depth);
      return;
    case "export":
      types.entity(definition.item.entity, depth);
      types.entity(definition.entity, depth);
      return;
    case "resource":
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

/** What the linker has. */
const BUILT_INS: ReadonlySet<string> = new Set(["context.get", "context.set", "backpressure.inc", "backpressure.dec"]);

/**
 * What serves async functions, streams and futures: without async functions, which are refused, most of it must trap nearly everywhere,
 * and in this engine it always does. `partly` takes it for that.
 */
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
