import {
  brokenWat,
  corrupt,
  empty,
  noImportsModule,
  previewOneModule,
  printer,
  textFile,
  truncated,
  witPackage,
} from "../fixtures/build.ts";
import { drag, drop, paste } from "../pages/incoming.ts";
import { expect, test } from "../pages/test.ts";
import { otherOrigin } from "../support/origins.ts";

const watText = `(component
  (core module $M (func (export "answer") (result i32) (i32.const 42)))
  (core instance $m (instantiate $M))
  (func (export "answer") (result u32) (canon lift (core func $m "answer"))))`;

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("the page opens on a drop zone with a button, a field and samples", async ({ workbench, page }) => {
  await expect(page.getByRole("heading", { name: "Drop a WebAssembly component here" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: "Open a component" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "or from an address" })).toBeVisible();
  const samples = page.getByRole("region", { name: "Samples" });
  await expect(samples.getByRole("button")).toHaveCount(5);
  for (const title of ["Hello", "Greet", "Notes", "Sums", "Hostile"]) {
    await expect(samples.getByRole("button", { name: `Open the sample ${title}` })).toBeVisible();
  }
  await expect(page.getByText("Nothing is uploaded. Nothing is real unless you say so.")).toBeVisible();
  await expect(workbench.runButton).toBeHidden();
});

test.describe("opening", () => {
  test("by the button, and one key runs it", async ({ workbench, page }) => {
    const picker = page.waitForEvent("filechooser");
    await page.getByRole("main").getByRole("button", { name: "Open a component" }).click();
    const file = { name: "hi.wasm", mimeType: "application/wasm", buffer: Buffer.from(await printer("hi\n")) };
    await (await picker).setFiles(file);
    await workbench.opened("hi.wasm");
    await expect(workbench.verdict).toContainText("Fits wasi:cli/command@0.2.12");
    await expect(workbench.verdict).toContainText("Nothing it gets is real.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await workbench.ended();
    await expect(workbench.panel.lines("stdout")).toHaveText(["hi"]);
    await workbench.panel.expectStatus("exited", "exited 0");
  });

  test("by the button in the header and by its key, when something is open already", async ({ workbench, page }) => {
    await workbench.open(await printer("one\n"), "one.wasm");
    for (const [name, act] of [
      ["two.wasm", () => workbench.header.getByRole("button", { name: "Open a component" }).click()],
      ["three.wasm", () => page.keyboard.press("ControlOrMeta+o")],
    ] as const) {
      const picker = page.waitForEvent("filechooser");
      await act();
      await (await picker).setFiles({ name, mimeType: "", buffer: Buffer.from(await printer(`${name}\n`)) });
      await workbench.opened(name);
      await workbench.run();
      await expect(workbench.panel.lines()).toHaveText([name]);
    }
  });

  test("by a drop anywhere on the page", async ({ workbench, page }) => {
    const bytes = await printer("dropped\n");
    const over = page.getByText("Drop to open", { exact: true });
    const letGo = await drag(page.getByText("Nothing is uploaded."), bytes, "first.wasm");
    await expect(over).toBeVisible();
    await letGo();
    await workbench.opened("first.wasm");
    await expect(over).toBeHidden();
    await drop(workbench.panel.tab("Result"), bytes, "second.wasm");
    await workbench.opened("second.wasm");
    await drop(workbench.settings.region, await previewOneModule(), "third.wasm");
    await workbench.opened("third.wasm");
    await expect(over).toBeHidden();

    // Dragged away again: nothing is opened.
    await drag(workbench.header, bytes, "fourth.wasm");
    await expect(over).toBeVisible();
    await page.locator("body").dispatchEvent("dragleave");
    await expect(over).toBeHidden();
    await workbench.opened("third.wasm");
  });

  test("from an address", async ({ workbench, page }) => {
    const field = page.getByRole("textbox", { name: "or from an address" });
    await page.getByRole("button", { name: "Open address" }).click();
    await expect(page.getByRole("alert")).toContainText("Write an address first");
    await field.fill(`${otherOrigin}/cors/demos/hello/component.wasm`);
    await field.press("Enter");
    await workbench.opened("component.wasm");
    await workbench.run();
    await expect(workbench.panel.lines()).toHaveText([/1970-01-01/]);
  });

  test("from an address that does not allow it, or is none, or has nothing", async ({ workbench, page, quiet }) => {
    quiet.allow(/CORS policy|net::ERR_FAILED|404 \(Not Found\)/);
    const field = page.getByRole("textbox", { name: "or from an address" });
    const open = page.getByRole("button", { name: "Open address" });
    await field.fill(`${otherOrigin}/no-cors/demos/hello/component.wasm`);
    await open.click();
    await expect(workbench.failure).toContainText("Access-Control-Allow-Origin");
    await expect(workbench.failure).toContainText(new URL(otherOrigin).host);
    await expect(workbench.failure).toContainText("Download the file and drop it here instead");
    await workbench.failure.getByRole("button", { name: "Dismiss" }).click();
    await expect(workbench.failure).toBeHidden();

    await field.fill("ftp://example.com/app.wasm");
    await open.click();
    await expect(workbench.failure).toContainText("is not an http or https address");
    await field.fill(`${otherOrigin}/cors/nothing.wasm`);
    await open.click();
    await expect(workbench.failure).toContainText("the server answered 404");

    await field.fill(`${otherOrigin}/cors/demos/hello/component.wasm`);
    await open.click();
    await workbench.opened("component.wasm");
    await expect(workbench.failure).toBeHidden();
  });

  test("samples from their cards and from the menu", async ({ workbench, page }) => {
    await page.getByRole("button", { name: "Open the sample Hello" }).click();
    await workbench.opened("hello.wasm");
    await expect(workbench.verdict).toContainText("Fits orrery:hello/hello");
    await workbench.header.getByRole("button", { name: "Samples" }).click();
    const entries = page.getByRole("menuitem");
    await expect(entries).toHaveCount(5);
    await expect(entries.filter({ hasText: "Notes" })).toContainText("Arguments, environment, the time");
    await page.keyboard.press("Escape");
    await expect(entries).toHaveCount(0);
    await workbench.openSample("Notes");
    await workbench.run();
    await expect(workbench.panel.lines("stdout").first()).toHaveText("2 arguments: [red] [two words]");
  });

  test("by pasting WebAssembly text or an address, but not while typing", async ({ workbench, page }) => {
    const field = page.getByRole("textbox", { name: "or from an address" });
    await field.focus();
    await paste(page, watText);
    await expect(field).toHaveValue(/^\(component/);
    await expect(workbench.board.title).toBeHidden();

    await page.getByRole("heading", { name: "Samples" }).click();
    await paste(page, watText);
    await workbench.opened("pasted text");
    await workbench.verdict.getByRole("combobox", { name: "Call without arguments" }).selectOption("answer");
    await workbench.run();
    await workbench.panel.show("Result");
    await expect(workbench.panel.fact("Value")).toHaveText("42");

    await paste(page, `${otherOrigin}/cors/demos/sums/component.wasm`);
    await workbench.opened("component.wasm");
  });

  test("a preview 1 module, and the page says that it was adapted", async ({ workbench }) => {
    await workbench.open(await previewOneModule(), "old.wasm");
    await expect(workbench.board.component).toContainText("adapted from preview 1");
    await workbench.run();
    await expect(workbench.panel.lines()).toHaveText(["hi"]);
  });

  test("a WIT package is shown, with nothing to run", async ({ workbench }) => {
    await workbench.open(await witPackage(), "types.wasm");
    await expect(workbench.verdict).toContainText("Types only");
    await expect(workbench.board.component).toContainText("WIT package: nothing to run");
    await expect(workbench.runButton).toBeDisabled();
    await workbench.panel.show("WIT");
    await expect(workbench.panel.region.locator(".view-lines")).toContainText(/interface\sgreeting/);
  });

  test("a library asks which function to call first", async ({ workbench }) => {
    await workbench.open(await noImportsLibrary(), "answer.wat");
    await expect(workbench.runButton).toBeDisabled();
    await workbench.verdict.getByRole("combobox", { name: "Call without arguments" }).selectOption("answer");
    await workbench.run();
    await workbench.panel.expectStatus("returned", "returned");
  });
});

function noImportsLibrary(): Promise<Uint8Array> {
  return Promise.resolve(new TextEncoder().encode(watText));
}

test.describe("what cannot be opened", () => {
  const refused: readonly (readonly [string, () => Promise<Uint8Array>, RegExp])[] = [
    ["empty.wasm", empty, /empty/i],
    ["letter.txt", textFile, /text|WebAssembly/i],
    ["cut.wasm", truncated, /cut|end|truncated/i],
    ["corrupt.wasm", corrupt, /damaged|corrupt|not valid|invalid|broken|malformed/i],
    ["broken.wat", brokenWat, /line 2\b/i],
    ["plain.wasm", noImportsModule, /WASI/],
  ];

  for (const [name, make, reason] of refused) {
    test(`${name} says why, and what was open stays`, async ({ workbench }) => {
      await workbench.open(await printer("still here\n"), "open.wasm");
      await workbench.run();
      await workbench.give(await make(), name);
      await expect(workbench.failure).toContainText(`Could not open ${name}.`);
      await expect(workbench.failure).toContainText(reason);
      await expect(workbench.failure).toContainText("open.wasm is still open.");
      await workbench.opened("open.wasm");
      await expect(workbench.panel.lines()).toHaveText(["still here"]);
      await workbench.run();
      await expect(workbench.panel.lines()).toHaveText(["still here"]);

      await workbench.open(await printer("next\n"), "next.wasm");
      await expect(workbench.failure).toBeHidden();
    });
  }

  test("on the first page the failure is told and the page stays", async ({ workbench, page }) => {
    await workbench.give(await textFile(), "letter.txt");
    await expect(workbench.failure).toContainText("Could not open letter.txt.");
    await expect(workbench.failure).not.toContainText("still open");
    await expect(page.getByRole("heading", { name: "Drop a WebAssembly component here" })).toBeVisible();
  });
});

test("a second file takes the place of the first and of its run", async ({ workbench }) => {
  await workbench.openSample("Notes");
  await workbench.run();
  await workbench.panel.show("Files");
  await expect(workbench.panel.file("out.txt")).toBeVisible();
  await workbench.open(await printer("second\n"), "second.wasm");
  await expect(workbench.panel.status).toBeHidden();
  await expect(workbench.board.socket("stdout", "mock")).toBeVisible();
  await expect(workbench.board.socket("wall-clock")).toBeHidden();
  await workbench.panel.show("Console");
  await expect(workbench.panel.body).toContainText("Nothing ran yet.");
});
