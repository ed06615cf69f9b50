import { customImport } from "../fixtures/build.ts";
import { expect, test } from "../pages/test.ts";
import type { Workbench } from "../pages/workbench.ts";

const kv = "acme:store/kv@1.0.0";

/** Own work: a component with a mock that was set by hand. */
async function openOwn(workbench: Workbench): Promise<void> {
  const { board, settings } = workbench;
  await workbench.open(await customImport(), "store.wasm");
  await board.set(kv, "mock");
  await board.socket("kv").click();
  await settings.answerWith("get", "values");
  await settings.field("Value 1").fill('ok("red")');
  await expect(board.plug(kv)).toContainText("1 function as set");
}

async function expectOwn(workbench: Workbench): Promise<void> {
  await workbench.opened("store.wasm");
  await expect(workbench.board.plug(kv)).toContainText("1 function as set");
}

const undo = (workbench: Workbench) => workbench.page.getByRole("status").getByRole("button", { name: "Undo" });

test("a sample puts own work aside; Undo, a reload and the way back bring it again", async ({ workbench, page }) => {
  await openOwn(workbench);
  await workbench.openSample("Notes");
  await expect(workbench.notice("Your work on store.wasm is put aside.")).toBeVisible();
  await undo(workbench).click();
  await expectOwn(workbench);

  await workbench.openSample("Notes");
  const bar = page.getByRole("region", { name: "Sample" });
  await expect(bar).toContainText("changes to it are not saved. Your own work is kept.");
  await bar.getByRole("button", { name: "Return to my work" }).click();
  await expectOwn(workbench);
  await expect(bar).toBeHidden();

  await workbench.openSample("Notes");
  await workbench.reload();
  await expectOwn(workbench);
});

test("the next file of one's own has nothing of a sample", async ({ workbench }) => {
  const { settings } = workbench;
  await workbench.openSample("Notes");
  await settings.show("Program");
  await expect(settings.field("Arguments")).not.toHaveValue("");
  await workbench.open(await customImport(), "store.wasm");
  await expect(settings.field("Arguments")).toHaveValue("");

  await openOwn(workbench);
  await workbench.openSample("Notes");
  await workbench.open(await customImport(), "again.wasm");
  await expect(workbench.board.plug(kv)).toContainText("1 function as set");
  await settings.show("Program");
  await expect(settings.field("Arguments")).toHaveValue("");
});

test("Unset, an example and a posture are undone by button and by key, until something else changes", async ({
  workbench,
  page,
}) => {
  const { board, settings } = workbench;
  await openOwn(workbench);
  await settings.button("Unset").click();
  await expect(board.socket("kv", "missing")).toBeVisible();
  const back = undo(workbench);
  await back.focus();
  await page.keyboard.press("Enter");
  await expect(board.plug(kv)).toContainText("1 function as set");
  await expect(workbench.notice("It is as it was before.")).toBeVisible();

  await board.plug("Standard output").click();
  await settings.region.getByRole("button", { name: "Examples for Standard output" }).click();
  await page.getByRole("menuitem").first().click();
  await expect(workbench.notice(/^Standard output is set to the example/)).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(workbench.notice("It is as it was before.")).toBeVisible();
  await expect(board.plug("Standard output")).toContainText("captured");

  await board.tools.getByRole("button", { name: /^Postures/ }).click();
  await page.getByRole("menuitem", { name: "Everything denied" }).click();
  await expect(board.mode("Standard output", "deny")).toBeChecked();
  await expect(back).toBeVisible();
  await board.set("Standard output", "mock");
  await expect(back).toBeHidden();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(board.mode(kv, "deny")).toBeChecked();
});

test("the last posture is seen whole without scrolling, however much each would change", async ({
  workbench,
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openOwn(workbench);
  await workbench.run();
  await workbench.board.tools.getByRole("button", { name: /^Postures/ }).click();
  const last = page.getByRole("menuitem").last();
  await expect(last).toContainText("Only what it called last time");
  await expect(last).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("menuitem", { name: "Everything denied" })).toContainText(/\nand \d+ more$/);
});
