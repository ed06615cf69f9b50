import { manyImports, printer, textFile } from "../fixtures/build.ts";
import { expectAccessible } from "../pages/axe.ts";
import { reach } from "../pages/keys.ts";
import { picture } from "../pages/media.ts";
import { expect, test } from "../pages/test.ts";

// Both themes and both layouts are gone through whole; the other two pairs add nothing but the board.
const looks = [
  { colorScheme: "light", other: "dark", width: 1280 },
  { colorScheme: "dark", other: "light", width: 400 },
] as const;

for (const { colorScheme, other, width } of looks) {
  test.describe(`axe finds nothing, ${colorScheme}, ${width} px`, () => {
    // Colours on their way from one to another have any contrast.
    test.use({ colorScheme, viewport: { width, height: 800 }, contextOptions: { reducedMotion: "reduce" } });

    test("a board that fits, and one that does not", async ({ workbench, page }) => {
      await workbench.openSample("Notes");
      await expectAccessible(page);
      await workbench.board.set("Wall clock", "real");
      await workbench.board.set("Standard input", "deny");
      await expectAccessible(page);
      await workbench.open(await manyImports(5), "many.wasm");
      await workbench.board.chooseWorld(/^WASI HTTP proxy/);
      await workbench.verdict.getByRole("button", { name: "All reasons" }).click();
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: other });
      await expect(page.locator("html")).toHaveCSS("color-scheme", other);
      await expectAccessible(page);
    });

    test("start and a failure", async ({ workbench, page }) => {
      await expectAccessible(page);
      await workbench.give(await textFile(), "letter.txt");
      await expect(workbench.failure).toBeVisible();
      await expectAccessible(page);
      await workbench.header.getByRole("button", { name: "Samples" }).click();
      await expect(page.getByRole("menuitem")).toHaveCount(5);
      await expectAccessible(page);
    });

    test("console, result and files after a run", async ({ workbench, page }) => {
      const { panel, settings } = workbench;
      await workbench.openSample("Notes");
      await settings.show("Mounts");
      await settings.addFiles("/data", [{ name: "image.png", bytes: picture(8) }]);
      await workbench.run();
      await expect(panel.lines().first()).toBeVisible();
      await expectAccessible(page);
      await panel.show("Result");
      await expect(panel.body).toContainText("Exited");
      await expectAccessible(page);
      await panel.show("Files");
      await expect(panel.preview("/data/out.txt")).toBeVisible();
      await expectAccessible(page);
      await panel.file("image.png").click();
      await expect(panel.preview("/data/image.png").getByRole("img")).toBeVisible();
      await expectAccessible(page);
    });

    test("WIT and report", async ({ workbench, page }) => {
      const { panel } = workbench;
      await workbench.openSample("Hello");
      await panel.show("WIT");
      await expect(panel.region.getByRole("textbox", { name: "WIT of the component" })).toBeAttached();
      await expectAccessible(page);
      await panel.show("Report");
      await expect(panel.body).toContainText("SHA-256");
      await expectAccessible(page);
    });

    test("a trap and output on both streams", async ({ workbench, page }) => {
      await workbench.openSample("Notes");
      await workbench.settings.show("Mounts");
      await workbench.settings.button("Remove mount /data").click();
      await workbench.run();
      await expect(workbench.panel.lines("stderr").first()).toBeVisible();
      await expectAccessible(page);
      await workbench.openSample("Hello");
      await workbench.board.set("Wall clock", "deny");
      await workbench.run();
      await workbench.panel.show("Result");
      await expect(workbench.panel.body).toContainText("Stopped: a denied call");
      await expectAccessible(page);
    });

    test("the settings", async ({ workbench, page }) => {
      const { settings } = workbench;
      await workbench.openSample("Notes");
      await workbench.board.socket("wall-clock").click();
      await settings.field("Instant").fill("nonsense");
      await expectAccessible(page);
      await settings.show("Program");
      await expectAccessible(page);
      await settings.show("Mounts");
      await settings.button("Edit in.txt").click();
      await expectAccessible(page);
      await settings.show("Limits");
      await expectAccessible(page);
    });

    test("the dialogs", async ({ workbench, page }) => {
      await workbench.openSample("Hello");
      await workbench.share.show();
      await expectAccessible(page);
      await workbench.share.close();
      await page.keyboard.press("?");
      await expect(workbench.dialog("Keys")).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await workbench.settings.show("Limits");
      await workbench.settings.button("Reset all settings…").click();
      await expect(workbench.dialog("Reset all settings?")).toBeVisible();
      await expectAccessible(page);
      await workbench.dialog("Reset all settings?").getByRole("button", { name: "Keep my settings" }).click();
      await workbench.board.world.getByRole("button", { name: "Edit" }).click();
      await workbench.ownWorld.editor.write("package my:app;\nworld {\n");
      await workbench.ownWorld.apply.click();
      await expect(workbench.ownWorld.mistakes).toBeVisible();
      await expectAccessible(page);
    });

    test("what a link asks for", async ({ workbench, page }) => {
      await workbench.openSample("Hello");
      await workbench.board.set("Wall clock", "real");
      await workbench.start(await workbench.share.hash());
      await workbench.opened("hello.wasm");
      await expect(page.getByRole("region", { name: "This link asks for" })).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test("nothing sticks out at 320 px", async ({ workbench, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const expectNoScroll = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expectNoScroll();
  await workbench.give(await textFile(), `${"a-long-name-".repeat(8)}.txt`);
  await expect(workbench.failure).toBeVisible();
  await expectNoScroll();
  await workbench.openSample("Hostile");
  await expectNoScroll();
  await workbench.run();
  for (const tab of ["Console", "Files", "Result", "Report"] as const) {
    await workbench.panel.show(tab);
    await expectNoScroll();
  }
  for (const tab of ["Program", "Mounts", "Limits"] as const) {
    await workbench.settings.show(tab);
    await expectNoScroll();
  }
  await workbench.share.show();
  await expectNoScroll();
  await workbench.share.close();
  await workbench.open(await manyImports(5), "many.wasm");
  await workbench.board.chooseWorld(/^WASI HTTP proxy/);
  await workbench.verdict.getByRole("button", { name: "All reasons" }).click();
  await expectNoScroll();
});

test("what takes a click is at least 24 px large", async ({ workbench, page }) => {
  const small = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("button, select, [role=tab], input:not([hidden])")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        // What is for screen readers alone is clipped to one pixel.
        .filter(({ element, box }) => box.width > 1 && element.parentElement?.style.clipPath !== "inset(50%)")
        .filter(({ box }) => box.width < 23.9 || box.height < 23.9)
        .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${box.width} × ${box.height}`),
    );
  expect(await small()).toEqual([]);
  await workbench.openSample("Notes");
  await workbench.settings.show("Mounts");
  await workbench.run();
  await workbench.panel.show("Files");
  expect(await small()).toEqual([]);
});

test("Tab reaches Run, and the focus is seen on the way", async ({ workbench, page }) => {
  await workbench.open(await printer("hi\n"), "hi.wasm");
  await page.locator("body").click({ position: { x: 2, y: 2 } });
  await reach(page, () => workbench.runButton);
  const outline = await workbench.runButton.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return { outlineStyle, outlineWidth, boxShadow };
  });
  expect(outline.outlineStyle !== "none" || outline.boxShadow !== "none").toBe(true);
  await page.keyboard.press("Enter");
  await workbench.ended();
  await expect(workbench.panel.lines()).toHaveText(["hi"]);
  for (const target of [
    () => workbench.board.socket("stdout"),
    () => workbench.board.changeWorld,
    () => workbench.panel.tab("Console"),
    () => workbench.panel.output,
    () => workbench.settings.tab("Environment and arguments"),
  ]) {
    await reach(page, target);
    const seen = await target().evaluate((element) => {
      // The ring may be drawn by what stands around.
      for (let one: Element | null = element; one !== null && one !== document.body; one = one.parentElement) {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        if ((outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none") return true;
      }
      return false;
    });
    expect(seen).toBe(true);
  }
});

test("? shows the keys, and Escape closes them", async ({ workbench, page }) => {
  await page.keyboard.press("?");
  const keys = workbench.dialog("Keys");
  await expect(keys).toBeVisible();
  for (const act of ["Run", "Stop", "Share", "Open a component"]) {
    await expect(keys.getByRole("definition").filter({ hasText: new RegExp(`^${act}$`) })).toBeVisible();
  }
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  // In a field it is a character.
  await page.getByRole("textbox", { name: "or from an address" }).focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("textbox", { name: "or from an address" })).toHaveValue("?");
  await expect(keys).toBeHidden();
});

test("a dialog keeps the focus and gives it back", async ({ workbench, page }) => {
  await workbench.openSample("Hello");
  await workbench.share.show();
  for (let stop = 0; stop < 10; stop++) {
    await page.keyboard.press("Tab");
    expect(await workbench.share.dialog.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(workbench.share.dialog).toBeHidden();
  await expect(workbench.header.getByRole("button", { name: "Share" })).toBeFocused();
});

test("light and dark are chosen by the system, and by the button over a reload", async ({ workbench, page }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await ground();
  expect(dark).not.toBe(light);
  await workbench.switchTheme.click();
  await expect.poll(ground).toBe(light);
  await workbench.reload();
  await expect.poll(ground).toBe(light);
});
