import { fullName, packagesIn, qualified } from "./lookup.ts";
import { readWit } from "./read.ts";
import type { Span, SymbolKind, WitSymbol } from "./structure.ts";

/** An entry of the outline; `start` and `end` are those of the whole symbol. */
export interface OutlineEntry extends Span {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly nameAt: Span;
  readonly children: readonly OutlineEntry[];
}

/** What WIT text describes as a tree, in the text's order: packages, interfaces, worlds, and all that is in them. */
export function outline(text: string): readonly OutlineEntry[] {
  return entries(readWit(text));
}

function entries(symbols: readonly WitSymbol[]): readonly OutlineEntry[] {
  return symbols
    .filter(({ kind, name }) => name !== "" && kind !== "use")
    .map(({ kind, name, nameAt, start, end, children }) => ({
      kind,
      name,
      nameAt,
      start,
      end,
      children: entries(children),
    }));
}

/** An interface or a world with its whole name, `wasi:cli/stdout@0.2.12`. */
export interface Item {
  readonly kind: "interface" | "world";
  readonly name: string;
  /** Its name inside its package. */
  readonly shortName: string;
  /** The package's name with version; empty for a text that names none. */
  readonly package: string;
  /** Where its own name stands. */
  readonly nameAt: Span;
}

/** The interfaces and worlds of a text, of its own package and of the nested ones. */
export function items(text: string): readonly Item[] {
  return packagesIn(text).flatMap((each) =>
    each.items.map(({ kind, name, nameAt }) => ({
      kind: kind === "world" ? "world" : "interface",
      name: qualified(each, name),
      shortName: name,
      package: fullName(each),
      nameAt,
    })),
  );
}
