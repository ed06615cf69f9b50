// @ts-check
/**
 * The import directions between the rooms of `src/`: one table, no exceptions.
 * `rooms-plugin.mjs` makes it a lint rule. `src/main.tsx` and unit tests may import everything.
 */

/**
 * @typedef {object} Room
 * @property {string} name
 * @property {RegExp} files Paths inside `src/` that belong to the room; the first room that matches counts.
 * @property {readonly string[]} uses Rooms whose values and types may be imported.
 * @property {readonly string[]} [types] Rooms of which only types may be imported.
 * @property {readonly string[]} [packages] Packages that may be imported, with their subpaths.
 * @property {readonly string[]} [typePackages] Packages of which only types may be imported.
 */

/** @type {readonly Room[]} */
export const rooms = [
  { name: "result", files: /^result\.ts$/, uses: [] },
  {
    name: "api",
    files: /^api\.ts$/,
    uses: [],
    types: ["component", "wit", "worlds", "capability", "scenario", "protocol"],
  },

  // Pure: no DOM, no React, no Comlink; they run in Node.
  { name: "component", files: /^component\//, uses: [] },
  { name: "wit", files: /^wit\//, uses: ["component"] },
  { name: "worlds", files: /^worlds\//, uses: ["component", "wit"] },
  {
    name: "capability",
    // What stands beside the folders, each description, and by name the helpers that a description shares with its provider.
    files: /^capabilities\/((?!provider)[^/]+|[^/]+\/(capability|address|instant))\.ts$/,
    uses: [],
    packages: ["zod"],
  },
  {
    name: "scenario",
    files: /^scenario\//,
    uses: ["component", "wit", "worlds", "capability"],
    packages: ["zod", "fflate"],
  },
  {
    name: "protocol",
    files: /^protocol\//,
    uses: [],
    types: ["component", "wit", "worlds", "capability", "scenario"],
  },

  // What runs a component.
  {
    name: "provider",
    files: /^capabilities\//,
    uses: ["component", "wit", "capability"],
    types: ["protocol"],
    packages: ["@bytecodealliance/preview2-shim"],
  },
  {
    name: "engine/jco",
    files: /^engine\/jco\//,
    uses: ["component", "wit", "engine"],
    types: ["protocol"],
    packages: ["@bytecodealliance/jco", "@bytecodealliance/jco-transpile"],
  },
  { name: "engine/native", files: /^engine\/native\//, uses: ["component", "wit", "engine"], types: ["protocol"] },
  {
    name: "engine/testing",
    files: /^engine\/[^/]+-testing\.ts$/,
    uses: ["component", "wit", "engine", "engine/native", "engine/jco"],
    packages: ["@bytecodealliance/jco-transpile", "fast-check"],
  },
  { name: "engine", files: /^engine\//, uses: ["component", "wit"], types: ["protocol"] },
  { name: "bridge", files: /^bridge\//, uses: ["component", "wit"] },

  // Workers, and the frame that holds them. Only entries name Comlink.
  {
    name: "guest/entry",
    files: /^guest\/(entry|frame)[^/]*\.ts$/,
    uses: [
      "component",
      "wit",
      "capability",
      "scenario",
      "protocol",
      "provider",
      "engine",
      "engine/native",
      "engine/jco",
      "guest",
    ],
    packages: ["comlink"],
  },
  {
    name: "guest",
    files: /^guest\//,
    uses: [
      "component",
      "wit",
      "capability",
      "scenario",
      "protocol",
      "provider",
      "engine",
      "engine/native",
      "engine/jco",
    ],
  },
  {
    name: "analysis/entry",
    files: /^analysis\/entry[^/]*\.ts$/,
    uses: ["component", "wit", "worlds", "protocol", "engine/native", "engine/jco", "analysis"],
    packages: ["comlink"],
  },
  {
    name: "analysis",
    files: /^analysis\//,
    uses: ["component", "wit", "worlds", "protocol", "engine/native", "engine/jco"],
    packages: ["@bytecodealliance/jco", "@bytecodealliance/jco-transpile"],
  },

  // The page.
  {
    name: "host",
    files: /^host\//,
    uses: ["wit", "worlds", "capability", "scenario", "protocol", "api"],
    types: ["component"],
    packages: ["comlink", "idb-keyval", "fflate", "zod", "zustand"],
  },
  {
    name: "ui/editor",
    files: /^ui\/editor\//,
    uses: ["wit", "worlds", "capability", "scenario", "host", "ui"],
    types: ["component", "protocol", "api"],
    packages: ["react", "react-dom", "monaco-editor"],
  },
  {
    name: "ui",
    files: /^ui\//,
    uses: ["wit", "worlds", "capability", "scenario", "host", "ui/editor"],
    types: ["component", "protocol", "api"],
    packages: [
      "react",
      "react-dom",
      "react-aria-components",
      "react-resizable-panels",
      "@tanstack/react-virtual",
      "fflate",
      "zustand",
    ],
  },
];

/** The composition root: the only file that sees everything. */
const compositionRoot = "main.tsx";

/** A worker's script named by an import with a query is an address, not code of the importer. */
const asAddress = /\/entry[^/]*\.ts\?(worker|worker&url|worker&inline|url)$/;

/**
 * Judges one import.
 * @param {string} file The importing file, relative to `src/`, with forward slashes.
 * @param {string} specifier What it imports, as written.
 * @param {boolean} typeOnly Whether only types are imported.
 * @returns {string | undefined} What is wrong, as a sentence, or undefined when the import is fine.
 */
export function judge(file, specifier, typeOnly) {
  if (file === compositionRoot || /\.test\.tsx?$/.test(file) || file.endsWith(".d.ts")) return undefined;
  const from = rooms.find((room) => room.files.test(file));
  if (from === undefined) return `src/${file} is in no room: see scripts/lint/rooms.mjs.`;
  if (specifier.startsWith("virtual:")) return undefined;
  if (!specifier.startsWith(".")) return judgePackage(from, specifier, typeOnly);
  if (asAddress.test(specifier)) return undefined;

  const path = resolve(file, specifier.replace(/\?.*$/, ""));
  if (path === undefined) return `${specifier} leaves src/.`;
  const to = rooms.find((room) => room.files.test(path));
  if (to === undefined) return `src/${path} may be imported by nobody: it is in no room.`;
  if (to === from || to.name === "result" || from.uses.includes(to.name)) return undefined;
  if (from.types?.includes(to.name)) {
    return typeOnly ? undefined : `${from.name} may import only types of ${to.name}: use "import type".`;
  }
  return `${from.name} may not import ${to.name}: see the table in scripts/lint/rooms.mjs.`;
}

/**
 * @param {Room} from
 * @param {string} specifier
 * @param {boolean} typeOnly
 * @returns {string | undefined}
 */
function judgePackage(from, specifier, typeOnly) {
  /** @param {string} name */
  const isOf = (name) => specifier === name || specifier.startsWith(`${name}/`);
  if (from.packages?.some(isOf)) return undefined;
  if (from.typePackages?.some(isOf)) {
    return typeOnly ? undefined : `${from.name} may import only types of ${specifier}: use "import type".`;
  }
  return `${from.name} may not import ${specifier}: see the table in scripts/lint/rooms.mjs.`;
}

/**
 * @param {string} file
 * @param {string} specifier
 * @returns {string | undefined} The imported path inside `src/`.
 */
function resolve(file, specifier) {
  const parts = file.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "." && part !== "") {
      parts.push(part);
    }
  }
  return parts.join("/");
}
