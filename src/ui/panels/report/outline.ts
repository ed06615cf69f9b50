import type { Extern } from "../../../component/model.ts";
import type { ComponentType, Entity } from "../../../component/types.ts";
import type { Report } from "../../../protocol/index.ts";
import { Describer } from "../../../wit/describe.ts";
import { describedBy, type Described } from "../../board/interface-parts.ts";
import { splitName } from "../../board/names.ts";
import { groupBy } from "../../primitives/group-by.ts";
import { visible } from "../ansi.ts";

/** What is of one package. */
export interface PackageItems {
  /** `wasi:clocks@0.2.12`; empty for what has a plain name. */
  readonly name: string;
  readonly items: readonly Described[];
}

/** A list of the report: imports, exports, or what a WIT package holds. */
export interface Side {
  readonly title: string;
  readonly packages: readonly PackageItems[];
}

/** How much of one comment is shown, in characters. */
const shownDocs = 1000;

/** Imports and exports by package; of a WIT package its interfaces and worlds. Names alone as long as the types are not there. */
export function outlineOf(report: Report, types: ComponentType | undefined): readonly Side[] {
  if (report.artifact === "wit-package" && types !== undefined)
    return [{ title: "Interfaces and worlds", packages: byPackage(insidePackage(types)) }];
  return [
    { title: "Imports", packages: byPackage(report.imports.map((extern) => describedBy(extern, "imports", types))) },
    { title: "Exports", packages: byPackage(report.exports.map((extern) => describedBy(extern, "exports", types))) },
  ];
}

/** Each export wraps an interface or a world (WIT.md, "Package Format"). */
function insidePackage(type: ComponentType): readonly Described[] {
  const items: Described[] = [];
  for (const wrapper of type.exports.values()) {
    if (wrapper.sort !== "type" || wrapper.type.kind !== "component") continue;
    const describer = new Describer(wrapper.type);
    for (const [name, entity] of wrapper.type.exports)
      items.push({ extern: externOf(name, entity), entity, describer });
  }
  return items;
}

function externOf(name: string, entity: Entity): Described["extern"] {
  const inside = entity.sort === "instance" ? [...entity.type.exports] : [];
  return {
    name,
    kind: entity.sort,
    functions: inside.flatMap(([inner, { sort }]) => (sort === "func" ? [inner] : [])),
    types: inside.flatMap(([inner, { sort }]) => (sort === "type" ? [inner] : [])),
  };
}

function byPackage(items: readonly Described[]): readonly PackageItems[] {
  const groups = groupBy(items, ({ extern }) => {
    const { package: pkg, version } = splitName(extern.name);
    return version === "" ? pkg : `${pkg}@${version}`;
  });
  return [...groups].map(([name, members]) => ({ name, items: members }));
}

/** What a component or world inside wants and offers, and what an instance holds besides functions and types; a line each. */
export function otherLines({ entity }: Described): readonly string[] {
  if (entity?.sort === "component") {
    return [
      ...[...entity.type.imports].map(([name]) => `import ${visible(name)}`),
      ...[...entity.type.exports].map(([name]) => `export ${visible(name)}`),
    ];
  }
  if (entity?.sort !== "instance") return [];
  return [...entity.type.exports].flatMap(([name, { sort }]) =>
    sort === "func" || sort === "type" ? [] : [`${visible(name)}: ${sortWords[sort]}`],
  );
}

/** What an item is, in words. */
export const sortWords: Readonly<Record<Extern["kind"], string>> = {
  func: "a function",
  instance: "an interface",
  component: "a component",
  module: "a core module",
  type: "a type",
  value: "a value",
};

/** How many functions and types there are. */
export function amountIn(packages: readonly PackageItems[]): number {
  let amount = 0;
  for (const { items } of packages)
    for (const { extern } of items) amount += Math.max(1, extern.functions.length + extern.types.length);
  return amount;
}

/** What the file says of an item, cut where it is long; `inner` is a function or a type in it. */
export function docsOf(docs: Report["docs"], name: string, inner?: string): string | undefined {
  const key = inner === undefined ? name : `${name}#${inner}`;
  const text = Object.hasOwn(docs, key) ? (docs[key] ?? "").trim() : "";
  if (text === "") return undefined;
  const cut = text.length > shownDocs ? `${text.slice(0, shownDocs)}…` : text;
  return cut
    .split(/\r\n?|\n/)
    .map(visible)
    .join("\n");
}
