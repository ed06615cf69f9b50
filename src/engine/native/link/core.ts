import type { CoreSort, CoreSupplied } from "../../../component/index.ts";
import { quoted } from "../../../wit/names.ts";
import { watchExit } from "../../watch-exit.ts";
import { checkAlive } from "../calls/instances.ts";
import { broken, type LinkFailure } from "./failure.ts";
import type { Linking } from "./linking.ts";
import type { CoreExports, IndexSpaces } from "./spaces.ts";

/** Core modules and instances (Binary.md, "Core Definitions"): the browser validates and links them, here their imports are put together. */

/** Instantiates a core module. Traps of its start function and errors of the host are thrown as they are. */
export function instantiateCore(
  linking: Linking,
  spaces: IndexSpaces,
  module: WebAssembly.Module,
  args: readonly { readonly name: string; readonly instance: number }[],
): CoreExports {
  const imports: Record<string, CoreExports> = bare();
  for (const { name, instance } of args) imports[name] = spaces.coreInstance(instance);
  // What index spaces hold is checked when it is put there; the types of core imports are loose.
  const given = watchExit(imports as WebAssembly.Imports, linking.options);
  let exports: CoreExports;
  try {
    ({ exports } = new WebAssembly.Instance(module, given));
  } catch (error) {
    throw missingImport(module, imports) ?? linkError(error) ?? error;
  }
  // A start function can catch a trap of what it imports.
  checkAlive(linking.store);
  linking.reach.addInstance(module, imports, exports);
  return exports;
}

/** An instance made of what others export. */
export function bundleCore(spaces: IndexSpaces, supplied: readonly CoreSupplied[]): CoreExports {
  const exports: Record<string, unknown> = bare();
  for (const { name, sort, index } of supplied) {
    if (sort !== "type") exports[name] = spaces.coreItem(sort, index);
  }
  return exports;
}

/** What an alias names in a core instance. Fails with `link` when it is missing or of another sort. */
export function aliasCore(exports: CoreExports, sort: CoreSort, name: string): unknown {
  const value = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (value === undefined) throw broken(`a core instance does not export ${quoted(name)}`);
  if (!isOfSort(value, sort)) throw broken(`the core export ${quoted(name)} is no ${sort}`);
  return value;
}

function isOfSort(value: unknown, sort: CoreSort): boolean {
  switch (sort) {
    case "func":
      return typeof value === "function";
    case "memory":
      return value instanceof WebAssembly.Memory;
    case "table":
      return value instanceof WebAssembly.Table;
    case "global":
      return value instanceof WebAssembly.Global;
    case "tag":
      return "Tag" in WebAssembly && value instanceof WebAssembly.Tag;
    default:
      // Core instances export no modules, instances or types.
      return false;
  }
}

const SORTS: Readonly<Record<string, CoreSort>> = {
  function: "func",
  memory: "memory",
  table: "table",
  global: "global",
  tag: "tag",
};

/** Why a module could not be linked, where it lacks something: the browser's own words do not always have the names. */
function missingImport(
  module: WebAssembly.Module,
  imports: Readonly<Record<string, CoreExports>>,
): LinkFailure | undefined {
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    const sort = SORTS[kind];
    const value = imports[from]?.[name];
    if (value === undefined)
      return broken(`a core module imports ${quoted(name)} of ${quoted(from)}, which it is not given`);
    if (sort !== undefined && !isOfSort(value, sort)) {
      return broken(
        `a core module imports ${quoted(name)} of ${quoted(from)} as a ${kind}, and is given something else`,
      );
    }
  }
  return undefined;
}

function linkError(error: unknown): LinkFailure | undefined {
  return error instanceof WebAssembly.LinkError
    ? broken(`a core module could not be linked (${error.message})`)
    : undefined;
}

/** Names come out of the file, and one may be `__proto__`. */
function bare<T>(): Record<string, T> {
  // An object without prototype is a record of what is put into it.
  return Object.create(null) as Record<string, T>;
}
