import type { Extern } from "../component/index.ts";
import { Describer } from "../wit/describe.ts";
import {
  fixForExport,
  fixForExportVersion,
  fixForImport,
  fixForImportVersion,
  fixForMissingExport,
  fixForMissingImport,
  fixForUnread,
} from "./fixes.ts";
import type { Difference, DifferenceKind, Fit, FitEntry, Subject, World, WorldFit } from "./model.ts";
import { pathInWords } from "./places.ts";
import { relate, type Relation } from "./relate.ts";
import { stands, verdict } from "./verdict.ts";
import { baseName, differenceOf, fullName, list, moreDifferences, versionText, type Party } from "./words.ts";

/** What is told apart between imports and exports. */
interface Way {
  readonly asks: Party;
  readonly has: (found: Extern, wanted: Extern) => Party;
  readonly fix: (wanted: Extern, found: Extern) => string;
  readonly missing: (wanted: Extern) => Difference;
  readonly incompatible: (wanted: Extern, found: readonly Extern[]) => Difference;
  readonly newer: (found: Extern) => string;
}

/**
 * Compares a component with a world by the component model's subtyping: every import of the component with what the world
 * provides, and every export that the world expects with what the component has, each with all differences down to the
 * last field. Interfaces match by name and semver-compatible version. Any component is safe to give.
 */
export function checkFit(component: Subject, world: World): Fit {
  const relations = relate(component, world);
  const own = new Describer(component.type);
  const worlds = new Describer(world.type);
  const incomplete = component.incomplete !== undefined;
  const provided = importWay(own, worlds);
  const expected = exportWay(own, worlds, incomplete);
  const imports = relations.imports.map((relation) => {
    const { status, differences, reasons, found } = judge(relation, provided);
    const { name, functions } = relation.wanted;
    const by = found === undefined ? {} : { by: found.name };
    return { name, ...by, status, functions, reasons, differences };
  });
  const exports = relations.exports.map((relation) => {
    const { status, differences, reasons, found } = judge(relation, expected);
    const { name, functions } = relation.wanted;
    return { name: found?.name ?? name, by: name, status, functions, reasons, differences };
  });
  return {
    fits: !incomplete && [...imports, ...exports].every(stands),
    imports,
    exports,
    extraExports: relations.extraExports.map(({ name }) => name),
    unused: relations.unusedImports.map(({ name }) => name),
    verdict: verdict(world.id, imports, exports, incomplete),
  };
}

/** Which of many worlds a component fits, in their order. */
export function fitsOf(component: Subject, worlds: readonly World[]): readonly WorldFit[] {
  return worlds.map((world) => {
    const fit = checkFit(component, world);
    const misfits = [...fit.imports, ...fit.exports].filter((entry) => !stands(entry)).length;
    return { id: world.id, fits: fit.fits, misfits: fit.fits ? 0 : Math.max(misfits, 1), verdict: fit.verdict };
  });
}

interface Judged extends Pick<FitEntry, "status" | "reasons" | "differences"> {
  readonly found: Extern | undefined;
}

function judge({ wanted, found, findings }: Relation, way: Way): Judged {
  if (found.kind === "none") return missing(way.missing(wanted));
  if (found.kind === "incompatible") return missing(way.incompatible(wanted, found.externs));
  const { extern } = found;
  const fix = way.fix(wanted, extern);
  const scene = { wanted, asks: way.asks, has: way.has(extern, wanted), fix };
  const differences = (findings?.list ?? []).map((finding) => differenceOf(finding, scene));
  if (findings !== undefined && findings.more > 0)
    differences.push(moreDifferences(findings.more, findings.uncounted, wanted, fix));
  if (differences.length > 0) {
    const reasons = differences.map(({ explanation }) => explanation);
    return { found: extern, status: "mismatched", reasons, differences };
  }
  if (found.kind === "newer") return { found: extern, status: "newer", reasons: [way.newer(extern)], differences };
  return { found: extern, status: "provided", reasons: [], differences };
}

function missing(difference: Difference): Judged {
  return { found: undefined, status: "missing", reasons: [difference.explanation], differences: [difference] };
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
