import type { Entity, Extern } from "../component/index.ts";
import { Subtyping, type Findings, type Limits, type Match } from "../wit/subtype.ts";
import type { Subject } from "./model.ts";
import { ExternIndex, type Found } from "./versions.ts";

/** How one name that is asked for stands: what answers to it, and what is wrong with that. */
export interface Relation {
  readonly wanted: Extern;
  readonly found: Found;
  /** Absent when nothing answers. */
  readonly findings?: Findings;
}

export interface Relations {
  /** The subtype's imports, against the supertype's. */
  readonly imports: readonly Relation[];
  /** The supertype's exports, against the subtype's. */
  readonly exports: readonly Relation[];
  /** The supertype's imports that answer to none of the subtype's. */
  readonly unusedImports: readonly Extern[];
  /** The subtype's exports that answer to none of the supertype's. */
  readonly extraExports: readonly Extern[];
}

/**
 * Whether `subtype` can stand where `supertype` is expected: it may import less and export more (Explainer.md, "Type
 * Checking"). Names match by semver-compatible version.
 */
export function relate(subtype: Subject, supertype: Subject, limits: Limits): Relations {
  const given = new ExternIndex(supertype.imports);
  const offered = new ExternIndex(subtype.exports);
  const imports = subtype.imports.map((wanted) => {
    const found = given.findImplemented(wanted);
    if (found.kind === "none" && isAlias(subtype.type.imports.get(wanted.name))) return answeredByItself(wanted);
    return matched(wanted, found, subtype.type.imports, supertype.type.imports);
  });
  const exports = supertype.exports.map((wanted) =>
    matched(wanted, offered.find(wanted), supertype.type.exports, subtype.type.exports),
  );
  const matches = (all: readonly Matched[]): readonly Match[] => all.flatMap(({ match }) => match ?? []);
  const pairs = { imports: matches(imports), exports: matches(exports) };
  // Types are not looked at when there is nothing to compare.
  const types =
    pairs.imports.length + pairs.exports.length === 0
      ? undefined
      : new Subtyping(subtype.type, supertype.type, pairs, limits);
  const related = (all: readonly Matched[], way: "imports" | "exports"): readonly Relation[] =>
    all.map(({ wanted, found, match }) =>
      match === undefined || types === undefined
        ? { wanted, found }
        : { wanted, found, findings: types.compare(way, wanted.name, match) },
    );
  return {
    imports: related(imports, "imports"),
    exports: related(exports, "exports"),
    unusedImports: without(supertype.imports, imports),
    extraExports: without(subtype.exports, exports),
  };
}

/** Whether nothing answers, or something that differs. */
export function differs({ found, findings }: Relation): boolean {
  return !("extern" in found) || (findings !== undefined && findings.list.length + findings.more > 0);
}

interface Matched {
  readonly wanted: Extern;
  readonly found: Found;
  readonly match: Match | undefined;
}

/** A type that is imported as equal to one that is written out: whoever instantiates the component gives it that very type. */
function isAlias(wanted: Entity | undefined): boolean {
  return wanted?.sort === "type" && wanted.type.kind !== "resource";
}

function answeredByItself(wanted: Extern): Matched {
  return { wanted, found: { kind: "same", extern: wanted }, match: undefined };
}

type Names = ReadonlyMap<string, Entity>;

function matched(wanted: Extern, found: Found, asked: Names, has: Names): Matched {
  const one = asked.get(wanted.name);
  const other = "extern" in found ? has.get(found.extern.name) : undefined;
  // Every import and export has its type; who leaves it out has nothing.
  if (one === undefined || ("extern" in found && other === undefined))
    return { wanted, found: { kind: "none" }, match: undefined };
  return { wanted, found, match: other && { wanted: one, found: other } };
}

function without(externs: readonly Extern[], matches: readonly Matched[]): readonly Extern[] {
  const used = new Set(matches.map(({ found }) => ("extern" in found ? found.extern.name : undefined)));
  return externs.filter(({ name }) => !used.has(name));
}
