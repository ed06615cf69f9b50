import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { otherOrigin } from "../../scripts/test/addresses.mjs";
import { openGuest, prepare } from "../guests/ask.ts";
import { expectAccessible } from "../pages/axe.ts";
import { paste } from "../pages/incoming.ts";
import { NetworkConsent } from "../pages/network.ts";
import { expect, test } from "../pages/test.ts";
import type { Workbench } from "../pages/workbench.ts";
import { App } from "../support/app.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** Opens a compiled guest that does what its arguments say, with one capability real. */
async function open(workbench: Workbench, id: string, settings: object, commands: readonly string[]): Promise<App> {
  const app = new App(workbench.page);
  await openGuest(app, "probe");
  await prepare(app, commands, { bindings: { [id]: { mode: "real", ...settings } } });
  await workbench.idle();
  return app;
}

test("a request waits for the person, who allows one origin and refuses another", async ({ workbench, page }) => {
  const consent = new NetworkConsent(page);
  const { board, panel } = workbench;
  await page.route("https://api.test/**", (route) =>
    route.fulfill({ body: "sunny", headers: { "access-control-allow-origin": "*" } }),
  );
  await open(workbench, "http", {}, [
    "http GET https://api.test/weather?city=Oslo",
    "http GET https://api.test/again",
    "http GET https://other.test/",
  ]);
  await workbench.runButton.click();
  await board.search.focus();
  await expect(consent.first).toContainText("probe.wasm wants to send");
  await expect(consent.first).toContainText("GET https://api.test/weather?city=Oslo");
  await expect(consent.first).toContainText("No cookies go with it.");
  // Nothing is taken away: neither the focus nor Stop.
  await expect(board.search).toBeFocused();
  await expect(workbench.stopButton).toBeEnabled();
  await expectAccessible(page);
  await consent.decide(consent.allowButton("https://api.test"));

  await expect(consent.first).toContainText("GET https://other.test/");
  await consent.decide(consent.first.getByRole("button", { name: "Refuse", exact: true }));
  await workbench.ended();
  await expect(consent.first).toBeHidden();
  await expect(panel.lines("stdout")).toHaveText([
    /^http: 200 .*"sunny"/,
    /^http: 200 .*"sunny"/,
    "http! ErrorCode::HttpRequestDenied",
  ]);

  await board.plug("HTTP requests").click();
  await expect(consent.origins("Allowed")).toContainText(["https://api.test"]);
  await expect(consent.origins("Refused")).toContainText(["https://other.test"]);
  await expectAccessible(page);
  await consent.forget("https://other.test");
  await expect(consent.origins("Refused")).toHaveCount(0);

  await panel.show("Calls");
  const download = page.waitForEvent("download");
  await panel.region.getByRole("button", { name: "Download HTTP as HAR" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("http.har");
  expect(JSON.parse(await readFile(await saved.path(), "utf8"))).toMatchObject({
    log: {
      version: "1.2",
      entries: expect.arrayContaining([
        expect.objectContaining({
          request: expect.objectContaining({ url: "https://api.test/again" }),
          response: expect.objectContaining({ status: 200 }),
        }),
      ]),
    },
  });
});

test("from the second origin on, the person may refuse all that the run asks for", async ({ workbench, page }) => {
  const consent = new NetworkConsent(page);
  const refuseAll = consent.first.getByRole("button", { name: "Refuse all for this run" });
  await open(
    workbench,
    "http",
    {},
    ["one", "two", "three"].map((name) => `http GET https://${name}.test/`),
  );
  await workbench.runButton.click();
  await expect(consent.first).toContainText("GET https://one.test/");
  await expect(refuseAll).toHaveCount(0);
  await consent.decide(consent.first.getByRole("button", { name: "Refuse", exact: true }));
  await expect(consent.first).toContainText("GET https://two.test/");
  await expectAccessible(page);
  await consent.decide(refuseAll);
  await workbench.ended();
  const denied = "http! ErrorCode::HttpRequestDenied";
  await expect(workbench.panel.lines("stdout")).toHaveText([denied, denied, denied]);
  await workbench.board.plug("HTTP requests").click();
  await expect(consent.origins("Refused")).toHaveText([/one\.test/]);
});

test("this computer is only reached after a second, explicit consent", async ({ workbench, page, quiet, seen }) => {
  // The answer to the request that goes out in the end is a 404.
  quiet.allow(/404/);
  const consent = new NetworkConsent(page);
  const url = `${otherOrigin}/cors/nothing-of-that-name`;
  await open(workbench, "http", {}, [`http GET ${url}`]);
  await workbench.runButton.click();
  await consent.decide(consent.allowButton(otherOrigin));
  await expect(consent.again).toContainText("Allow it only if you know what answers at this address.");
  await expectAccessible(page);
  await consent.decide(consent.again.getByRole("button", { name: "Back" }));
  await consent.decide(consent.allowButton(otherOrigin));
  await consent.decide(consent.again.getByRole("button", { name: "Refuse" }));
  await workbench.ended();
  await expect(workbench.panel.lines("stdout")).toHaveText(["http! ErrorCode::HttpRequestDenied"]);
  expect(seen.requests).not.toContain(url);

  await workbench.board.plug("HTTP requests").click();
  await consent.forget(otherOrigin);
  await workbench.runButton.click();
  await consent.decide(consent.allowButton(otherOrigin));
  await consent.decide(consent.again.getByRole("button", { name: "Allow it even so" }));
  await workbench.ended();
  await expect(workbench.panel.lines("stdout")).toHaveText([/^http: 404 /]);
  expect(seen.requests).toContain(url);
});

test("a component reads what is typed, and it stands in the console", async ({ workbench, page }) => {
  const { panel } = workbench;
  await open(workbench, "stdin", {}, ["line", "line", "line", "line"]);
  await workbench.runButton.click();
  await expect(panel.region).toContainText("It waits for you.");
  await expectAccessible(page);
  await panel.input.fill("Ada");
  await panel.input.press("Enter");
  await expect(panel.lines("stdout")).toHaveText(['line: "Ada\\n"']);
  await expect(panel.lines("typed")).toHaveText(["typed: Ada"]);
  await expect(panel.input).toHaveValue("");

  await panel.input.press("ArrowUp");
  await expect(panel.input).toHaveValue("Ada");
  await panel.input.press("ArrowDown");
  // Whole lines of a paste are sent, and the rest stays to be gone on with.
  await paste(page, "two\r\nthree\nfo");
  await expect(panel.lines("typed")).toHaveCount(3);
  await expect(panel.input).toHaveValue("fo");
  await panel.input.pressSequentially("ur");
  await panel.input.press("Control+d");
  await workbench.ended();
  await expect(panel.input).toBeHidden();
  await expect(panel.lines("stdout")).toHaveText([
    'line: "Ada\\n"',
    'line: "two\\n"',
    'line: "three\\n"',
    'line: "four"',
  ]);
  await panel.filter("stdout");
  await expect(panel.lines("typed")).toHaveCount(0);
});

test("a run without its folder leads to the chooser; an uploaded folder is read and taken away", async ({
  workbench,
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), "orrery-folder-"));
  try {
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "a.txt"), "hello");
    await writeFile(join(folder, "sub", "b.txt"), "deep");
    await open(workbench, "filesystem", { at: "/project" }, [
      "slurp /project/a.txt",
      "slurp /project/sub/b.txt",
      "put /project:new x",
    ]);
    const { panel, settings } = workbench;
    await workbench.run();
    await panel.expectStatus("failed", "failed");
    await expectAccessible(page);
    await panel.body.getByLabel("Folder to upload").setInputFiles(folder);
    await expect(panel.body.getByRole("group", { name: "Real folder" })).toContainText("2 files. Read-only");
    await workbench.run();
    await expect(panel.lines("stdout")).toHaveText(["slurp: hello", "slurp: deep", /^put! .*[Rr]ead-?[Oo]nly/]);

    await workbench.board.plug("Files").click();
    await settings.region.getByRole("button", { name: /^Take .* away$/ }).click();
    await expect(settings.region).toContainText("No folder is given.");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("what a component writes into the browser's own folder is there in the next run", async ({ workbench }) => {
  const { panel, board, settings } = workbench;
  const kept = { source: "kept", at: "/kept", writable: true };
  const app = await open(workbench, "filesystem", kept, ["put /kept:a.txt again"]);
  await board.plug("Files").click();
  await expect(settings.region).toContainText("This browser keeps the folder for this page");
  await workbench.run();
  await expect(panel.lines("stdout")).toHaveText(["put: 5 bytes"]);
  await app.apply({ program: { arguments: ["slurp /kept/a.txt"] } });
  await workbench.run();
  await expect(panel.lines("stdout")).toHaveText(["slurp: again"]);
});
