import type { Change, ChangeKind, Comparison, Verdict } from "../../../worlds/model.ts";
import { groupBy } from "../../primitives/group-by.ts";
import { visible } from "../ansi.ts";

/** A verdict as a word with a sign of its own. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  same: "= Same",
  compatible: "✓ Compatible",
  wider: "+ Wider",
  breaking: "✕ Breaking",
};

export const kindWords: Readonly<Record<ChangeKind, string>> = {
  "import-added": "new import",
  "import-removed": "import gone",
  "import-changed": "import changed",
  "import-version": "import version",
  "export-added": "new export",
  "export-removed": "export gone",
  "export-changed": "export changed",
  "export-version": "export version",
};

export interface ChangeGroup {
  readonly weight: Change["weight"];
  readonly changes: readonly Change[];
}

const weights = ["breaking", "wider", "compatible"] as const;

/** Changes by weight, the heaviest first; with a filter those that have its text in their name, place or words. */
export function changeGroups(changes: readonly Change[], filter: string): readonly ChangeGroup[] {
  const wanted = filter.trim().toLowerCase();
  const kept =
    wanted === ""
      ? changes
      : changes.filter(({ name, kind, path = [], explanation }) =>
          [name, kindWords[kind], explanation, ...path].some((text) => text.toLowerCase().includes(wanted)),
        );
  const groups = groupBy(kept, ({ weight }) => weight);
  return weights.flatMap((weight) => {
    const found = groups.get(weight);
    return found === undefined ? [] : [{ weight, changes: found }];
  });
}

/** A comparison for an issue or a release note. Names of the files come as they are: nothing in them can end what they stand in. */
export function markdownOf(older: string, newer: string, { verdict, summary, changes }: Comparison): string {
  const lines = [
    `## ${code(older)} → ${code(newer)}: ${verdict}`,
    "",
    plain(summary),
    ...changeGroups(changes, "").flatMap((group) => [
      "",
      `### ${group.weight.charAt(0).toUpperCase()}${group.weight.slice(1)}`,
      "",
      ...group.changes.map(({ name, kind, path, explanation }) => {
        const place = path === undefined || path.length === 0 ? name : path.join(" → ");
        return `- ${kindWords[kind]} ${code(place)}: ${plain(explanation)}`;
      }),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

/** A code span that its text cannot end: its fence is longer than any run of backticks inside. */
function code(text: string): string {
  const safe = oneLine(text);
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = safe.startsWith("`") || safe.endsWith("`") || safe.trim() === "" ? " " : "";
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** Text in which nothing is markup, a reference or an address. */
function plain(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>|~&#!]/g, "\\$&")
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/www\./gi, (found) => `${found.slice(0, -1)}\\.`);
}

function oneLine(text: string): string {
  return visible(text).replaceAll("\t", " ");
}
