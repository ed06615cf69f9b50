import { isBindable, isPlayable } from "../../capabilities/index.ts";
import type { Report } from "../../protocol/index.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Difference, Fit } from "../../worlds/model.ts";
import { unversioned } from "../board/names.ts";
import { met } from "../board/status.ts";
import { count, list } from "../primitives/format.ts";

/** One thing that stands in the way, under the import or export that it is about. */
export interface Reason {
  /** The import or export. */
  readonly name: string;
  readonly key: string;
  /** Whether it is the first one of that name. */
  readonly first: boolean;
  /** What would mend it; told once for several in a row, at the last. */
  readonly fix: string | undefined;
  readonly difference: Difference;
}

/** Everything that stands in the way, by interface. That a newer version is provided does not. */
export function reasonsOf(fit: Fit): readonly Reason[] {
  const of = (side: string, entries: Fit["imports"]): readonly Reason[] =>
    entries.flatMap(({ name, differences }) =>
      differences.map((difference, at) => ({
        name,
        key: `${side} ${name} ${at}`,
        first: at === 0,
        fix: difference.fix === differences[at + 1]?.fix ? undefined : fixOf(name, difference),
        difference,
      })),
    );
  return [...of("import", fit.imports), ...of("export", fit.exports)];
}

/** What would mend it. What only has to be answered need not be provided. */
function fixOf(name: string, { kind, fix }: Difference): string {
  if (kind !== "missing-import" || !isBindable(name)) return fix;
  return "Mock or refuse it on the board, or choose a world that provides it, such as the component's own.";
}

/** What a person chose for the imports that the world does not play, and what is left. */
export interface Choices {
  /** Imports that the world does not provide and that something else stands in for, by what that does. */
  readonly mocked: readonly string[];
  readonly refused: readonly string[];
  /** They only have types. */
  readonly leftOut: readonly string[];
  /** Imports that can be mocked or refused and are neither. */
  readonly open: readonly string[];
  /** Imports and exports that only another world would suit. */
  readonly stuck: readonly string[];
}

export function choicesOf(
  fit: Pick<Fit, "imports" | "exports">,
  imports: Report["imports"],
  bindings: Scenario["bindings"],
): Choices {
  const entries = new Map(fit.imports.map((entry) => [entry.name, entry]));
  const choices: Record<keyof Choices, string[]> = { mocked: [], refused: [], leftOut: [], open: [], stuck: [] };
  for (const extern of imports) {
    const { name, kind, functions } = extern;
    const provided = met(entries.get(name));
    if (provided && isPlayable(extern)) continue;
    const bindable = isBindable(name) && (kind === "instance" || kind === "func");
    const mode = bindable ? bindings[`interface:${name}`]?.mode : undefined;
    if (mode === undefined) choices[bindable ? "open" : "stuck"].push(name);
    else if (provided) continue;
    else if (functions.length === 0) choices.leftOut.push(name);
    else choices[mode === "mock" ? "mocked" : "refused"].push(name);
  }
  choices.stuck.push(...fit.exports.filter((entry) => !met(entry)).map(({ name }) => name));
  return choices;
}

/** Whether something stands in for all that is in the way, so that the component runs although it does not fit. */
export function standIn({ mocked, refused, leftOut, open, stuck }: Choices): boolean {
  return open.length + stuck.length === 0 && mocked.length + refused.length + leftOut.length > 0;
}

/** `6 interfaces that the world does not provide are mocked.` */
export function standInWords({ mocked, refused, leftOut }: Choices): string {
  const all = [...mocked, ...refused, ...leftOut];
  const what = `${count(all.length, all.every(isInterface) ? "interface" : "import")} that the world does not provide`;
  const parts = [
    { amount: mocked.length, word: "mocked" },
    { amount: refused.length, word: "refused" },
    { amount: leftOut.length, word: "left out" },
  ].filter(({ amount }) => amount > 0);
  const [first, ...others] = parts;
  const verb = all.length === 1 ? "is" : "are";
  if (others.length === 0) return `${what} ${verb} ${first?.word ?? ""}.`;
  return `${what}: ${list(parts.map(({ amount, word }) => `${amount.toLocaleString("en-US")} ${word}`))}.`;
}

function isInterface(name: string): boolean {
  return name.includes("/");
}

/** The verdict without the words that say no more than its sign: that it does not fit, and what. */
export function withoutVerdict(verdict: string): string {
  // A name that the rest begins with stays as it is written.
  return verdict
    .replace(/^Does not fit [^ ]+: /, "")
    .replace(/^(?:the|a) /, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
}

/** How many reasons there are, with those that are not listed. */
export function amountOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { difference }) => sum + (difference.unlisted?.count ?? 1), 0);
}

/** A place inside an interface, for people: `wasi:http/types.fields.get › result › ok`. Empty when it says no more than the name. */
export function pathWords(path: readonly string[], name: string): string {
  const [first, ...rest] = path;
  // The path begins with the interface without its version.
  const same = first === undefined || first === name || first === unversioned(name);
  return rest.length === 0 && same ? "" : path.join(" › ");
}
