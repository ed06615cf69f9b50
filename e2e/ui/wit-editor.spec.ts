import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { customImport, printer } from "../fixtures/build.ts";
import { drop, paste } from "../pages/incoming.ts";
import { expect, test } from "../pages/test.ts";
import { WitPanel } from "../pages/wit-panel.ts";
import type { Workbench } from "../pages/workbench.ts";

/** Opens the dialog in which a world is typed, over a component that prints. */
async function edit(workbench: Workbench): Promise<Workbench["ownWorld"]> {
  await workbench.open(await printer("hi\n"), "hi.wasm");
  await workbench.board.chooseWorld(/^Your own world/);
  await workbench.ownWorld.editor.expectText(/world\smy-world/);
  return workbench.ownWorld;
}

test.describe("while a world is typed", () => {
  test("a mistake is marked at its place, and leads there", async ({ workbench }) => {
    const { editor, mistakes, ...dialog } = await edit(workbench);
    await workbench.ownWorld.expectNoMistakes();
    await editor.write("package my:app;\n\nworld mine {\n  import one: func(a: u32;\n  import two: func();\n}\n");
    await expect(mistakes).toHaveText(/^4:26 Expected/);
    await expect(editor.squiggle).toHaveCount(1);
    const [wave, line] = await Promise.all([editor.squiggle.boundingBox(), editor.line("one").boundingBox()]);
    expect(Math.abs((wave?.y ?? 0) - (line?.y ?? 100))).toBeLessThan(line?.height ?? 0);

    await mistakes.getByRole("button").click();
    await editor.type(")");
    await workbench.ownWorld.expectNoMistakes();
    await expect(editor.squiggle).toHaveCount(0);
    await editor.expectText(/import\sone:\sfunc\(a:\su32\);/);
    await expect(dialog.dialog).toBeVisible();
  });

  test("nothing is applied or lost with a mistake in it", async ({ workbench }) => {
    const own = await edit(workbench);
    await own.editor.write("package my:app;\n\nworld mine {\n  import wasi:cli/nothing@0.2.12;\n}\n// kept");
    await own.apply.click();
    await expect(own.failure).toHaveText("Not applied: mend the mistakes above first.");
    await expect(own.mistakes).toContainText("Interface 'nothing' not found");
    await expect(own.editor.input).toBeFocused();
    await own.editor.expectText(/nothing@0\.2\.12;\}\/\/\skept/);
    await own.cancel.click();
    await expect(workbench.verdict).toContainText("✓ Fits wasi:cli/command@0.2.12");

    await workbench.board.chooseWorld(/^Your own world/);
    await own.editor.expectText(/nothing@0\.2\.12;\}\/\/\skept/);
    await own.button("Begin anew").click();
    await own.editor.expectText(/world\smy-world/);
  });

  test("the text has the focus, and the keys lead out of it", async ({ workbench, page }) => {
    const own = await edit(workbench);
    await expect(own.editor.input).toBeFocused();
    await page.keyboard.press("Control+m");
    await page.keyboard.press("Tab");
    await expect(own.editor.input).not.toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(own.editor.input).toBeFocused();
    await page.keyboard.press("Control+m");
    await page.keyboard.press("Tab");
    await expect(own.editor.input).toBeFocused();
  });

  test("the dialog keeps its place, whatever is found or clicked beside it", async ({ workbench, page }) => {
    await page.setViewportSize({ width: 400, height: 800 });
    const own = await edit(workbench);
    await own.expectNoMistakes();
    const before = await own.dialog.boundingBox();
    await own.editor.write("package my:app;\n\nworld mine {\n  import one: func(a: u32;\n}\n");
    await own.apply.click();
    await expect(own.failure).toBeVisible();
    expect(await own.dialog.boundingBox()).toEqual(before);
    await expect(own.apply).toBeInViewport({ ratio: 1 });
    await page.mouse.click(2, 2);
    await expect(own.dialog).toBeVisible();
    await page.setViewportSize({ width: 400, height: 480 });
    await expect(own.apply).toBeInViewport({ ratio: 1 });
  });

  test("the arrow of a function is no loose bracket", async ({ workbench }) => {
    const { editor } = await edit(workbench);
    await editor.write("package my:app;\n\nworld mine {\n  import one: func(a: list<u8>) -> list<u8>;\n}\n)");
    await expect(editor.looseBracket).toHaveText([")"]);
  });

  test("lines are shown from their beginnings when another text or a mistake is gone to", async ({
    workbench,
    page,
  }) => {
    const own = await edit(workbench);
    const long = `  import many: func(${Array.from({ length: 30 }, (_, at) => `parameter-${at}: u32`).join(", ")});`;
    await own.editor.write(`package my:app;\n\nworld mine {\n  import one: func(a: u33);\n${long}\n}`);
    await expect(own.mistakes).toContainText("u33");
    await own.editor.input.focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("End");
    await expect(own.editor.line("package my:app").getByText("package")).not.toBeInViewport();
    await own.mistakes.getByRole("button").click();
    await own.editor.expectFromTheLeft();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    await own.startFrom("An empty world");
    await own.editor.expectFromTheLeft();
  });

  test("names are completed with the keys, and Escape closes only the list", async ({ workbench, page }) => {
    const { editor, dialog } = await edit(workbench);
    await editor.write("package my:app;\n\nworld mine {\n  import wasi:cli");
    await editor.type("/");
    await expect(editor.suggestion("wasi:cli/environment@0.2.12")).toBeVisible();
    await editor.type("stdo");
    await expect(editor.suggestions.getByRole("option").first()).toHaveAccessibleName(/^wasi:cli\/stdout@0\.2\.12/);
    await page.keyboard.press("Enter");
    await editor.expectText(/import\swasi:cli\/stdout@0\.2\.12/);
    await expect(editor.suggestions).toBeHidden();

    await editor.type(";\n  imp");
    await expect(editor.suggestion("import")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(editor.suggestions).toBeHidden();
    await expect(dialog).toBeVisible();
    await page.keyboard.press("ControlOrMeta+Shift+o");
    await expect(dialog.getByRole("option", { name: /mine/ })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog.getByRole("option", { name: /mine/ })).toBeHidden();
    await expect(dialog).toBeVisible();
  });

  test("the types of an interface are completed inside of use", async ({ workbench, page }) => {
    const { editor } = await edit(workbench);
    await editor.write("package my:app;\n\ninterface mine {\n  use wasi:io/streams@0.2.12.");
    await editor.type("{output");
    await expect(editor.suggestion("output-stream")).toBeVisible();
    await page.keyboard.press("Tab");
    await editor.type("};\n  f: func(a: outp");
    await expect(editor.suggestion("output-stream")).toBeVisible();
    await page.keyboard.press("Tab");
    await editor.type(");\n}");
    await editor.expectText(/use\swasi:io\/streams@0\.2\.12\.\{output-stream\};/);
    await editor.expectText(/f:\sfunc\(a:\soutput-stream\);/);
  });

  test("the pointer over a name tells what it is", async ({ workbench }) => {
    const { editor } = await edit(workbench);
    await editor.line("wasi:cli/stdout").getByText("cli").first().hover();
    await expect(editor.hover).toContainText("get-stdout: func() -> output-stream;");
    await expect(editor.hover).toContainText("In wasi:cli/stdout@0.2.12");
  });

  test("the text is formatted with a button, and undone with the keys", async ({ workbench, page }) => {
    const { editor, ...own } = await edit(workbench);
    await editor.write(
      "package my:app;\nworld mine{import wasi:cli/stdout@0.2.12;// out\n\n\nexport run:func( a:u32 );}",
    );
    await workbench.ownWorld.button("Format").click();
    await expect(editor.box.locator(".view-line")).toHaveText([
      "package my:app;",
      "",
      "world mine {",
      "  import wasi:cli/stdout@0.2.12; // out",
      "",
      "  export run: func(a: u32);",
      "}",
      "",
    ]);
    await editor.input.focus();
    await page.keyboard.press("ControlOrMeta+z");
    await editor.expectText(/world\smine\{import/);
    await page.keyboard.press("Shift+Alt+f");
    await editor.expectText(/world\smine\s\{/);
    await expect(own.dialog).toBeVisible();
  });
});

test.describe("a world begins with", () => {
  test("what the component wants and gives, which then fits", async ({ workbench }) => {
    const { board, ownWorld } = workbench;
    await workbench.open(await customImport(), "store.wasm");
    await board.chooseWorld(/^Your own world/);
    await ownWorld.editor.expectText(/world\smy-world/);
    await ownWorld.startFrom("This component's own world");
    await ownWorld.editor.expectText(/package\sacme:store@1\.0\.0\s\{/);
    await expect(ownWorld.editor.line("package wasi:")).toHaveCount(0);
    await ownWorld.expectNoMistakes();
    await ownWorld.apply.click();
    await expect(ownWorld.dialog).toBeHidden();
    await expect(workbench.verdict).toContainText("✓ Fits root:component/root");
  });

  test("a world of the catalogue or an empty one, and what stood there comes back", async ({ workbench }) => {
    const own = await edit(workbench);
    await own.startFrom(/^WASI HTTP proxy 0\.2\.12/);
    await own.editor.expectText(/include\swasi:http\/proxy@0\.2\.12;/);
    await own.startFrom("An empty world");
    await own.editor.expectText(/world\smy-world\s\{\}/);
    await own.button("Undo").click();
    await own.editor.expectText(/include\swasi:http\/proxy@0\.2\.12;/);
    await expect(own.button("Undo")).toBeHidden();
    await own.apply.click();
    await expect(workbench.verdict).toContainText("! Does not fit my:app/my-world");
  });

  test("several files, which become one text", async ({ workbench }) => {
    const own = await edit(workbench);
    await own.openFiles({
      "store.wit": "package acme:store;\ninterface kv { get: func() -> string; }",
      "world.wit":
        "package my:app;\nworld one { import acme:store/kv; }\nworld two { include wasi:cli/command@0.2.12; }",
    });
    await own.editor.expectText(/package\smy:app;world\sone\s\{/);
    await own.editor.expectText(/package\sacme:store\s\{/);
    await own.expectNoMistakes();
    await own.world.selectOption("two");
    await own.apply.click();
    await expect(workbench.verdict).toContainText("✓ Fits my:app/two");
  });

  test("a folder with its dependencies", async ({ workbench }) => {
    const own = await edit(workbench);
    const jco = createRequire(import.meta.url).resolve("@bytecodealliance/jco");
    await own.openFolder(join(dirname(jco), "../lib/wit/builtin/wasi-tls-0.2.0-draft"));
    await own.editor.expectText(/package\swasi:tls@0\.2\.0-draft;/);
    await own.expectNoMistakes();
  });

  test("a file that is dropped on the dialog; one that does not do leaves the text alone", async ({ workbench }) => {
    const own = await edit(workbench);
    await own.openFiles({ "a.wit": "interface a {}", "b.wit": "interface b {}" });
    await expect(own.failure).toContainText("a.wit does not say of which package it is");
    await own.editor.expectText(/world\smy-world/);
    await drop(own.editor.box, Buffer.from("package dropped:here;\n\nworld dropped {\n}\n"), "dropped.wit");
    await own.editor.expectText(/world\sdropped/);
    await expect(own.dialog).toBeVisible();
  });
});

test.describe("WIT brought to the page", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });
  const text = "package brought:here;\n\nworld brought {\n  include wasi:cli/command@0.2.12;\n}\n";

  test("opens as a world that is not applied yet, and what is open stays", async ({ workbench }) => {
    const { board, ownWorld: own } = workbench;
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await drop(board.component, Buffer.from(text), "brought.wit");
    await own.editor.expectText(/world\sbrought/);
    await expect(own.dialog).toContainText("This is not applied yet.");
    await expect(workbench.verdict).toContainText("✓ Fits wasi:cli/command@0.2.12");
    await own.apply.click();
    await expect(workbench.verdict).toContainText("✓ Fits brought:here/brought");
    await expect(board.title).toHaveText("hi.wasm");
  });

  test("may be pasted or picked with nothing open", async ({ workbench, page }) => {
    const { ownWorld: own } = workbench;
    await paste(page, text);
    await own.editor.expectText(/world\sbrought/);
    await own.button("Begin anew").click();
    await own.cancel.click();
    await workbench.give(Buffer.from("interface kv {}"), "kv.wit");
    await own.editor.expectText(/interface\skv/);
    await own.editor.write(text);
    await own.apply.click();
    await expect(workbench.notice("open a component to see whether it fits")).toBeVisible();
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await expect(workbench.verdict).toContainText("✓ Fits brought:here/brought");
  });

  test("takes nothing away that was typed and not applied", async ({ workbench, page }) => {
    const own = await edit(workbench);
    await own.editor.write("// mine");
    await own.cancel.click();
    await paste(page, text);
    await own.editor.expectText(/\/\/\smine/);
    await expect(page.getByText("Text that is not applied stands here")).toBeVisible();
  });

  test("is told apart by what is in it", async ({ workbench }) => {
    await workbench.give(Buffer.from([0, 0x61, 0x73, 0x6d]), "short.wit");
    await expect(workbench.failure).toContainText("it begins like WebAssembly but ends after 4 bytes");
    await expect(workbench.ownWorld.dialog).toBeHidden();
  });
});

test.describe("the WIT of what is open", () => {
  test("has each function of the world by itself", async ({ workbench, page }) => {
    await workbench.openSample("Greet");
    await workbench.panel.show("WIT");
    const panel = new WitPanel(page);
    await panel.editor.expectText(/world\sroot/);
    await panel.part.selectOption("answer");
    await panel.editor.expectText(/export\sanswer:\sfunc\(\)/);
    await expect(panel.editor.line("export greet")).toHaveCount(0);
    const downloading = page.waitForEvent("download");
    await panel.button("Download WIT").click();
    expect((await downloading).suggestedFilename()).toBe("greet-answer.wit");
  });

  test("is gone over by its outline, and tells of its names", async ({ workbench }) => {
    await workbench.openSample("Notes");
    await workbench.panel.show("WIT");
    const { outline, editor, ...panel } = new WitPanel(workbench.page);
    await expect(editor.input).toBeAttached();
    await expect(outline.getByRole("region", { name: "wasi:filesystem@0.2.12" })).toBeVisible();
    await expect(editor.line("interface preopens")).toHaveCount(0);
    await outline.getByRole("button", { name: "preopens", exact: true }).click();
    await expect(editor.line("interface preopens")).toBeVisible();
    await editor.ask();
    await expect(editor.hover).toContainText("get-directories: func()");
    await expect(panel.region).toBeVisible();
  });

  test("is shown whole, as a list or by interface, and downloaded as shown", async ({ workbench, page }) => {
    await workbench.openSample("Hello");
    await workbench.panel.show("WIT");
    const panel = new WitPanel(page);
    await panel.editor.expectText(/world\sroot/);
    await panel.part.selectOption("Short list");
    await panel.editor.expectText(/\/\/\sNames\sonly/);
    await expect(panel.editor.line("get-stdout: func")).toHaveCount(0);
    await panel.part.selectOption("wasi:cli/stdout@0.2.12");
    await panel.editor.expectText(/get-stdout:\sfunc\(\)/);
    await expect(panel.editor.line("world root")).toHaveCount(0);
    const downloading = page.waitForEvent("download");
    await panel.button("Download WIT").click();
    const file = await downloading;
    expect(file.suggestedFilename()).toBe("hello-stdout.wit");
    expect(await readFile(await file.path(), "utf8")).toContain("get-stdout: func() -> output-stream;");
    await panel.part.selectOption("Whole");
    await panel.editor.expectText(/world\sroot/);
  });
});
