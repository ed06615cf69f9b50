import type { Browser, Page } from "@playwright/test";
import { deflateSync } from "fflate";
import { printer } from "./fixtures/build.ts";
import { App, failure, must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

/** A second person: nothing of the first one's storage. */
async function stranger(browser: Browser, link: string): Promise<App> {
  const context = await browser.newContext();
  const app = new App(await context.newPage());
  await app.page.goto(link);
  await app.ready();
  return app;
}

const idle = (page: Page) => expect(page.locator("[data-idle='true']")).toBeAttached();

test.describe("links", () => {
  test("bring the same world to another person, and do not run by themselves", async ({ app, browser }) => {
    await app.openDemo("notes");
    await app.apply({
      program: { arguments: ["a link", "ünï"], environment: { GREETING: "Hello" }, stdin: { text: "typed\n" } },
      bindings: {
        "wall-clock": { instant: "2001-02-03T04:05:06Z" },
        random: { seed: 7 },
        "interface:a:b/c@1.0.0": { mode: "deny" },
      },
      files: [
        { mount: "/data", writable: false, tree: { "in.txt": { text: "over there" }, "b.bin": { base64: "AAE=" } } },
      ],
      limits: { timeMs: 4321 },
    });
    const here = await app.run();
    const link = must(await app.call("shareLink"));
    expect(link).toMatch(/\/#w1\.[\w-]+$/);
    expect(link.length).toBeLessThan(2000);

    const there = await stranger(browser, link);
    await idle(there.page);
    expect(await there.scenario()).toEqual(await app.scenario());
    expect(must(await there.call("report"))).toMatchObject({ name: "notes.wasm" });
    // Nothing has run, and nothing runs: a run would have printed this.
    const printed = there.page.getByText("GREETING is Hello", { exact: true });
    await there.frames(20);
    await expect(printed).toHaveCount(0);
    const result = await there.run();
    expect({ ...result, timings: undefined }).toEqual({ ...here, timings: undefined });
    await expect(printed).toBeVisible();
    expect(must(await there.call("shareLink"))).toBe(link);
    await there.page.context().close();
  });

  test("that want something real do not get it, and ask", async ({ app, browser }) => {
    await app.openDemo("hello");
    await app.apply({ bindings: { "wall-clock": { mode: "real" }, random: { mode: "real" } } });
    const link = must(await app.call("shareLink"));

    const there = await stranger(browser, link);
    const { bindings } = await there.scenario();
    expect(bindings["wall-clock"].mode).toBe("mock");
    expect(bindings.random.mode).toBe("mock");
    expect((await there.run()).stdout).toContain("1970-01-01T00:00:00Z");
    const asks = there.page.getByRole("region", { name: "This link asks for" });
    // During the run they were folded to one line.
    await asks.getByRole("button", { name: "Decide" }).click();
    await expect(asks.getByText("The real wall clock and random numbers")).toBeVisible();
    await asks.getByRole("button", { name: "Allow" }).click();
    await expect(asks).toHaveCount(0);
    expect((await there.scenario()).bindings["wall-clock"].mode).toBe("real");
    expect((await there.run()).stdout).not.toContain("1970");
    await there.page.context().close();
  });

  test("name a file from disk by its hash, and an address is fetched only after a click", async ({ app, browser }) => {
    const report = await app.open(await printer("from disk\n"), "mine.wasm");
    const there = await stranger(browser, must(await app.call("shareLink")));
    expect((await there.scenario()).component).toEqual({ name: "mine.wasm", sha256: report.sha256 });
    expect(failure(await there.call("run")).tag).toBe("no-component");
    await expect(there.page.getByText(new RegExp(`mine\\.wasm \\(SHA-256 ${report.sha256}\\)`))).toBeVisible();
    await there.page.context().close();

    await app.apply({ component: { url: "demos/hello/component.wasm" } });
    const asked: string[] = [];
    const context = await browser.newContext();
    context.on("request", (request) => asked.push(request.url()));
    const other = new App(await context.newPage());
    await other.page.goto(must(await app.call("shareLink")));
    await other.ready();
    await idle(other.page);
    expect(asked.filter((url) => url.endsWith("component.wasm"))).toEqual([]);
    await other.page.getByRole("button", { name: "Fetch it" }).click();
    await idle(other.page);
    await expect.poll(async () => other.call("report")).toMatchObject({ kind: "command" });
    await context.close();
  });

  const large = new TextEncoder().encode(`{"version":1,"program":{"stdin":{"text":"${"a".repeat(3_000_000)}"}}}`);
  const bomb = Buffer.concat([new Uint8Array(4), deflateSync(large, { level: 9 })]).toString("base64url");
  const broken: Readonly<Record<string, readonly [string, RegExp]>> = {
    empty: ["#w1.", /The link is damaged/],
    "no base64": ["#w1.%20%20", /The link is damaged/],
    rubbish: [`#w1.${"AbCd".repeat(20)}`, /The link is damaged/],
    newer: ["#w2.AAAA", /link.*version 2/i],
    "much newer": ["#w99.AAAA", /link.*version 99/i],
    huge: [`#w1.${"A".repeat(70_000)}`, /The link is too large/],
    "small, and huge unpacked": [`#w1.${bomb}`, /The link is too large: it unpacks to more than/],
  };

  test("that are damaged, too new or too large are told, and the page works", async ({ app, page }) => {
    for (const [name, [hash, says]] of Object.entries(broken)) {
      // oxlint-disable-next-line no-await-in-loop -- one page, one link after the other
      await test.step(name, async () => {
        await app.start(hash);
        await expect.soft(page.getByRole("alert")).toContainText(says);
        expect.soft((await app.scenario()).bindings["wall-clock"].mode).toBe("mock");
      });
    }
    await app.openDemo("hello");
    const link = must(await app.call("shareLink"));
    const hash = link.slice(link.indexOf("#"));
    // One character is another one, or missing.
    for (const changed of [`${hash.slice(0, 20)}${hash[20] === "A" ? "B" : "A"}${hash.slice(21)}`, hash.slice(0, -1)]) {
      // oxlint-disable-next-line no-await-in-loop
      await app.start(changed);
      // oxlint-disable-next-line no-await-in-loop
      await expect(page.getByRole("alert")).toContainText(/The link is damaged/);
    }
    await app.openDemo("hello");
    expect(await app.run()).toMatchObject({ status: "exited" });
  });

  test("cannot hold large files, and say so", async ({ app }) => {
    await app.openDemo("notes");
    const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString("hex");
    await app.apply({ files: [{ mount: "/data", writable: true, tree: { big: { text: noise } } }] });
    const refused = failure(await app.call("shareLink"));
    expect(refused.tag).toBe("link-too-large");
    expect(refused.message).toContain("Save the scenario as a file");
  });
});

test.describe("work", () => {
  /** Waits until the browser keeps a scenario that holds the text. */
  const kept = (page: Page, text: string): Promise<void> =>
    expect
      .poll(() =>
        page.evaluate(
          () =>
            new Promise<string>((resolve) => {
              const opening = indexedDB.open("orrery");
              opening.addEventListener("success", () => {
                const reading = opening.result.transaction("work").objectStore("work").get("own");
                reading.addEventListener("success", () => {
                  opening.result.close();
                  resolve(JSON.stringify(reading.result));
                });
              });
            }),
        ),
      )
      .toContain(text);

  test("is there again after a reload: the settings, the file, and what was made real by hand", async ({
    app,
    page,
  }) => {
    await app.open(await printer("kept\n"), "kept.wasm");
    await app.apply({ program: { arguments: ["remember me"] }, bindings: { random: { mode: "real" } } });
    const before = await app.scenario();
    await kept(page, "remember me");
    await app.start();
    expect(await app.scenario()).toEqual(before);
    expect(must(await app.call("report"))).toMatchObject({ name: "kept.wasm" });
    expect(await app.run()).toMatchObject({ status: "exited", stdout: "kept\n" });

    // A sample is not saved over it, unless the person says so.
    await app.openDemo("notes");
    await page.getByRole("button", { name: "Replace my work with this" }).click();
    await app.apply({ program: { arguments: ["the sample", "changed"] } });
    await kept(page, "the sample");
    await app.start();
    expect((await app.scenario()).program.arguments).toEqual(["the sample", "changed"]);
    expect(must(await app.call("report"))).toMatchObject({ name: "notes.wasm" });
  });

  test("is not overwritten by a link", async ({ app, page }) => {
    await app.openDemo("hello");
    const link = must(await app.call("shareLink"));
    await app.openDemo("notes");
    await app.apply({ program: { arguments: ["my own"] } });
    await kept(page, "my own");

    await page.clock.install();
    await app.start(link.slice(link.indexOf("#")));
    expect(must(await app.call("report"))).toMatchObject({ name: "hello.wasm" });
    await app.apply({ program: { arguments: ["of the link"] } });
    // Long after the moment at which changes are saved.
    await page.clock.runFor(10_000);
    await idle(page);
    await page.getByRole("button", { name: "Return to my work" }).click();
    await expect.poll(async () => (await app.scenario()).program.arguments).toEqual(["my own"]);

    await app.start(link.slice(link.indexOf("#")));
    expect(must(await app.call("report"))).toMatchObject({ name: "hello.wasm" });
    await app.start();
    expect((await app.scenario()).program.arguments).toEqual(["my own"]);
    expect(must(await app.call("report"))).toMatchObject({ name: "notes.wasm" });
  });
});
