import { failure, must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

/** Calls of the contract, and whether this build has them. */
const calls = {
  open: true,
  report: true,
  worlds: true,
  setWorld: true,
  fit: true,
  scenario: true,
  apply: true,
  reset: true,
  run: true,
  file: true,
  stop: true,
  shareLink: true,
  wit: true,
  capabilities: true,
  trace: true,
  compare: true,
  call: false,
  handles: false,
  drop: false,
  restart: false,
  request: false,
  fromCommandLine: false,
  commandLine: false,
  check: false,
  bridge: false,
  compose: false,
  record: false,
  replay: false,
} as const;

type Call = keyof typeof calls;

test.describe("window.orrery", () => {
  test("has every call of the contract, and says which ones this build does not have", async ({ app, page }) => {
    const kinds = await page.evaluate(() =>
      Object.fromEntries(Object.entries(window.orrery).map(([name, value]) => [name, typeof value])),
    );
    expect(kinds).toEqual({
      ready: "object",
      ...Object.fromEntries(Object.keys(calls).map((name) => [name, "function"])),
    });
    await app.openDemo("hello");
    await app.run();
    for (const [name, here] of Object.entries(calls)) {
      if (here) continue;
      // oxlint-disable-next-line no-await-in-loop
      const answer = await page.evaluate(
        (key) => Reflect.apply(window.orrery[key], undefined, []) as unknown,
        name as Call,
      );
      expect
        .soft(failure(answer))
        .toMatchObject({ tag: "not-available", message: expect.stringContaining(`${name}()`) });
    }
    expect(failure(await app.call("run", { engine: "other" as "jco" })).tag).toBe("not-available");
  });

  test("answers with data to anything that it is given", async ({ app, page }) => {
    const thrown = await page.evaluate(
      async (names) => {
        const strange: readonly (readonly unknown[])[] = [
          [],
          [undefined, undefined],
          [null],
          [0, NaN],
          ["", ""],
          ["__proto__", "constructor"],
          [{}, {}],
          [[], []],
          [{ id: 1 }],
          [{ wit: 5 }],
          [{ wit: "" }],
          [{ version: 2 }],
          [{ bindings: null, files: null, limits: "none" }],
          [{ bindings: { __proto__: { mode: "real" } } }],
          [{ invocation: { call: 1 } }],
          [{ invocation: null, engine: "steam" }],
          [() => 1],
          [Symbol("s")],
          [10n],
          [new Uint8Array(3)],
          [
            new Proxy(
              {},
              {
                get: () => {
                  throw new Error("mine");
                },
              },
            ),
          ],
          [window],
        ];
        const faults: string[] = [];
        for (const name of names) {
          for (const [index, given] of strange.entries()) {
            try {
              // oxlint-disable-next-line no-await-in-loop
              const answer: unknown = await Reflect.apply(window.orrery[name], undefined, given);
              // Plain data can be cloned; an error has its three parts.
              structuredClone(answer);
              const error =
                typeof answer === "object" && answer !== null && "error" in answer ? answer.error : undefined;
              if (
                error !== undefined &&
                (typeof error !== "object" || error === null || !("tag" in error) || !("message" in error))
              )
                faults.push(`${name} ${index}: an error without tag or message`);
            } catch (error) {
              faults.push(`${name} ${index}: ${String(error)}`);
            }
          }
        }
        return faults;
      },
      Object.keys(calls) as Call[],
    );
    expect(thrown).toEqual([]);
    await app.openDemo("hello");
    must(await app.call("reset"));
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0 });
  });

  test("without a component there is nothing to report, compare, write or run", async ({ app }) => {
    expect(failure(await app.call("report")).tag).toBe("no-component");
    expect(failure(await app.call("fit")).tag).toBe("no-component");
    expect(failure(await app.call("wit")).tag).toBe("no-component");
    expect(failure(await app.call("run")).tag).toBe("no-component");
    expect(failure(await app.call("file", "/a")).tag).toBe("no-file");
    expect(await app.call("stop")).toEqual({ stopped: false });
  });

  test("by default nothing is real; objects merge, arrays replace, null and reset put back", async ({ app }) => {
    const start = await app.scenario();
    expect(start).toMatchObject({
      version: 1,
      world: { id: "wasi:cli/command@0.2.12" },
      bindings: {
        "wall-clock": { mode: "mock", instant: "1970-01-01T00:00:00Z", tickNs: 0 },
        "monotonic-clock": { mode: "mock" },
        random: { mode: "mock", seed: 0 },
        http: { mode: "deny" },
        sockets: { mode: "deny" },
      },
      files: [],
      limits: { timeMs: 10_000, memoryBytes: 268_435_456, outputBytes: 8_388_608, traceEntries: 100_000 },
    });
    expect(Object.values(start.bindings).filter((binding) => binding.mode === "real")).toEqual([]);

    await app.apply({ program: { arguments: ["a"], environment: { A: "1" } } });
    await app.apply({ program: { arguments: ["b", "c"], environment: { B: "2" } } });
    expect((await app.scenario()).program).toMatchObject({ arguments: ["b", "c"], environment: { A: "1", B: "2" } });
    await app.apply({ program: null });
    expect((await app.scenario()).program).toEqual(start.program);

    await app.apply({ bindings: { random: { mode: "real" } }, limits: { timeMs: 5 } });
    expect(await app.call("reset")).toEqual(start);
  });

  test("refuses what is no scenario, naming the place, and changes nothing", async ({ app }) => {
    const before = await app.scenario();
    const wrong: readonly (readonly [object, string, RegExp])[] = [
      [{ colour: "red" }, "scenario", /colour/],
      [{ limits: { timeMs: -1 } }, "scenario", /limits\.timeMs/],
      [{ bindings: { "wall-clock": { mode: "maybe" } } }, "scenario", /wall-clock/],
      [{ bindings: { telepathy: { mode: "real" } } }, "scenario", /telepathy/],
      [{ bindings: { sockets: { mode: "real" } } }, "scenario", /sockets/],
      [{ files: [{ mount: "data", writable: true, tree: {} }] }, "scenario", /files\[0\]\.mount/],
      [{ files: [{ mount: "/data", writable: true, tree: { "..": { text: "" } } }] }, "scenario", /files\[0\]/],
      [{ version: 2 }, "newer-version", /2/],
    ];
    for (const [patch, tag, says] of wrong) {
      // oxlint-disable-next-line no-await-in-loop
      const refused = failure(await app.call("apply", patch));
      expect.soft(refused.tag, JSON.stringify(patch)).toBe(tag);
      expect.soft(refused.message).toMatch(says);
    }
    expect(await app.scenario()).toEqual(before);
  });

  test("acts on what the page shows", async ({ app, page }) => {
    await app.openDemo("notes");
    await app.run();
    await expect(page.getByText("GREETING is Good morning")).toBeVisible();
    await expect(page.getByText("notes.wasm").first()).toBeVisible();
  });
});

test("the first paint needs no transpiler, no tools and no editor, and nothing goes to anybody else", async ({
  app,
  page,
  seen,
}) => {
  await expect(page.locator("[data-idle='true']")).toBeAttached();
  const files = seen.requests.map((url) => new URL(url));
  expect(files.filter((url) => url.protocol === "http:" && url.origin !== new URL(page.url()).origin)).toEqual([]);
  expect(
    files.filter((url) => /\.wasm$|monaco|editor|bindgen|wasm-tools|entry-/.test(url.pathname)).map(String),
  ).toEqual([]);
  expect(await page.evaluate(() => document.querySelectorAll("#root *").length)).toBeGreaterThan(10);
  // The same pattern sees them when they are needed.
  await app.openDemo("hello");
  await app.run({ engine: "jco" });
  expect(seen.requests.some((url) => /bindgen/.test(url) && url.endsWith(".wasm"))).toBe(true);
});
