import { readFile } from "node:fs/promises";
import * as fixtures from "./fixtures/build.ts";
import { chanceScenario, openGuest, prepare } from "./guests/ask.ts";
import { agreed } from "./support/outcome.ts";
import { expect, test } from "./support/test.ts";

/** What jco's transpiler is made of, and what only its guest is made of. */
const transpiler = /bindgen|jco/i;

async function demos(): Promise<readonly string[]> {
  const list: unknown = JSON.parse(await readFile(new URL("../public/demos/index.json", import.meta.url), "utf8"));
  if (!Array.isArray(list)) throw new Error("The samples have no list.");
  return list.map((demo) => String(Reflect.get(Object(demo), "name") ?? demo));
}

test("no sample needs the transpiler, and none the sandbox that may import what is generated", async ({
  app,
  page,
  seen,
}) => {
  const names = await demos();
  expect(names).toContain("hello");
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop -- one page, one component after the other
    await app.openDemo(name);
    // oxlint-disable-next-line no-await-in-loop
    expect(await app.run()).toMatchObject({ engine: "native", status: expect.stringMatching(/^(exited|returned)$/) });
  }
  expect(seen.requests.filter((url) => transpiler.test(url))).toEqual([]);
  await expect(page.locator("iframe")).toHaveCount(1);

  // The same pattern sees it when it is needed.
  expect(await app.run({ engine: "jco" })).toMatchObject({ engine: "jco" });
  expect(seen.requests.some((url) => transpiler.test(url))).toBe(true);
  await expect(page.locator("iframe")).toHaveCount(2);
});

test.describe("both engines give the same output, files and calls", () => {
  test("for every sample", async ({ app }) => {
    for (const name of await demos()) {
      // oxlint-disable-next-line no-await-in-loop -- one page, one component after the other
      await test.step(name, async () => {
        await app.openDemo(name);
        const { trace, stdout, value } = await agreed(app);
        expect(trace.length).toBeGreaterThan(0);
        expect(stdout !== "" || value !== undefined).toBe(true);
      });
    }
  });

  test("for every small component of these tests, however it ends", async ({ app }) => {
    const makes = {
      customImport: fixtures.customImport,
      deepRecursion: fixtures.deepRecursion,
      exiter: () => fixtures.exiter(7),
      failer: fixtures.failer,
      manyImports: () => fixtures.manyImports(60),
      memoryGreedy: fixtures.memoryGreedy,
      memoryHog: fixtures.memoryHog,
      poller: () => fixtures.poller(3_600_000),
      previewOneModule: fixtures.previewOneModule,
      sleeper: () => fixtures.sleeper(3_600_000),
      splitUtf8: fixtures.splitUtf8,
      trapper: fixtures.trapper,
      trapsAtStart: fixtures.trapsAtStart,
    };
    for (const [name, make] of Object.entries(makes)) {
      // oxlint-disable-next-line no-await-in-loop -- one page, one component after the other
      await test.step(name, async () => {
        await app.open(await make(), `${name}.wasm`);
        await agreed(app);
      });
    }
  });

  test("for programs of time, chance, files, requests and interfaces of their own", async ({ app }) => {
    await openGuest(app, "chance");
    await app.apply(chanceScenario);
    expect((await agreed(app)).contents.length).toBeGreaterThan(0);

    await openGuest(app, "probe");
    const tree = { a: { text: "one" }, dir: { tree: { x: { text: "X" } } }, soft: { symlink: "a" } };
    const commands = [
      "mounts",
      "ls /rw:.",
      "cat /rw:soft",
      "put /rw:new hello",
      "append /rw:new more",
      "patch /rw:new 1 XX",
    ];
    await prepare(
      app,
      [...commands, "mv /rw:new /rw:dir/moved", "stat /rw:a", "link /rw:a /rw:a2", "rmdir /rw:dir", "cat /rw:missing"],
      { files: [{ mount: "/rw", writable: true, tree }] },
    );
    expect((await agreed(app)).stdout).toContain("append: 4 bytes");

    await openGuest(app, "custom");
    const mock = (name: string, settings: object = {}) => [`interface:${name}`, { mode: "mock", ...settings }] as const;
    const functions = {
      greet: { echo: "name" },
      find: { error: 'refused("sold out")' },
      first: { returns: ['some({name: "pear", count: 2, price: 1.5})'] },
      all: { returns: ['[{name: "a", count: 1, price: 0.5}]', "[]"] },
      measure: { returns: ["(large, -5)"] },
    };
    await prepare(app, ["add 1 2", "greet you", "find x", "first", "all", "all", "measure", "keep this"], {
      bindings: Object.fromEntries([
        mock("acme:shop/stock@1.0.0", { functions }),
        mock("wasi:keyvalue/store@0.2.0-draft2"),
        mock("wasi:keyvalue/atomics@0.2.0-draft2"),
        mock("wasi:keyvalue/batch@0.2.0-draft2"),
        mock("wasi:config/store@0.2.0-rc.1"),
        mock("wasi:logging/logging@0.1.0-draft"),
      ]),
    });
    expect((await agreed(app)).stdout).toContain("greet: you");
  });
});

test("what the native engine cannot run is run by jco under auto, and refused in words under its own name", async ({
  app,
  page,
}) => {
  await app.open(await fixtures.jcoOnly(), "jco-only.wasm");
  const fallen = await app.run();
  expect(fallen).toMatchObject({ status: "exited", exitCode: 0, engine: "jco" });
  expect(fallen.engineReason).toContain("error-context.drop");
  await page.getByRole("tab", { name: "Result" }).click();
  await expect(page.getByRole("tabpanel").getByText("error-context.drop")).toBeVisible();
  const refused = await app.run({ engine: "native" });
  expect(refused).toMatchObject({ status: "failed", engine: "native", error: { tag: "unsupported" } });
  expect(refused.error?.message).toContain("Choose auto or jco");
});
