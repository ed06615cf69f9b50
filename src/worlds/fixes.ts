import type { Extern } from "../component/index.ts";
import { compareVersions } from "./names.ts";
import { interfaceOf } from "./versions.ts";
import { baseName, fullName } from "./words.ts";

/** The version as it is asked for: `wasi:http/types of version 0.2.4`. */
function versioned(extern: Extern): string {
  const name = interfaceOf(extern);
  return name?.version === undefined ? fullName(extern) : `${baseName(extern)} of version ${name.version.text}`;
}

export function fixForMissingImport(wanted: Extern): string {
  const orNewer = interfaceOf(wanted)?.version === undefined ? "" : " or newer";
  return `Choose a world that provides ${versioned(wanted)}${orNewer}, such as the component's own, or compose the component with one that exports it.`;
}

export function fixForImportVersion(wanted: Extern, nearest: Extern): string {
  return `Choose a world that provides ${versioned(wanted)}, or build the component against ${fullName(nearest)}.`;
}

export function fixForMissingExport(wanted: Extern): string {
  return `Build the component so that it exports ${fullName(wanted)}, or choose a world that does not expect it.`;
}

export function fixForExportVersion(wanted: Extern, nearest: Extern): string {
  return `Build the component against ${fullName(wanted)}, or choose a world that expects ${versioned(nearest)}.`;
}

export const fixForUnread =
  "Nobody can tell before the rest of the file is read: build the component without what is not known.";

/** For an import that the world provides in another shape. */
export function fixForImport(wanted: Extern, found: Extern): string {
  switch (order(wanted, found)) {
    case 1:
      return `Choose a world with ${versioned(wanted)} or newer, or build the component against ${fullName(found)}.`;
    case -1:
      return `Build the component against ${fullName(found)}, or choose a world with ${versioned(wanted)}.`;
    default:
      return `Build the component against the world's ${fullName(found)}, or choose a world that has ${fullName(wanted)} as the component expects it.`;
  }
}

/** For an export that the component has in another shape than the world expects. */
export function fixForExport(wanted: Extern, found: Extern): string {
  return order(wanted, found) === 0
    ? `Build the component against the world's ${fullName(wanted)}, or choose a world that expects it as the component has it.`
    : `Build the component against ${fullName(wanted)}, or choose a world that expects ${versioned(found)}.`;
}

/** 1 when the wanted version is newer than the one found, -1 when older. */
function order(wanted: Extern, found: Extern): number {
  const one = interfaceOf(wanted)?.version;
  const other = interfaceOf(found)?.version;
  return one === undefined || other === undefined ? 0 : Math.sign(compareVersions(one, other));
}
