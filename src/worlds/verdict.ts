import { withoutVersion } from "../component/index.ts";
import type { Difference, FitEntry, Unlisted } from "./model.ts";
import { shown } from "./places.ts";

/** How many names or clauses one sentence may hold. */
const MAX_NAMES = 100;
const MAX_CLAUSES = 20;

/**
 * The verdict in words, every reason at once: `Fits wasi:cli/command@0.2.12.`, or `Does not fit none: the world does not
 * provide a:b/c, a:b/d; the component does not export run.`
 */
export function verdict(worldId: string, imports: Clauses, exports: Clauses, incomplete: boolean): string {
  const unread = "a part of the file could not be read";
  const clauses = [...imports.told, ...exports.told];
  const more = imports.more.count + exports.more.count;
  if (clauses.length + more === 0)
    return incomplete ? `Nobody can tell whether it fits ${worldId}: ${unread}.` : `Fits ${worldId}.`;
  if (incomplete) clauses.push(unread);
  const open = imports.more.open || exports.more.open;
  return `Does not fit ${worldId}: ${some(clauses, MAX_CLAUSES, "; ", { count: more, open })}.`;
}

/** Gathers what stands in the way of one side, in order; keeps no more than a verdict shows, and the number of the others. */
export class Clauses {
  readonly #nobodyHas: string;
  readonly #owner: (entry: FitEntry) => string;
  readonly #lacking: string[] = [];
  #lacks = 0;
  readonly #clauses: string[] = [];
  #count = 0;
  #open = false;

  /** `the world does not provide` and `the world's wasi:io/streams@0.2.12`, or what is said of the component. */
  constructor(nobodyHas: string, owner: (entry: FitEntry) => string) {
    this.#nobodyHas = nobodyHas;
    this.#owner = owner;
  }

  /** Whether clauses are only counted from here on. */
  get full(): boolean {
    return this.#clauses.length >= MAX_CLAUSES;
  }

  /** A name that nobody has: all such are one clause. */
  lack(name: string): void {
    this.#lacks += 1;
    if (this.#lacking.length < MAX_NAMES) this.#lacking.push(shown(name));
  }

  /** What only counts. */
  count({ count, open }: Unlisted): void {
    this.#count += count;
    this.#open ||= open;
  }

  /** All that is wrong with an import or export. */
  tell(entry: FitEntry): void {
    const { name, differences } = entry;
    // The path begins with the interface and a dot.
    const inside = shown(withoutVersion(name)).length + 1;
    const functions = differences.filter(isNoFunction).map(({ path: [place = ""] }) => place.slice(inside));
    if (functions.length > 0) {
      const noun = functions.length === 1 ? "function" : "functions";
      this.#add(`${this.#owner(entry)} has no ${noun} ${some(functions, MAX_NAMES, ", ")}`);
    }
    for (const difference of differences) {
      if (isNoFunction(difference)) continue;
      const { kind, explanation, unlisted } = difference;
      if (kind === "missing-import" || kind === "missing-export") this.lack(name);
      else if (unlisted !== undefined) this.count(unlisted);
      else this.#add(asClause(explanation));
    }
  }

  #add(clause: string): void {
    if (this.full) this.#count += 1;
    else this.#clauses.push(clause);
  }

  get told(): string[] {
    if (this.#lacks === 0) return [...this.#clauses];
    const more = { count: this.#lacks - this.#lacking.length, open: false };
    return [`${this.#nobodyHas} ${some(this.#lacking, MAX_NAMES, ", ", more)}`, ...this.#clauses];
  }

  get more(): Unlisted {
    return { count: this.#count, open: this.#open };
  }
}

/** Whether a function of the interface itself is not there at all. */
function isNoFunction({ kind, found, path }: Difference): boolean {
  return kind === "missing-function" && found === "nothing" && path.length === 1;
}

/** The first of the parts, and how many there are besides. */
function some(parts: readonly string[], most: number, separator: string, { count, open }: Unlisted = none): string {
  const more = Math.max(parts.length - most, 0) + count;
  if (more === 0) return parts.join(separator);
  return [...parts.slice(0, most), `and ${open ? "at least " : ""}${more.toLocaleString("en")} more`].join(separator);
}

const none: Unlisted = { count: 0, open: false };

function asClause(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;
}
