import { fail, ok, type Result } from "../result.ts";
import { formatWit } from "../wit/text/format.ts";
import { readWit } from "../wit/text/read.ts";
import type { WitSymbol } from "../wit/text/structure.ts";

/** A file of WIT text; `path` has the folders that were opened with it, `wit/deps/io/streams.wit`. */
export interface WitFile {
  readonly path: string;
  readonly text: string;
}

interface ReadFile {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly symbols: readonly WitSymbol[];
  /** The line that names the package; WIT lets one file of a folder do that for all. */
  readonly header: WitSymbol | undefined;
}

interface Package {
  /** Absent for a file that holds nothing but nested packages. */
  readonly name: string | undefined;
  readonly files: ReadFile[];
}

/** How much text is taken, in UTF-16 units. */
const MOST_TEXT = 4 * 1024 * 1024;

/**
 * Makes one WIT text of several files (WIT.md, "Package Format"): the files of a folder are one package, each package in
 * `deps/` is nested, and the one that stands in the top folder and that no other one names is what the text is of. A single
 * file stays as it is. Fails with `wit-syntax`, naming the file, when the files do not make one package.
 */
export function combineWit(files: readonly WitFile[]): Result<string> {
  const wit = files.filter(({ path }) => path.toLowerCase().endsWith(".wit"));
  const [first, ...more] = wit.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  if (first === undefined)
    return problem(`there is no .wit file among them (${names(files.map(({ path }) => path))}).`);
  if (wit.reduce((sum, { text }) => sum + text.length, 0) > MOST_TEXT) return problem("they are larger than 4 MB.");
  if (more.length === 0) return ok(withoutMark(first.text));
  const packages = packagesOf([first, ...more].map(readFile));
  if (!packages.ok) return packages;
  const root = rootOf(packages.value);
  if (!root.ok) return root;
  const nested = packages.value.filter((each) => each !== root.value);
  const parts = [join(root.value, false), ...nested.map((each) => join(each, true))];
  return ok(formatWit(parts.join("\n\n")));
}

function problem(why: string): Result<never> {
  return fail("wit-syntax", `Opening the WIT files failed: ${why}`);
}

function readFile({ path, text: raw }: WitFile): ReadFile {
  const text = withoutMark(raw);
  const symbols = readWit(text);
  const header = symbols.find(({ kind, name, body }) => kind === "package" && name !== "" && body === undefined);
  return { path, folder: path.slice(0, Math.max(0, path.lastIndexOf("/"))), text, symbols, header };
}

/** Some editors put a byte order mark in front. */
function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** Puts files together by the package that they name; one that names none belongs to the package of its folder. */
function packagesOf(files: readonly ReadFile[]): Result<readonly Package[]> {
  const packages = new Map<string, Package>();
  const nested: Package[] = [];
  const put = (name: string, file: ReadFile): void => {
    const known = packages.get(name);
    if (known === undefined) packages.set(name, { name, files: [file] });
    // The same file may lie in the `deps` of several packages.
    else if (known.files.every(({ text }) => text !== file.text)) known.files.push(file);
  };
  const byFolder = new Map<string, Set<string>>();
  for (const file of files) {
    const { folder, header } = file;
    if (header === undefined) continue;
    byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(header.name));
  }
  for (const file of files) {
    const { path, folder, header, symbols } = file;
    const inFolder = [...(byFolder.get(folder) ?? [])];
    const [own] = inFolder;
    const isOnlyNested = symbols.length > 0 && symbols.every(({ kind }) => kind === "package");
    if (header !== undefined) put(header.name, file);
    else if (isOnlyNested) nested.push({ name: undefined, files: [file] });
    else if (own === undefined)
      return problem(
        `${path} does not say of which package it is, and no file beside it does. It begins with “package …;”.`,
      );
    else if (inFolder.length > 1)
      return problem(`${path} does not say of which package it is, and the files beside it are of ${names(inFolder)}.`);
    else put(own, file);
  }
  return ok([...packages.values(), ...nested]);
}

function rootOf(packages: readonly Package[]): Result<Package> {
  const own = packages.filter(({ name }) => name !== undefined);
  const depth = Math.min(...own.map(depthOf));
  const top = own.filter((each) => depthOf(each) === depth);
  const free = top.filter(({ name }) => !top.some((other) => other.name !== name && refers(other, name ?? "")));
  const withWorld = free.filter(({ files }) =>
    files.some(({ symbols }) => symbols.some(({ kind }) => kind === "world")),
  );
  const candidates = withWorld.length > 0 ? withWorld : free.length > 0 ? free : top;
  const [root, other] = candidates;
  if (root === undefined) return problem("no file says of which package it is. One of them begins with “package …;”.");
  if (other === undefined) return ok(root);
  return problem(
    `${names(candidates.map(({ name, files }) => `${name ?? ""} (${files[0]?.path ?? ""})`))} do not name each other, so nobody can tell which one is meant. Open one of them with those that it needs.`,
  );
}

/** How deep a package lies; what is in a `deps` folder lies below all that is not. */
function depthOf({ files }: Package): number {
  return Math.min(
    ...files.map(({ folder }) => {
      const parts = folder.split("/").filter((part) => part !== "");
      return parts.length + (parts.includes("deps") ? 1000 : 0);
    }),
  );
}

function refers({ files }: Package, name: string): boolean {
  const at = name.indexOf("@");
  const base = at < 0 ? name : name.slice(0, at);
  const version = at < 0 ? undefined : name.slice(at + 1);
  const among = (symbols: readonly WitSymbol[]): boolean =>
    symbols.some(
      ({ path, children }) => (path?.package === base && (path.version ?? version) === version) || among(children),
    );
  return files.some(({ symbols }) => among(symbols));
}

/** The files of a package as one text, the line that names it once. */
function join({ name, files }: Package, isNested: boolean): string {
  const used = new Set<string>();
  const bodies = files.map(({ text, symbols, header }) => {
    // The same interface may be brought in by several files, each for itself.
    const again = symbols.filter((symbol) => {
      if (symbol.kind !== "use") return false;
      const line = text.slice(symbol.start, symbol.end).replace(/\s+/g, "");
      return used.size === used.add(line).size;
    });
    const cuts = [...(header === undefined ? [] : [header]), ...again].toSorted((a, b) => a.start - b.start);
    let end = 0;
    const kept = cuts.map((cut) => {
      const piece = text.slice(end, cut === header ? cut.from : cut.start);
      end = cut.end;
      return piece;
    });
    return { before: header === undefined ? "" : (kept.shift() ?? ""), after: [...kept, text.slice(end)].join("") };
  });
  const named = files.find(({ header }) => header !== undefined);
  const line = named?.header === undefined ? "" : named.text.slice(named.header.from, named.header.nameAt.end);
  const head = bodies.map(({ before }) => before.trim()).filter((part) => part !== "");
  const body = bodies.map(({ after }) => after.trim()).filter((part) => part !== "");
  const inside = body.join("\n\n");
  if (name === undefined) return inside;
  // A line comment may stand at the end: the brace needs a line of its own.
  return [...head, isNested ? `${line} {\n${inside}\n}` : `${line};\n\n${inside}`].join("\n");
}

function names(all: readonly string[]): string {
  return all.slice(0, 4).join(", ") + (all.length > 4 ? ` and ${all.length - 4} more` : "");
}
