import type { Extern } from "../component/model.ts";
import type { Fit, FitEntry, World } from "./model.ts";
import { compareVersions, compatible, parseInterfaceName } from "./names.ts";
import { list, verdict } from "./words.ts";

/** What one side has that answers to a name. */
type Match =
  | { readonly kind: "same" | "newer" | "older"; readonly extern: Extern }
  /** Of the same interface, in versions that cannot stand for the one asked for. */
  | { readonly kind: "incompatible"; readonly externs: readonly Extern[] }
  | { readonly kind: "none" };

/**
 * Compares a component with a world, interface by interface and function by function (names; types are not compared).
 * Interfaces match by name and semver-compatible version. Gives every import of the component and every export that the
 * world expects, each with all its reasons.
 */
export function checkFit(
  component: { readonly imports: readonly Extern[]; readonly exports: readonly Extern[] },
  world: World,
): Fit {
  const used = new Set<string>();
  const imports = component.imports.map((wanted) => importEntry(wanted, world, used));
  const exported = new Set<string>();
  const exports = world.exports.map((expected) => exportEntry(expected, component.exports, exported));
  const fits = [...imports, ...exports].every((entry) => entry.status === "provided" || entry.status === "newer");
  return {
    fits,
    imports,
    exports,
    extraExports: names(component.exports).filter((name) => !exported.has(name)),
    unused: names(world.imports).filter((name) => !used.has(name)),
    verdict: verdict(world.id, fits, imports, exports),
  };
}

function importEntry(wanted: Extern, world: World, used: Set<string>): FitEntry {
  const entry = { name: wanted.name, functions: wanted.functions };
  const match = find(wanted.name, world.imports);
  switch (match.kind) {
    case "none":
      return { ...entry, status: "missing", reasons: [`The world does not provide ${wanted.name}.`] };
    case "incompatible":
      return {
        ...entry,
        status: "missing",
        reasons: [
          `The world provides ${list(names(match.externs))}, which is not compatible with ${asked(wanted.name)}.`,
        ],
      };
    case "same":
    case "newer":
    case "older": {
      const { extern } = match;
      used.add(extern.name);
      const by = extern.name;
      const reasons = differences(wanted, extern, "The component imports", "the world provides");
      const lacking = missingFunctions(wanted, extern);
      if (lacking.length > 0) reasons.push(`The world's ${by} has no ${functionsInWords(lacking)}.`);
      if (reasons.length > 0) return { ...entry, by, status: "mismatched", reasons };
      if (match.kind !== "newer") return { ...entry, by, status: "provided", reasons: [] };
      return { ...entry, by, status: "newer", reasons: [`The world provides the newer ${by}, which is compatible.`] };
    }
  }
}

function exportEntry(expected: Extern, offered: readonly Extern[], exported: Set<string>): FitEntry {
  const entry = { by: expected.name, functions: expected.functions };
  const match = find(expected.name, offered);
  switch (match.kind) {
    case "none":
      return {
        ...entry,
        name: expected.name,
        status: "missing",
        reasons: [`The component does not export ${expected.name}.`],
      };
    case "incompatible":
      return {
        ...entry,
        name: expected.name,
        status: "missing",
        reasons: [
          `The component exports ${list(names(match.externs))}, which is not compatible with ${asked(expected.name)}.`,
        ],
      };
    case "same":
    case "newer":
    case "older": {
      const { extern } = match;
      exported.add(extern.name);
      const name = extern.name;
      const reasons = differences(expected, extern, "The world expects", "the component exports");
      const lacking = missingFunctions(expected, extern);
      if (lacking.length > 0) reasons.push(`The component's ${name} has no ${functionsInWords(lacking)}.`);
      if (reasons.length > 0) return { ...entry, name, status: "mismatched", reasons };
      if (match.kind !== "newer") return { ...entry, name, status: "provided", reasons: [] };
      return {
        ...entry,
        name,
        status: "newer",
        reasons: [`The component exports the newer ${name}, which is compatible.`],
      };
    }
  }
}

/** Looks for `name`: the same version first, else the newest compatible one. */
function find(name: string, externs: readonly Extern[]): Match {
  const exact = externs.find((extern) => extern.name === name);
  if (exact !== undefined) return { kind: "same", extern: exact };
  const wanted = parseInterfaceName(name);
  if (wanted === undefined) return { kind: "none" };
  let best: { readonly extern: Extern; readonly order: number } | undefined;
  const incompatible: Extern[] = [];
  for (const extern of externs) {
    const candidate = parseInterfaceName(extern.name);
    if (candidate?.base !== wanted.base) continue;
    if (
      wanted.version === undefined ||
      candidate.version === undefined ||
      !compatible(wanted.version, candidate.version)
    ) {
      incompatible.push(extern);
      continue;
    }
    const order = compareVersions(candidate.version, wanted.version);
    if (best === undefined || order > best.order) best = { extern, order };
  }
  if (best !== undefined) {
    return { kind: best.order > 0 ? "newer" : best.order < 0 ? "older" : "same", extern: best.extern };
  }
  return incompatible.length > 0 ? { kind: "incompatible", externs: incompatible } : { kind: "none" };
}

function differences(wanted: Extern, found: Extern, wants: string, gives: string): string[] {
  if (wanted.kind === found.kind) return [];
  return [`${wants} ${wanted.name} as ${kindInWords[wanted.kind]}; ${gives} ${kindInWords[found.kind]}.`];
}

function missingFunctions(wanted: Extern, found: Extern): readonly string[] {
  if (wanted.kind !== "instance" || found.kind !== "instance") return [];
  const has = new Set(found.functions);
  return wanted.functions.filter((name) => !has.has(name));
}

const kindInWords = {
  instance: "an interface",
  func: "a function",
  component: "a component",
  module: "a core module",
  type: "a type",
  value: "a value",
} as const;

function functionsInWords(functions: readonly string[]): string {
  return `${functions.length === 1 ? "function" : "functions"} ${list(functions)}`;
}

function asked(name: string): string {
  return parseInterfaceName(name)?.version?.text ?? `${name} without a version`;
}

function names(externs: readonly Extern[]): readonly string[] {
  return externs.map((extern) => extern.name);
}
