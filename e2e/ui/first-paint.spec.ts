import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { appUrl } from "../../scripts/test/addresses.mjs";
import { expect, test } from "../pages/test.ts";

const build = fileURLToPath(new URL("../../dist/", import.meta.url));

/** Code that nobody needs before something is opened. */
const later =
  /jco|wasm-tools|transpil|bindgen|preview1|adapter|monaco|editor|terminal|xterm|workbench|panel|dialogs|\.wasm$/i;

/** Largest code of the first page, in gzipped bytes. */
const budget = 250_000;

/** Gzipped size of a file of the build by its address. */
async function packed(url: string): Promise<number> {
  const path = new URL(url).pathname.slice(new URL(appUrl).pathname.length);
  return gzipSync(await readFile(`${build}${path === "" ? "index.html" : path}`)).length;
}

test("the drop zone needs no tools and no editor, and little code", async ({ page, seen }) => {
  await page.goto("./");
  await expect(page.getByRole("heading", { name: "Drop a WebAssembly component here" })).toBeVisible();
  const before = [...seen.requests];
  expect(before.filter((url) => later.test(url))).toEqual([]);
  const code = new Set(before.filter((url) => /\.(js|css)$/.test(url)));
  expect(code.size).toBeGreaterThan(0);
  const sizes = await Promise.all([...code].map(packed));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(budget);
});

test("waiting on the first page fetches no tools and no editor either", async ({ workbench, page, seen }) => {
  await expect(page.getByRole("button", { name: "Open the sample Hello" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(seen.requests.filter((url) => /wasm-tools|bindgen|jco|preview1|editor|monaco|xterm/i.test(url))).toEqual([]);
  await expect(workbench.runButton).toBeHidden();
});

test("a component is read, compared and run without tools; only jco, when it is chosen, fetches them", async ({
  workbench,
  seen,
}) => {
  const tools = (): string[] => seen.requests.filter((url) => /wasm-tools|bindgen|preview1/i.test(url));
  await workbench.openSample("Sums");
  await expect(workbench.verdict).toContainText("Fits");
  expect(tools()).toEqual([]);
  await workbench.run();
  expect(tools()).toEqual([]);
  await workbench.settings.show("Limits");
  await workbench.settings.choose("Engine", "jco");
  await workbench.run();
  await workbench.panel.show("Result");
  await expect(workbench.panel.fact("Engine")).toHaveText("jco");
  expect(tools()).not.toEqual([]);

  // It is kept with the page, and is no part of what is shared.
  await workbench.page.reload();
  await workbench.openSample("Sums");
  await workbench.settings.show("Limits");
  await expect(workbench.settings.region.getByRole("radio", { name: "jco", exact: true })).toBeChecked();
});

test("everything comes from the page's own place, on every screen", async ({ workbench, seen }) => {
  await workbench.openSample("Notes");
  await workbench.run();
  for (const tab of ["Files", "Result", "WIT", "Report"] as const) await workbench.panel.show(tab);
  await workbench.share.show();
  await workbench.share.close();
  const foreign = seen.requests.filter((url) => !url.startsWith(appUrl) && !/^(blob:|data:|about:)/.test(url));
  expect(foreign).toEqual([]);
});

test("the page reports no broken policy", async ({ workbench }) => {
  const policy = await workbench.page.locator("meta[http-equiv='Content-Security-Policy' i]").getAttribute("content");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).not.toMatch(/'unsafe-inline'[^;]*script|script-src[^;]*('unsafe-inline'|'unsafe-eval')/);
});
