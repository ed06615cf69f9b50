import type { Extern } from "../component/index.ts";
import { Describer } from "../wit/describe.ts";
import { Quota, Workbook } from "../wit/subtype.ts";
import {
  fixForExport,
  fixForExportVersion,
  fixForImport,
  fixForImportVersion,
  fixForMissingExport,
  fixForMissingImport,
  fixForUnread,
} from "./fixes.ts";
import type { Difference, DifferenceKind, Fit, FitEntry, FitStatus, Subject, World, WorldFit } from "./model.ts";
import { pathInWords } from "./places.ts";
import { differs, relate, type Relation } from "./relate.ts";
import { Clauses, verdict } from "./verdict.ts";
import { baseName, differenceOf, fullName, list, moreDifferences, versionText, type Party } from "./words.ts";

/** What is told apart between imports and exports. */
interface Way {
  readonly asks: Party;
  readonly has: (found: Extern, wanted: Extern) => Party;
  readonly fix: (wanted: Extern, found: Extern) => string;
  readonly missing: (wanted: Extern) => Difference;
  readonly incompatible: (wanted: Extern, found: readonly Extern[]) => Difference;
  readonly newer: (found: Extern) => string;
  /** An entry's names. */
  readonly named: (wanted: Extern, found: Extern | undefined) => Pick<FitEntry, "name" | "by">;
  /** What nobody has may stand in a part that could not be read. */
  readonly unread: boolean;
  readonly clauses: Clauses;
}

/** How many differences a fit lists in all, and how many are looked at for the verdict on one of many worlds. */
const MAX_LISTED = 1000;
const MAX_TOLD = 200;
/** How much is looked at for all of many worlds together, as one comparison counts it. */
const MAX_WORK_OF_ALL = 400_000;

/**
 * Compares a component with a world by the component model's subtyping: every import of the component with what the world
 * provides, and every export that the world expects with what the component has, each with its differences down to the
 * last field. Interfaces match by name and semver-compatible version. Any component is safe to give: of more than a
 * thousand differences the others are only counted.
 */
export function checkFit(component: Subject, world: World): Fit {
  const quota = new Quota(MAX_LISTED, true);
  const relations = relate(component, world, { book: new Workbook(), quota });
  const ways = waysOf(component, new Describer(component.type), world);
  const judged = (all: readonly Relation[], way: Way): readonly FitEntry[] =>
    all.map((relation) => {
      const entry = judge(relation, way);
      way.clauses.tell(entry);
      return entry;
    });
  const imports = judged(relations.imports, ways.imports);
  const exports = judged(relations.exports, ways.exports);
  const incomplete = component.incomplete !== undefined;
  return {
    fits: !incomplete && ![...relations.imports, ...relations.exports].some(differs),
    imports,
    exports,
    extraExports: relations.extraExports.map(({ name }) => name),
    unused: relations.unusedImports.map(({ name }) => name),
    verdict: verdict(world.id, ways.imports.clauses, ways.exports.clauses, incomplete),
  };
}

/**
 * Which of many worlds a component fits, in their order. Only what the verdicts show is put into words. The work is bounded
 * for all of them together: what is beyond it does not fit, and its verdict says that it was not compared.
 */
export function fitsOf(component: Subject, worlds: readonly World[]): readonly WorldFit[] {
  const book = new Workbook(MAX_WORK_OF_ALL);
  const own = new Describer(component.type);
  return worlds.map((world) => {
    const relations = relate(component, world, { book, quota: new Quota(MAX_TOLD, false) });
    const ways = waysOf(component, own, world);
    const misfits =
      tellBriefly(relations.imports.filter(differs), ways.imports) +
      tellBriefly(relations.exports.filter(differs), ways.exports);
    const incomplete = component.incomplete !== undefined;
    const fits = !incomplete && misfits === 0;
    const words = verdict(world.id, ways.imports.clauses, ways.exports.clauses, incomplete);
    return { id: world.id, fits, misfits: fits ? 0 : Math.max(misfits, 1), verdict: words };
  });
}

function waysOf(component: Subject, own: Describer, world: World): { readonly imports: Way; readonly exports: Way } {
  const worlds = new Describer(world.type);
  return {
    imports: importWay(own, worlds),
    exports: exportWay(own, worlds, component.incomplete !== undefined),
  };
}

/** Adds to the verdict, in words only as far as it shows them; gives the number of relations. */
function tellBriefly(relations: readonly Relation[], way: Way): number {
  for (const relation of relations) {
    const { wanted, found, findings } = relation;
    if (found.kind === "none" && !way.unread) way.clauses.lack(wanted.name);
    else if (way.clauses.full || findings?.list.length === 0) {
      const count = findings === undefined ? 1 : findings.list.length + findings.more;
      way.clauses.count({ count, open: findings?.uncounted ?? false });
    } else way.clauses.tell(judge(relation, way));
  }
  return relations.length;
}

function judge({ wanted, found, findings }: Relation, way: Way): FitEntry {
  const entry = (status: FitStatus, reasons: readonly string[], differences: readonly Difference[]): FitEntry => {
    const named = way.named(wanted, "extern" in found ? found.extern : undefined);
    return { ...named, status, functions: wanted.functions, reasons, differences };
  };
  if (!("extern" in found)) {
    const difference = found.kind === "none" ? way.missing(wanted) : way.incompatible(wanted, found.externs);
    return entry("missing", [difference.explanation], [difference]);
  }
  const { extern } = found;
  const fix = way.fix(wanted, extern);
  const scene = { wanted, asks: way.asks, has: way.has(extern, wanted), fix };
  const differences = (findings?.list ?? []).map((finding) => differenceOf(finding, scene));
  if (findings !== undefined && findings.more > 0) {
    const unlisted = { count: findings.more, open: findings.uncounted };
    differences.push(moreDifferences(unlisted, differences.length > 0, wanted, fix));
  }
  if (differences.length > 0) {
    const reasons = differences.map(({ explanation }) => explanation);
    return entry("mismatched", reasons, differences);
  }
  return found.kind === "newer" ? entry("newer", [way.newer(extern)], []) : entry("provided", [], []);
}

function absent(kind: DifferenceKind, wanted: Extern, found: string, explanation: string, fix: string): Difference {
  return { kind, path: pathInWords(baseName(wanted), []), expected: fullName(wanted), found, explanation, fix };
}

function notCompatible(wanted: Extern, found: readonly Extern[], has: string, fix: string): Difference {
  const names = list(found.map(fullName));
  const explanation = `${has} ${names}, which is not compatible with ${versionText(wanted)}.`;
  return absent("version", wanted, names, explanation, fix);
}

function importWay(own: Describer, worlds: Describer): Way {
  return {
    asks: { name: "the component", verb: "expects", types: own },
    has: (found, wanted) => ({ name: ownerOf("the world", found, wanted), verb: "has", types: worlds }),
    fix: fixForImport,
    named: ({ name }, found) => (found === undefined ? { name } : { name, by: found.name }),
    unread: false,
    clauses: new Clauses("the world does not provide", ({ by = "" }) => `the world's ${by}`),
    missing: (wanted) =>
      absent(
        "missing-import",
        wanted,
        "nothing",
        `The world does not provide ${fullName(wanted)}.`,
        fixForMissingImport(wanted),
      ),
    incompatible: (wanted, found) =>
      notCompatible(wanted, found, "The world provides", fixForImportVersion(wanted, found[0] ?? wanted)),
    newer: (found) => `The world provides the newer ${fullName(found)}, which is compatible.`,
  };
}

function exportWay(own: Describer, worlds: Describer, incomplete: boolean): Way {
  return {
    asks: { name: "the world", verb: "expects", types: worlds },
    has: (found, wanted) => ({ name: ownerOf("the component", found, wanted), verb: "has", types: own }),
    fix: fixForExport,
    named: (wanted, found) => ({ name: found?.name ?? wanted.name, by: wanted.name }),
    unread: incomplete,
    clauses: new Clauses("the component does not export", ({ name }) => `the component's ${name}`),
    missing: (wanted) => {
      const name = fullName(wanted);
      return incomplete
        ? absent("unread", wanted, "nothing", `${name} may stand in the part that could not be read.`, fixForUnread)
        : absent(
            "missing-export",
            wanted,
            "nothing",
            `The component does not export ${name}.`,
            fixForMissingExport(wanted),
          );
    },
    incompatible: (wanted, found) =>
      notCompatible(wanted, found, "The component exports", fixForExportVersion(wanted, found[0] ?? wanted)),
    newer: (found) => `The component exports the newer ${fullName(found)}, which is compatible.`,
  };
}

/** `the world's wasi:http/types@0.2.12`; unless both are interfaces, just `the world`. */
function ownerOf(owner: string, found: Extern, wanted: Extern): string {
  return found.kind === "instance" && wanted.kind === "instance" ? `${owner}'s ${fullName(found)}` : owner;
}
