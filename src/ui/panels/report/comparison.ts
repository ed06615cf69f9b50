import type { Change, ChangeKind, Comparison, Verdict } from "../../../worlds/model.ts";
import { groupBy } from "../../primitives/group-by.ts";
import { code, text } from "../../board/export/markdown-text.ts";

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

/** The summary without what stands beside and below it: the verdict's own word, and how many changes there are. */
export function summaryWords(summary: string): string {
  const words = summary.replace(/^\w+: /, "").replace(/ Changes: [^.]*\.$/, "");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** How many changes of a weight there are. The weight is told where the verdict alone does not tell it. */
export function groupWords({ weight, changes }: ChangeGroup, verdict: Verdict): string {
  const amount = changes.length.toLocaleString("en-US");
  return `${amount} ${weight === verdict ? "" : `${weight} `}${changes.length === 1 ? "change" : "changes"}`;
}

/** Changes by weight, the heaviest first; with a filter those that have its text in their name, place or words. */
export function changeGroups(changes: readonly Change[], filter: string): readonly ChangeGroup[] {
  const wanted = filter.trim().toLowerCase();
  const kept =
    wanted === ""
      ? changes
      : changes.filter(({ name, kind, path = [], explanation }) =>
          [name, kindWords[kind], explanation, ...path].some((words) => words.toLowerCase().includes(wanted)),
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
    text(summary),
    ...changeGroups(changes, "").flatMap((group) => [
      "",
      `### ${group.weight.charAt(0).toUpperCase()}${group.weight.slice(1)}`,
      "",
      ...group.changes.map(({ name, kind, path, explanation }) => {
        const place = path === undefined || path.length === 0 ? name : path.join(" › ");
        return `- ${kindWords[kind]} ${code(place)}: ${text(explanation)}`;
      }),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}
