import type { Locator } from "@playwright/test";
import { openGuest, prepare } from "../guests/ask.ts";
import { expectAccessible } from "../pages/axe.ts";
import { expect, test } from "../pages/test.ts";
import type { Workbench } from "../pages/workbench.ts";
import { App } from "../support/app.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** Runs the compiled guest with its commands and shows its calls. */
async function runProbe(workbench: Workbench, commands: readonly string[], under: object = {}): Promise<Locator> {
  const app = new App(workbench.page);
  await openGuest(app, "probe");
  await prepare(app, commands, under);
  await workbench.idle();
  await workbench.run();
  await workbench.panel.show("Calls");
  return workbench.panel.region.getByRole("grid", { name: "Calls" });
}

test("a call is read in full, by click and by keys", async ({ workbench, page }) => {
  const calls = await runProbe(workbench, ["say hello"]);
  const detail = workbench.panel.region.getByRole("region", { name: /^Call \d+$/ });
  const write = calls.getByRole("row", { name: 'b"say: hello\\n"' });
  await write.click();
  await expect(write).toHaveAttribute("aria-selected", "true");
  await expect(detail).toContainText("wasi:io/streams@0.2.12");
  await expect(detail).toContainText("[method]output-stream.");
  await expect(detail).toContainText("[115, 97, 121, 58, 32, 104, 101, 108, 108, 111, 10]");
  await expect(detail).toContainText('"say: hello\\n"');
  await expectAccessible(page);
  await detail.getByRole("button", { name: "Copy arguments" }).click();
  await expect(workbench.notice("Arguments copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("#1, [115, 97,");

  await detail.getByRole("button", { name: "call 1, run" }).click();
  await expect(detail).toHaveAccessibleName("Call 1");
  await expect(detail).toContainText("export of the component");
  await calls.focus();
  await page.keyboard.press("ArrowDown");
  await expect(detail).toHaveAccessibleName("Call 2");
  await page.keyboard.press("End");
  await expect(calls.getByRole("row").last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(detail).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(detail).toBeHidden();
  await expect(calls).toBeFocused();
});

test("a failed request is among the errors, bytes are found as text, and the filter stays", async ({ workbench }) => {
  const { panel } = workbench;
  const http = { mode: "mock", rules: [] };
  const calls = await runProbe(workbench, ["say hello", "http GET https://a.test/"], { bindings: { http } });
  await panel.region.getByRole("radio", { name: "errors" }).click();
  const failed = calls.getByRole("row", { name: "some(ok(err(" });
  await expect(failed).toHaveCount(1);
  await expect(failed).toHaveAttribute("data-look", "error");
  await panel.show("Console");
  await panel.show("Calls");
  await expect(panel.region.getByRole("radio", { name: "errors" })).toBeChecked();
  await expect(failed).toHaveCount(1);

  await panel.region.getByRole("radio", { name: "all" }).click();
  await panel.region.getByRole("searchbox", { name: "Filter calls" }).fill("SAY: hello");
  await expect(calls.getByRole("row")).toHaveCount(1);
});

test("a run that never started tells of no calls", async ({ workbench }) => {
  const app = new App(workbench.page);
  await openGuest(app, "custom");
  await workbench.idle();
  await workbench.run();
  await workbench.panel.expectStatus("failed", "failed");
  await expect(workbench.board.component).not.toContainText("never called");
  await workbench.panel.show("Calls");
  await expect(workbench.panel.body).toContainText("It did not start.");
  await expect(workbench.panel.body).not.toContainText("Declared but never called");
});

test("an unfinished run says that it may need more", async ({ workbench }) => {
  await runProbe(workbench, ["say one", "say two"], { limits: { calls: 3 } });
  await workbench.panel.expectStatus("limited", "limit reached");
  await expect(workbench.panel.body).toContainText("The run did not end by itself; it may need more.");
  const least = workbench.panel.body.getByRole("button", { name: "Make a least-privilege scenario" });
  await expect(least).toBeInViewport({ ratio: 1 });
  await least.click();
  await expect(workbench.notice("The scenario gives only what the last run called.")).toBeVisible();
});

test("on a narrow screen a call is read below its row", async ({ workbench, page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  const calls = await runProbe(workbench, ["say hello"]);
  const write = calls.getByRole("row", { name: 'b"say: hello\\n"' });
  await write.click();
  const detail = workbench.panel.region.getByRole("region", { name: /^Call \d+$/ });
  await expect(detail).toContainText('"say: hello\\n"');
  await expect(write).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);
});
