import { useActs, useSession } from "../app/context.ts";
import { MenuButton } from "../primitives/menu-button.tsx";
import { copyText, saveFile } from "../primitives/save.ts";
import type { Report } from "../../protocol/index.ts";
import type { Fit, World } from "../../worlds/model.ts";
import { factsOf } from "./facts.ts";
import type { BoardModel } from "./types.ts";

interface Props {
  /** The board as it is seen. */
  readonly model: BoardModel;
  /** All of it, also while it is searched. */
  readonly whole: BoardModel;
  readonly report: Report;
  readonly world: World | undefined;
  readonly fit: Fit | undefined;
}

const entries = [
  { id: "svg", title: "Save as SVG", note: "A drawing that stays sharp" },
  { id: "png", title: "Save as PNG", note: "An image, twice as fine as the screen" },
  { id: "mermaid", title: "Copy as Mermaid", note: "A diagram for Markdown and wikis" },
  { id: "markdown", title: "Copy as Markdown", note: "Tables of imports and exports" },
] as const;

/** Saves or copies the board as it is seen, folds and search included; the tables always have all of it. */
export function SaveMenu({ model, whole, report, world, fit }: Props) {
  const acts = useActs();
  const types = useSession((state) => state.types);
  const facts = {
    name: report.name,
    line: factsOf(report).join("\u00A0· "),
    world: world?.id ?? "no world",
    verdict: fit?.verdict ?? "No verdict yet.",
  };
  const copy = async (text: string, name: string) => {
    acts.notify((await copyText(text)) ? `${name} copied.` : "The browser does not allow copying here.");
  };
  const act = async (id: string) => {
    const { boardMarkdown, boardMermaid, boardSvg, currentColors, fileNameFor, pngOf } =
      await import("./export/index.ts");
    switch (id) {
      case "svg":
        return saveFile(fileNameFor(report.name, "svg"), boardSvg(model, currentColors(), facts).svg);
      case "png": {
        acts.notify("Drawing the picture…");
        const bytes = await pngOf(boardSvg(model, currentColors(), facts));
        if (bytes === undefined) return acts.notify("The browser could not draw the picture. Save it as SVG instead.");
        saveFile(fileNameFor(report.name, "png"), bytes);
        return acts.notify("Picture saved.");
      }
      case "mermaid":
        return copy(boardMermaid(model, facts), "Mermaid diagram");
      case "markdown":
        return copy(boardMarkdown(whole, fit, report, types), "Markdown");
      default:
        return undefined;
    }
  };
  return <MenuButton quiet label="Save picture" entries={entries} onAction={(id) => void act(id)} />;
}
