import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { customImport } from "../fixtures/build.ts";
import { copied } from "../pages/incoming.ts";
import { expect, test } from "../pages/test.ts";
import type { Workbench } from "../pages/workbench.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

async function saved(page: Page, workbench: Workbench, entry: string): Promise<Download> {
  const download = page.waitForEvent("download");
  await workbench.board.picture(entry);
  return download;
}

/** What an XML parser of the browser and its layout say of an SVG. */
function readSvg(page: Page, text: string) {
  return page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
    const root = parsed.documentElement;
    return {
      mistake: parsed.querySelector("parsererror")?.textContent,
      name: root.nodeName,
      label: root.getAttribute("aria-labelledby"),
      title: root.querySelector("title")?.textContent,
      description: root.querySelector("desc")?.textContent,
      texts: [...root.querySelectorAll("text")].map((element) => element.textContent),
      looks: [...new Set([...root.querySelectorAll("[data-look]")].map((wire) => wire.getAttribute("data-look")))],
      ground: root.querySelector("rect")?.getAttribute("fill"),
      foreign: root.querySelectorAll("foreignObject, script, image, style").length,
    };
  }, text);
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the board is saved as an SVG that stands alone", async ({ workbench, page }) => {
      const { board } = workbench;
      await workbench.openSample("Hello");
      await board.set("Wall clock", "real");
      const file = await saved(page, workbench, "Save as SVG");
      expect(file.suggestedFilename()).toBe("hello.svg");
      const svg = await readSvg(page, await readFile(await file.path(), "utf8"));
      expect(svg).toMatchObject({
        mistake: undefined,
        name: "svg",
        label: "board-title board-description",
        foreign: 0,
      });
      expect(svg.title).toMatch(/^hello\.wasm in /);
      expect(svg.description).toContain("1 real");
      expect(svg.texts).toEqual(
        expect.arrayContaining(["wall-clock", "Wall clock", "Standard output", "real", "mock"]),
      );
      expect(svg.looks.toSorted()).toEqual(["mock", "passed", "real"]);
      expect(svg.ground).toBe(colorScheme === "light" ? "#f6f5f1" : "#14151b");
    });
  });
}

test("folds and a search show in the picture", async ({ workbench, page }) => {
  const { board } = workbench;
  await workbench.openSample("Notes");
  await board.search.fill("wall-clock");
  await expect(board.matches).toHaveText("1 match");
  const file = await saved(page, workbench, "Save as SVG");
  const { texts } = await readSvg(page, await readFile(await file.path(), "utf8"));
  expect(texts).toContain("wall-clock");
  expect(texts).not.toContain("exit");
});

test("the board is saved as a PNG of twice the size", async ({ workbench, page }) => {
  await workbench.openSample("Hello");
  const file = await saved(page, workbench, "Save as PNG");
  expect(file.suggestedFilename()).toBe("hello.png");
  await expect(workbench.notice("Picture saved.")).toBeVisible();
  const bytes = await readFile(await file.path());
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(bytes.readUInt32BE(16)).toBe(2320);
  // The wires' and the words' colours are on it: it is not empty.
  const colors = await page.evaluate(async (base64) => {
    const blob = await new Promise<HTMLImageElement>((resolve, reject) => {
      const image = new Image();
      image.addEventListener("load", () => resolve(image));
      image.addEventListener("error", () => reject(new Error("The picture cannot be read.")));
      image.src = `data:image/png;base64,${base64}`;
    });
    const canvas = document.createElement("canvas");
    canvas.width = blob.naturalWidth;
    canvas.height = blob.naturalHeight;
    const context = canvas.getContext("2d");
    context?.drawImage(blob, 0, 0);
    const pixels = new Uint32Array(context?.getImageData(0, 0, canvas.width, canvas.height).data.buffer ?? []);
    return new Set(pixels).size;
  }, bytes.toString("base64"));
  expect(colors).toBeGreaterThan(50);
});

test("the board is copied as Mermaid", async ({ workbench, page }) => {
  await workbench.openSample("Hello");
  await workbench.board.picture("Copy as Mermaid");
  await expect(workbench.notice("Mermaid diagram copied.")).toBeVisible();
  const text = await copied(page);
  expect(text).toMatch(/^flowchart LR\n {2}subgraph component\["hello\.wasm"\]\n/);
  expect(text).toMatch(/s\d+ -\.->\|mock\| p\d+/);
});

test("the board is copied as Markdown, with every reason and all rows, also while it is searched", async ({
  workbench,
  page,
}) => {
  await workbench.open(await customImport(), "store.wasm");
  await workbench.board.search.fill("run");
  await expect(workbench.board.socket("kv", "missing")).toBeHidden();
  await workbench.board.picture("Copy as Markdown");
  await expect(workbench.notice("Markdown copied.")).toBeVisible();
  const text = await copied(page);
  expect(text).toContain("# store.wasm\n");
  expect(text).toContain("**Does not fit wasi:cli/command@0.2.12.**");
  expect(text).toContain("- The world does not provide acme:store/kv@1.0.0.");
  expect(text).toContain("| `acme:store/kv@1.0.0` | `get: func(key: string) -> result<string, string>` | missing |");
  expect(text).toContain("| `wasi:cli/run@0.2.12` | `run: func() -> result` | expected |");
});
