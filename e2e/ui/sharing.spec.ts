import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { printer } from "../fixtures/build.ts";
import { copied } from "../pages/incoming.ts";
import { expect, test } from "../pages/test.ts";
import { Workbench } from "../pages/workbench.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** Opens a link as somebody else would: another page of the same browser. */
async function visit(page: Page, hash: string): Promise<Workbench> {
  const other = new Workbench(await page.context().newPage());
  await other.start(hash);
  return other;
}

test.describe("the dialog", () => {
  test("shows the link and its length, and copies it in three ways", async ({ workbench, page }) => {
    const { share } = workbench;
    await workbench.openSample("Hello");
    const address = page.url();
    expect(address).not.toContain("#");
    await share.show();
    const link = await share.link.inputValue();
    expect(new URL(link).hash).toMatch(/^#w1\.[\w-]+/);
    await expect(share.size).toHaveText(`${link.length.toLocaleString("en-US")} characters.`);
    // The address is rewritten on Share.
    await expect(page).toHaveURL(link);
    await share.button("Copy link").click();
    await expect(workbench.notice("Link copied.")).toBeAttached();
    expect(await copied(page)).toBe(link);
    await share.button("Copy as Markdown").click();
    await expect(workbench.notice("Markdown copied.")).toBeAttached();
    expect(await copied(page)).toBe(`[hello.wasm](${link})`);
    await share.button("Copy as iframe").click();
    await expect(workbench.notice("Frame copied.")).toBeAttached();
    expect(await copied(page)).toMatch(/^<iframe src="[^"]*[?&](amp;)?embed=1[^"]*#w1\./);
    await share.close();
  });

  test("opens and copies by one key", async ({ workbench, page }) => {
    await workbench.openSample("Hello");
    await page.keyboard.press("ControlOrMeta+s");
    await expect(workbench.share.size).toContainText("characters");
    await expect(workbench.notice("Link copied.")).toBeAttached();
    expect(await copied(page)).toBe(await workbench.share.link.inputValue());
  });

  test("the address stays as it is while settings change", async ({ workbench, page }) => {
    await workbench.openSample("Hello");
    const before = page.url();
    await workbench.board.set("Wall clock", "deny");
    await workbench.run();
    expect(page.url()).toBe(before);
  });

  test("a long link is warned of, and a longer one becomes a file that can be opened again", async ({
    workbench,
    page,
  }) => {
    const { share, settings } = workbench;
    await workbench.openSample("Notes");
    await settings.show("Mounts");
    await settings.addFiles("/data", [{ name: "noise.bin", bytes: randomBytes(3000) }]);
    await share.show();
    await expect(share.size).toContainText("some programs cut links of more than 2,000");
    await expect(share.button("Copy link")).toBeEnabled();
    await share.close();

    const before = page.url();
    await settings.addFiles("/data", [{ name: "noise.bin", bytes: randomBytes(100_000) }]);
    await expect(settings.mount("/data")).toContainText("100 KB");
    await share.show();
    await expect(share.size).toContainText("too long for a link. Download it as JSON and send the file.");
    await expect(share.button("Copy link")).toBeDisabled();
    expect(page.url()).toBe(before);
    const download = page.waitForEvent("download");
    await share.button("Download as JSON").click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("scenario.json");
    const scenario = await readFile(await file.path());
    await share.close();

    const other = await visit(page, "");
    await other.give(scenario, "scenario.json");
    await other.opened("notes.wasm");
    // Whoever made the file: it is not saved over the person's own work.
    await expect(other.page.getByRole("region", { name: "Shared world" })).toContainText("a scenario from a file");
    await other.settings.show("Mounts");
    await expect(other.settings.mount("/data")).toContainText("100 KB");
  });
});

test.describe("opening a link", () => {
  test("shows the same world and settings, and runs nothing", async ({ workbench, page }) => {
    await workbench.openSample("Notes");
    await workbench.board.set("Wall clock", "deny");
    await workbench.settings.show("Program");
    await workbench.settings.field("Arguments").fill("from\nthe link");
    await workbench.settings.field("Standard input").fill("linked\n");
    const hash = await workbench.share.hash();

    const other = await visit(page, hash);
    await other.opened("notes.wasm");
    await expect(other.board.mode("Wall clock", "deny")).toBeChecked();
    await expect(other.verdict).toContainText("✓ Fits wasi:cli/command@0.2.12");
    await other.settings.show("Program");
    await expect(other.settings.field("Arguments")).toHaveValue("from\nthe link");
    await expect(other.settings.field("Standard input")).toHaveValue("linked\n");
    await expect(other.page.getByRole("region", { name: "Shared world" })).toContainText("shared world");
    await expect(other.panel.status).toBeHidden();
    await expect(other.panel.body).toContainText("Nothing ran yet.");
    await expect(other.runButton).toBeEnabled();
  });

  test("with a world of one's own carries the world", async ({ workbench, page }) => {
    await workbench.openSample("Hello");
    const other = await visit(page, await workbench.share.hash());
    await other.opened("hello.wasm");
    await expect(other.verdict).toContainText("✓ Fits orrery:hello/hello");
  });

  for (const [act, mode, year] of [
    ["Allow", "real", String(new Date().getUTCFullYear())],
    ["Keep mocked", "mock", "1970"],
  ] as const) {
    test(`with a real clock asks first: ${act}`, async ({ workbench, page }) => {
      await workbench.openSample("Hello");
      await workbench.board.set("Wall clock", "real");
      const other = await visit(page, await workbench.share.hash());
      await other.opened("hello.wasm");
      const asks = other.page.getByRole("region", { name: "This link asks for" });
      await expect(asks).toContainText("Wall clock: real, this computer's time.");
      await expect(asks).toContainText("The component is told this computer's date and time.");
      await expect(other.board.mode("Wall clock", "mock")).toBeChecked();
      await asks.getByRole("button", { name: act }).click();
      await expect(asks).toBeHidden();
      await expect(other.board.mode("Wall clock", mode)).toBeChecked();
      await expect(other.panel.status).toBeHidden();
      await other.run();
      await expect(other.panel.lines()).toHaveText([new RegExp(`it is ${year}-`)]);
    });
  }

  test("asks for what is risky one by one, and is one line during a run", async ({ workbench, page }) => {
    await workbench.openSample("Notes");
    await workbench.board.set("Wall clock", "real");
    await workbench.board.set("Standard output", "real");
    await workbench.board.set("Files", "real");
    const other = await visit(page, await workbench.share.hash());
    await other.opened("notes.wasm");
    const asks = other.page.getByRole("region", { name: "This link asks for" });
    await expect(asks).toContainText("Files: real, your folder at");
    const harmless = asks.getByText("The real wall clock and standard output: with them it reaches no file");
    await expect(asks.getByText("The component is told this computer's date")).toBeHidden();
    await harmless.click();
    await expect(asks.getByText("The component is told this computer's date")).toBeVisible();

    await asks.getByRole("button", { name: "Keep mocked: files" }).click();
    await expect(other.board.mode("Files", "mock")).toBeChecked();
    await expect(other.board.mode("Wall clock", "mock")).toBeChecked();
    await other.run();
    await expect(harmless).toBeHidden();
    await expect(asks).toContainText("wall clock and standard output.");
    await asks.getByRole("button", { name: "Decide" }).click();
    await asks.getByRole("button", { name: "Allow: wall clock and standard output" }).click();
    await expect(asks).toBeHidden();
    await expect(other.board.mode("Wall clock", "real")).toBeChecked();
    await expect(other.board.mode("Files", "mock")).toBeChecked();
  });

  test("of a file from disk asks for the file", async ({ workbench, page }) => {
    const bytes = await printer("asked for\n");
    await workbench.open(bytes, "mine.wasm");
    await workbench.settings.show("Program");
    await workbench.settings.field("Arguments").fill("kept");
    await workbench.share.show();
    await expect(workbench.share.dialog.getByRole("list")).toContainText("The link names mine.wasm by its hash");
    await workbench.share.close();
    const other = await visit(page, await workbench.share.hash());
    const asks = other.page.getByRole("region", { name: "This link asks for" });
    await expect(asks).toContainText("It was made with the file mine.wasm");
    await expect(other.board.title).toBeHidden();
    const picker = other.page.waitForEvent("filechooser");
    await asks.getByRole("button", { name: "Open the file" }).click();
    await (await picker).setFiles({ name: "mine.wasm", mimeType: "", buffer: Buffer.from(bytes) });
    await other.opened("mine.wasm");
    await expect(asks).toBeHidden();
    await other.settings.show("Program");
    await expect(other.settings.field("Arguments")).toHaveValue("kept");
    await other.run();
    await expect(other.panel.lines()).toHaveText(["asked for"]);
  });

  test("of a file from disk says when another file is given", async ({ workbench, page }) => {
    await workbench.open(await printer("this one\n"), "mine.wasm");
    const other = await visit(page, await workbench.share.hash());
    await other.open(await printer("another one\n"), "mine.wasm");
    await expect(other.notice("This is not the file that the link was made with")).toBeVisible();
  });

  test("that is damaged is told, and the page can be used", async ({ workbench, page }) => {
    await workbench.openSample("Hello");
    const hash = await workbench.share.hash();
    const other = await visit(page, hash.slice(0, -12));
    await expect(other.failure).toContainText("Could not open the link.");
    await other.openSample("Greet");
    await expect(other.failure).toBeHidden();
  });

  test("from a newer version is told so", async ({ workbench, page }) => {
    await expect(workbench.header).toBeVisible();
    const other = await visit(page, "#w9.abc");
    await expect(other.failure).toContainText(/newer/);
  });
});

test.describe("own work", () => {
  test("is there again after a reload, and after a visit to a link", async ({ workbench, page }) => {
    await workbench.openSample("Hello");
    const hash = await workbench.share.hash();
    await workbench.start();
    await workbench.open(await printer("my own\n"), "own.wasm");
    await workbench.settings.show("Program");
    await workbench.settings.field("Arguments").fill("mine");
    await saved(workbench, "mine");
    await workbench.reload();
    await workbench.opened("own.wasm");
    await workbench.settings.show("Program");
    await expect(workbench.settings.field("Arguments")).toHaveValue("mine");
    await expect(workbench.panel.status).toBeHidden();

    await workbench.start(hash);
    await workbench.opened("hello.wasm");
    await workbench.board.set("Wall clock", "deny");
    await workbench.run();
    const bar = page.getByRole("region", { name: "Shared world" });
    await expect(bar).toContainText("Your own work is kept.");
    await bar.getByRole("button", { name: "Return to my work" }).click();
    await workbench.opened("own.wasm");
    await expect(bar).toBeHidden();
    await workbench.settings.show("Program");
    await expect(workbench.settings.field("Arguments")).toHaveValue("mine");
    await workbench.run();
    await expect(workbench.panel.lines()).toHaveText(["my own"]);
    expect(new URL(page.url()).hash).toBe("");
  });

  test("is not written over by the work of a link", async ({ workbench, page }) => {
    await workbench.openSample("Hello");
    await workbench.board.set("Wall clock", "deny");
    const hash = await workbench.share.hash();
    const fresh = await page.context().browser()?.newContext();
    if (fresh === undefined) throw new Error("There is no browser.");
    try {
      const other = new Workbench(await fresh.newPage());
      await other.start(new URL(`./${hash}`, page.url()).href);
      await other.opened("hello.wasm");
      await other.board.set("Wall clock", "mock");
      await other.start(page.url().replace(/#.*$/, ""));
      await expect(other.page.getByRole("heading", { name: "Drop a WebAssembly component here" })).toBeVisible();
    } finally {
      await fresh.close();
    }
  });
});

/** Waits until the browser's storage holds the text: settings are saved a moment after they changed. */
async function saved(workbench: Workbench, text: string): Promise<void> {
  const stored = () =>
    workbench.page.evaluate(
      () =>
        new Promise<string>((resolve, reject) => {
          const opening = indexedDB.open("orrery");
          opening.addEventListener("error", () => reject(new Error("The storage cannot be opened.")));
          opening.addEventListener("success", () => {
            const reading = opening.result.transaction("work").objectStore("work").get("own");
            reading.addEventListener("success", () => {
              opening.result.close();
              resolve(JSON.stringify(reading.result?.scenario ?? ""));
            });
          });
        }),
    );
  await expect.poll(stored).toContain(text);
}
