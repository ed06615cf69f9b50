import { customImport } from "../fixtures/build.ts";
import { expectAccessible } from "../pages/axe.ts";
import { expect, test } from "../pages/test.ts";

test.describe("help where a run ended", () => {
  const kv = "acme:store/kv@1.0.0";

  test("an interface that refuses, and a mock that traps, are shown from the console", async ({ workbench }) => {
    const { board, settings, panel } = workbench;
    await workbench.open(await customImport(), "store.wasm");
    await board.set(kv, "deny");
    await board.socket("stdout").click();
    await workbench.run();
    await panel.body.getByRole("button", { name: `Show the switch of ${kv}` }).click();
    await expect(settings.tab("kv")).toHaveAttribute("aria-selected", "true");
    await expect(settings.region).toContainText("Calls to it are refused");

    await settings.choose(`${kv}: mock or deny`, "mock");
    await settings.answerWith("get", "trap");
    await settings.show("Program");
    await workbench.run();
    await expect(panel.body).toContainText("and its mock traps: The mock was told to trap.");
    await expect(panel.body).not.toContainText("trap..");
    await panel.body.getByRole("button", { name: `Show the mock of ${kv}` }).click();
    await expect(settings.answer("get")).toBeVisible();
    await panel.show("Result");
    await expect(panel.body).toContainText("Stopped: a mock that traps");
  });

  test("a limit is shown from the console, with the fold around it open", async ({ workbench }) => {
    const { settings, panel } = workbench;
    await workbench.openSample("Notes");
    await settings.show("Limits");
    await settings.button("More limits files, handles, calls, trace").click();
    await settings.field("Calls").fill("3");
    await settings.show("Program");
    await workbench.run();
    await panel.expectStatus("limited", "limit reached");
    await panel.body.getByRole("button", { name: "Show the limit “Calls”" }).click();
    await expect(settings.tab("Limits")).toHaveAttribute("aria-selected", "true");
    await expect(settings.field("Calls")).toBeFocused();
  });
});

test.describe("what cannot be read", () => {
  test("half-typed JSON is kept, and a run is refused until it is mended or discarded", async ({ workbench, page }) => {
    const { board, settings, panel } = workbench;
    await workbench.openSample("Hostile");
    await board.world.getByRole("button", { name: /^Sockets/ }).click();
    await settings.choose("Sockets: real, mock or deny", "mock");
    const json = settings.field("Names and peers as JSON");
    await json.fill('{"names": {');
    await settings.show("Mounts");
    await board.world.getByRole("button", { name: /^Sockets/ }).click();
    await expect(json).toHaveValue('{"names": {');
    await expect(json).toHaveAttribute("aria-invalid", "true");

    await board.world.getByRole("button", { name: /^Files/ }).click();
    await panel.show("Result");
    await workbench.runButton.click();
    const refusal = panel.region.getByRole("alert");
    await expect(refusal).toContainText("Sockets: names and peers: Not valid JSON: ");
    await expect(panel.body).toContainText("Nothing ran yet.");
    await expectAccessible(page);
    await refusal.getByRole("button", { name: "Show Sockets: names and peers" }).click();
    await expect(json).toBeFocused();
    // The keys ask too.
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(panel.body).toContainText("Nothing ran yet.");
    // Where it is not read, it is not in the way.
    await settings.choose("Sockets: real, mock or deny", "deny");
    await expect(refusal).toBeHidden();
    await settings.choose("Sockets: real, mock or deny", "mock");
    await expect(json).toHaveValue('{"names": {');
    await refusal.getByRole("button", { name: "Discard Sockets: names and peers" }).click();
    await expect(refusal).toBeHidden();
    await expect(json).not.toHaveAttribute("aria-invalid", "true");
    await workbench.run();
  });

  test("a limit that was emptied is not passed over", async ({ workbench }) => {
    const { settings, panel } = workbench;
    await workbench.openSample("Hello");
    await settings.show("Limits");
    await settings.button("More limits files, handles, calls, trace").click();
    await settings.field("Open handles").fill("");
    await settings.field("Time").fill("soon");
    await settings.show("Program");
    await workbench.runButton.click();
    const refusal = panel.region.getByRole("alert");
    await expect(refusal).toContainText("Limits: Open handles: Write a whole number.");
    await expect(refusal).toContainText("Limits: Time: Write a whole number.");
    await refusal.getByRole("button", { name: "Show Limits: Open handles" }).click();
    await expect(settings.field("Open handles")).toBeFocused();
    await settings.field("Open handles").fill("1,000");
    await expect(refusal).not.toContainText("Open handles");
    await settings.field("Time").fill("5000");
    await expect(refusal).toBeHidden();
    await workbench.run();
    await panel.expectStatus("exited", "exited 0");
  });
});

test.describe("the panel", () => {
  test("another choice starts at the top", async ({ workbench }) => {
    const { board, settings } = workbench;
    await workbench.openSample("Hostile");
    const panel = settings.region.getByRole("tabpanel");
    await board.world.getByRole("button", { name: /^Files/ }).click();
    await panel.evaluate((element) => element.scrollTo(0, 200));
    expect(await panel.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
    await board.world.getByRole("button", { name: /^Environment/ }).click();
    await expect.poll(() => panel.evaluate((element) => element.scrollTop)).toBe(0);
  });

  test("its tabs stand in one row", async ({ workbench }) => {
    await workbench.openSample("Notes");
    const { settings } = workbench;
    const tops = await settings.region
      .getByRole("tab")
      .evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
    const title = settings.tab("Environment and arguments").locator("span");
    expect(await title.evaluate((span) => span.scrollWidth - span.clientWidth)).toBeLessThanOrEqual(0);
  });
});
