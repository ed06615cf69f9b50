import { command as commandAdapter, reactor as reactorAdapter } from "virtual:orrery/adapters";
import { readCoreModule } from "../component/index.ts";
import type { CoreExtern, CoreModuleDetail, Producer } from "../component/index.ts";
import { err, fail, ok, type Result } from "../result.ts";
import { useTools } from "./tools.ts";
import { crashed, unreadable } from "./words.ts";

interface Adapted {
  /** What the module says of its making; the component would name the adapter's tools as well. */
  readonly producers: readonly Producer[];
  readonly component: Uint8Array<ArrayBuffer>;
  readonly adapted: boolean;
  readonly notices: readonly string[];
}

/** Names under which preview 1 was imported: the last one, and the one before it, which the adapter serves as well. */
const previewOne = ["wasi_snapshot_preview1", "wasi_unstable"];

/**
 * Makes a component of a core module: with the preview 1 adapter when it imports WASI, as it stands when a toolchain has
 * embedded its component type. Fails with `no-wasi` or `unknown-imports`.
 */
export async function adapt(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Adapted>> {
  const read = readCoreModule(bytes);
  if (!read.ok) return err(unreadable(name, read.error));
  const module = read.value;
  const typed = module.customSections.some((section) => section.startsWith("component-type"));
  const wasi = previewOne.filter((known) => module.imports.some((item) => item.module === known));

  const unknown = module.imports.filter((item) => item.module === undefined || !previewOne.includes(item.module));
  if (!typed && unknown.length > 0) return unknownImports(name, module, unknown);
  if (!typed && wasi.length === 0) {
    return fail(
      "no-wasi",
      `Opening ${name} failed: it is a core module that does not use WASI, so it has no world to be compared with. Wrap it into a component first (wasm-tools component embed, then component new).`,
    );
  }

  const isCommand = module.exports.some((item) => item.name === "_start");
  const adapters: [string, Uint8Array][] = [];
  if (wasi.length > 0) {
    const adapter = await fetchAdapter(name, isCommand);
    if (!adapter.ok) return adapter;
    const lacking = module.imports.filter(
      (item) => item.module !== undefined && wasi.includes(item.module) && !adapter.value.functions.has(item.name),
    );
    if (lacking.length > 0) {
      return unknownImports(name, module, lacking);
    }
    adapters.push(...wasi.map((known): [string, Uint8Array] => [known, adapter.value.bytes]));
  }
  const made = await useTools((tools) => tools.componentNew(bytes, adapters));
  if (!made.ok) {
    if (made.error.tag === "crashed") return err(crashed(name, made.error));
    return fail(
      "invalid-component",
      `Opening ${name} failed: the core module could not be made into a component. ${made.error.text}`,
    );
  }
  return ok({
    component: new Uint8Array(made.value),
    producers: module.producers,
    adapted: wasi.length > 0,
    notices: notices(module, wasi, isCommand, typed),
  });
}

function unknownImports(name: string, module: CoreModuleDetail, unknown: readonly CoreExtern[]): Result<never> {
  const names = [...new Set(unknown.map((item) => `${item.module}.${item.name}`))];
  return fail(
    "unknown-imports",
    `Opening ${name} failed: it is a core module that imports ${someOf(names)}, which no adapter knows${madeBy(module)}. ${whereItBelongs(unknown)}`,
    { imports: names.slice(0, 200) },
  );
}

interface Adapter {
  readonly bytes: Uint8Array;
  /** The preview 1 functions that it serves. */
  readonly functions: ReadonlySet<string>;
}

async function fetchAdapter(name: string, isCommand: boolean): Promise<Result<Adapter>> {
  const response = await fetch(isCommand ? commandAdapter : reactorAdapter);
  const bytes = response.ok ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array();
  const read = readCoreModule(bytes);
  if (read.ok) return ok({ bytes, functions: new Set(read.value.exports.map((item) => item.name)) });
  return fail(
    "fetch",
    `Opening ${name} failed: the preview 1 adapter could not be loaded (HTTP ${response.status}). Reload the page.`,
  );
}

function notices(module: CoreModuleDetail, wasi: readonly string[], isCommand: boolean, typed: boolean): string[] {
  const [first] = wasi;
  if (first === undefined)
    return ["It was a core module with its component type embedded, and has been made into a component."];
  const what = first === "wasi_unstable" ? "the older wasi_unstable" : "WASI preview 1";
  const told = [
    `It was a core module for ${what}, and has been wrapped with the ${isCommand ? "command" : "reactor"} adapter to become a component.`,
  ];
  const functions = module.exports.filter(
    (item) => item.kind === "func" && !/^(_start|_initialize|cabi_|__)/.test(item.name),
  );
  if (!isCommand && !typed && functions.length > 0) {
    told.push(
      `Its functions ${someOf(functions.map((item) => item.name))} carry no component types, so they cannot be called from here.`,
    );
  }
  return told;
}

function whereItBelongs(unknown: readonly CoreExtern[]): string {
  // Interface names as modules: the inside of a component, taken out of it.
  return unknown.some((item) => /^[\w-]+:[\w-]+\//.test(item.module ?? ""))
    ? "It looks like the inside of a component: open the component that it was taken out of."
    : "It belongs to a host of its own, not to WASI.";
}

function madeBy(module: CoreModuleDetail): string {
  const names = module.imports.map((item) => `${item.module}.${item.name}`);
  if (names.some((name) => name.startsWith("wbg.") || name.includes("__wbindgen")))
    return " (wasm-bindgen made it for a web page)";
  if (names.some((name) => name.startsWith("env.napi_"))) return " (napi-rs made it for Node.js)";
  if (names.some((name) => name.includes("emscripten"))) return " (Emscripten made it for a web page)";
  if (names.some((name) => /^go(js)?\./.test(name))) return " (Go made it for its own JavaScript host)";
  return "";
}

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(printable);
  return names.length > shown.length ? `${shown.join(", ")} and ${names.length - shown.length} more` : shown.join(", ");
}

/** Core names are arbitrary text: long ones are cut, and what would not show is spelled out. */
function printable(name: string): string {
  const cut = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return cut.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}
