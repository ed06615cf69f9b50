import type { Report } from "../../protocol/index.ts";
import { catalogueIds, worldTitle } from "../../worlds/catalogue.ts";
import { byRelease } from "../app/world-entries.ts";
import type { MenuEntry, MenuGroup } from "../primitives/menu-button.tsx";

/** What a world of one's own may begin with; `own` is only there while something is open. */
export function startEntries(report: Report | undefined): readonly (MenuEntry | MenuGroup)[] {
  const own = {
    id: "own",
    title: "This component's own world",
    note: `All that ${report?.name ?? ""} wants and gives`,
  };
  return [
    ...(report === undefined ? [] : [own]),
    { id: "empty", title: "An empty world", note: "Provides and expects nothing" },
    ...byRelease(
      catalogueIds()
        .filter((id) => id !== "none")
        .map((id) => ({ id, title: worldTitle(id), note: id })),
    ),
  ];
}

/** A world around a few lines. */
function worldOf(lines: readonly string[]): string {
  return ["package my:app;", "", "world my-world {", ...lines.map((line) => `  ${line};`), "}", ""].join("\n");
}

/** The text for an entry but `own`. */
export function startText(id: string): string {
  return worldOf(id === "empty" ? [] : [`include ${id}`]);
}

/** What a world begins with that nobody chose: what the component wants of WASI. */
export function firstText(report: Report | undefined): string {
  const wasi = (names: readonly { readonly name: string }[]) =>
    names.map(({ name }) => name).filter((name) => name.startsWith("wasi:"));
  const imports = wasi(report?.imports ?? []);
  const exports = wasi(report?.exports ?? []);
  return worldOf([
    ...(imports.length === 0 ? ["wasi:cli/stdout@0.2.12"] : imports).map((name) => `import ${name}`),
    ...exports.map((name) => `export ${name}`),
  ]);
}
