import type { Extern } from "../component/index.ts";
import { Describer } from "../wit/describe.ts";
import { Quota, Workbook, type Finding, type Findings, type Limits } from "../wit/subtype.ts";
import type { Change, ChangeKind, Comparison, Subject, Unlisted, Verdict } from "./model.ts";
import { relate, type Relation } from "./relate.ts";
import { pathInWords, shown } from "./places.ts";
import { interfaceOf } from "./versions.ts";
import { baseName, differenceOf, fullName, moreDifferences, nounOf, versionText, type Scene } from "./words.ts";

type Weight = Change["weight"];

/** What is told apart between imports and exports. */
interface Side {
  readonly added: ChangeKind;
  readonly removed: ChangeKind;
  readonly changed: ChangeKind;
  readonly version: ChangeKind;
  /** What it means when a name comes or goes, and when a version is not compatible. */
  readonly weights: { readonly added: Weight; readonly removed: Weight; readonly version: Weight };
  readonly verb: string;
}

const wants: Side = {
  added: "import-added",
  removed: "import-removed",
  changed: "import-changed",
  version: "import-version",
  weights: { added: "wider", removed: "compatible", version: "wider" },
  verb: "wants",
};

const offers: Side = {
  added: "export-added",
  removed: "export-removed",
  changed: "export-changed",
  version: "export-version",
  weights: { added: "compatible", removed: "breaking", version: "breaking" },
  verb: "offers",
};

/** How many changes are listed. */
const MAX_LISTED = 2000;

/**
 * What `b`, a later version, wants, offers or changed over `a`, and whether it can stand in for it, by the same subtyping as
 * fit. The heaviest changes come first; of very many the others are only counted. Any components
 * are safe to give.
 */
export function compareComponents(a: Subject, b: Subject): Comparison {
  const limits = (): Limits => ({ book: new Workbook(), quota: new Quota(MAX_LISTED, true) });
  const forth = relate(b, a, limits());
  const back = relate(a, b, limits());
  const earlier = new Describer(a.type);
  const later = new Describer(b.type);
  const wanting = {
    asks: { name: "this version", verb: "expects", types: later },
    has: { name: "the earlier version", verb: "expects", types: earlier },
  };
  const offering = {
    asks: { name: "the earlier version", verb: "has", types: earlier },
    has: { name: "this version", verb: "has", types: later },
  };
  const changes = [
    // Of imports the later version's names are looked for, of exports the earlier version's.
    ...changesOf(wants, forth.imports, back.imports, forth.unusedImports, wanting, "added"),
    ...changesOf(offers, forth.exports, back.exports, forth.extraExports, offering, "removed"),
    ...(a.incomplete === undefined && b.incomplete === undefined ? [] : [unread(b)]),
  ].toSorted((one, other) => weights.indexOf(one.weight) - weights.indexOf(other.weight));
  const verdict: Verdict = changes[0]?.weight ?? "same";
  return { verdict, summary: summaryOf(verdict, changes), changes: shortened(changes) };
}

/** At most as many as are listed, and one that says how many more there are. */
function shortened(changes: readonly Change[]): readonly Change[] {
  const rest = changes.slice(MAX_LISTED);
  const [first] = rest;
  if (first === undefined) return changes;
  const unlisted = together(rest);
  const explanation = `${inWords(unlisted)} more ${unlisted.count === 1 ? "change is" : "changes are"} not listed.`;
  const { kind, weight } = first;
  return [...changes.slice(0, MAX_LISTED), { name: "more", kind, weight, explanation, unlisted }];
}

function together(changes: readonly Change[]): Unlisted {
  return {
    count: changes.reduce((sum, { unlisted }) => sum + (unlisted?.count ?? 1), 0),
    open: changes.some(({ unlisted }) => unlisted?.open),
  };
}

function inWords({ count, open }: Unlisted): string {
  return `${open ? "At least " : ""}${count.toLocaleString("en")}`;
}

const weights: readonly Weight[] = ["breaking", "wider", "compatible"];

function changesOf(
  side: Side,
  forth: readonly Relation[],
  back: readonly Relation[],
  left: readonly Extern[],
  parties: Pick<Scene, "asks" | "has">,
  gone: "added" | "removed",
): readonly Change[] {
  const other = gone === "added" ? "removed" : "added";
  // What stands on the one side only, by name, until a version of it is found on the other.
  const alone = new Map<string, Extern[]>();
  for (const extern of left.toReversed()) {
    const known = alone.get(baseName(extern));
    if (known === undefined) alone.set(baseName(extern), [extern]);
    else known.push(extern);
  }
  const asked = new Set(forth.map(({ wanted }) => wanted.name));
  const changes: Change[] = [];
  for (const { wanted, found, findings } of forth) {
    if (found.kind === "none" || found.kind === "incompatible") {
      const counterpart = alone.get(baseName(wanted))?.pop();
      if (counterpart === undefined) changes.push(whole(side, gone, wanted));
      else
        changes.push(
          moved(
            side,
            ...(gone === "added" ? ([counterpart, wanted] as const) : ([wanted, counterpart] as const)),
            false,
          ),
        );
      continue;
    }
    const [before, now] = gone === "added" ? [found.extern, wanted] : [wanted, found.extern];
    if (versionOf(before) !== versionOf(now))
      changes.push(
        asked.has(found.extern.name) ? besides(side, gone, wanted, found.extern) : moved(side, before, now, true),
      );
    changes.push(...inside(side, wanted, now, findings, gone, { wanted, ...parties, fix: "" }));
  }
  const told = new Set(changes.map(({ name }) => name));
  for (const { wanted, found, findings } of back) {
    if (!("extern" in found) || findings === undefined) continue;
    const now = gone === "added" ? found.extern : wanted;
    const additions = findings.list.filter(isMissing).filter(({ form }) => form === undefined);
    for (const finding of additions) changes.push(member(side, other, wanted, now, finding));
    const { moreMissing } = findings;
    if (moreMissing > 0) changes.push(notListed(side, wanted, now, findings, moreMissing, side.weights[other]));
    else if (additions.length === 0 && findings.list.length + findings.more > 0 && !told.has(now.name))
      changes.push(otherwise(side, now));
  }
  const rest = new Set([...alone.values()].flat());
  for (const extern of left) if (rest.has(extern)) changes.push(whole(side, other, extern));
  return changes;
}

/** What is different inside of an import or export that both have. */
function inside(
  side: Side,
  wanted: Extern,
  now: Extern,
  findings: Findings | undefined,
  gone: "added" | "removed",
  scene: Scene,
): readonly Change[] {
  if (findings === undefined) return [];
  const changes = findings.list.map((finding): Change => {
    if (isMissing(finding) && finding.form === undefined) return member(side, gone, wanted, now, finding);
    const { path, explanation } = differenceOf(finding, scene);
    const weight = isMissing(finding) ? side.weights[gone] : "breaking";
    return { name: now.name, kind: side.changed, path, weight, explanation };
  });
  if (findings.more === 0) return changes;
  // What is not listed may be anything, unless it was seen to be of one sort.
  const alike = findings.more === findings.moreMissing && !findings.uncounted;
  const weight = alike ? side.weights[gone] : "breaking";
  return [...changes, notListed(side, wanted, now, findings, findings.more, weight)];
}

function notListed(
  side: Side,
  wanted: Extern,
  now: Extern,
  { list, uncounted }: Findings,
  count: number,
  weight: Weight,
): Change {
  const more = { count, open: uncounted };
  const { path, explanation } = moreDifferences(more, list.length > 0, wanted, "");
  return { name: now.name, kind: side.changed, path, weight, explanation, unlisted: more };
}

/** Whether something is not there that is looked for, and not by a nested component. */
function isMissing(finding: Finding): finding is Extract<Finding, { readonly kind: "missing" }> {
  return finding.kind === "missing" && !finding.swapped;
}

/** An import or export that came or went. */
function whole(side: Side, how: "added" | "removed", extern: Extern): Change {
  const explanation = `This version ${adverbs[how]} ${side.verb} ${fullName(extern)}.`;
  return { name: extern.name, kind: side[how], weight: side.weights[how], explanation };
}

const adverbs = { added: "newly", removed: "no longer" } as const;

/** A function or a type of an interface that came or went. */
function member(
  side: Side,
  how: "added" | "removed",
  wanted: Extern,
  now: Extern,
  finding: Extract<Finding, { readonly kind: "missing" }>,
): Change {
  const path = pathInWords(baseName(wanted), finding.path);
  const name = finding.path.map((step) => ("name" in step ? shown(step.name) : "")).join(".");
  const explanation = `This version ${adverbs[how]} ${side.verb} the ${nounOf(finding.wanted)} ${name} of ${fullName(now)}.`;
  return { name: now.name, kind: side.changed, path, weight: side.weights[how], explanation };
}

/** An interface in another version than before. */
function moved(side: Side, before: Extern, now: Extern, compatible: boolean): Change {
  const explanation = `This version ${side.verb} ${fullName(now)} instead of ${versionText(before)}, which is ${compatible ? "" : "not "}compatible.`;
  return { name: now.name, kind: side.version, weight: compatible ? "compatible" : side.weights.version, explanation };
}

/** An interface in a version that only one has, where both have a compatible one. */
function besides(side: Side, how: "added" | "removed", extern: Extern, kept: Extern): Change {
  const explanation = `This version ${adverbs[how]} ${side.verb} ${fullName(extern)} besides ${versionText(kept)}, which is compatible.`;
  // One who offered both still offers one that stands for the other.
  const weight = how === "added" ? side.weights.added : "compatible";
  return { name: extern.name, kind: side[how], weight, explanation };
}

/** What is a subtype although it is not the same, and no name says how. */
function otherwise(side: Side, now: Extern): Change {
  const explanation = `This version ${side.verb} ${fullName(now)} with other types inside, which is compatible.`;
  return { name: now.name, kind: side.changed, weight: "compatible", explanation };
}

function unread(b: Subject): Change {
  const which = b.incomplete === undefined ? "the earlier version" : "this version";
  const explanation = `A part of ${which} could not be read, so that more may have changed.`;
  return { name: "the part that could not be read", kind: "import-changed", weight: "breaking", explanation };
}

function versionOf(extern: Extern): string {
  return interfaceOf(extern)?.version?.text ?? "";
}

function summaryOf(verdict: Verdict, changes: readonly Change[]): string {
  if (verdict === "same") return "Same: this version wants and offers what the earlier one does.";
  const counts = weights
    .map((weight) => ({ weight, total: together(changes.filter((change) => change.weight === weight)) }))
    .filter(({ total }) => total.count > 0)
    .map(({ weight, total }) => `${inWords(total).toLowerCase()} ${weight}`);
  return `${meanings[verdict]} Changes: ${counts.join(", ")}.`;
}

const meanings = {
  compatible: "Compatible: this version can stand in for the earlier one.",
  wider: "Wider: this version offers all that the earlier one does, but wants more.",
  breaking: "Breaking: this version cannot stand in for the earlier one.",
} as const;
