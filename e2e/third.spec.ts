import { readFile } from "node:fs/promises";
import { refusal } from "./guests/ask.ts";
import type { App } from "./support/app.ts";
import { beginGuestsWith } from "./support/guest-script.ts";
import { expect, test } from "./support/test.ts";

const program = new URL("guests/third.wasm", import.meta.url);

// Its standard library asks WASI 0.2 beside.
const world = { id: "orrery:worlds/command-both@0.3.0" };

const rules = [
  { url: "https://dice.example/*", body: "four", headers: { "content-type": "text/x" }, delayMs: 30 },
  { url: "https://echo.example/*", method: "POST", bodyMatch: "ping", status: 201, body: "pong" },
  { url: "https://gone.example/*", error: "connection-refused" },
];

async function open(app: App): Promise<void> {
  const report = await app.open(new Uint8Array(await readFile(program)), "third.wasm");
  expect(report.kind).toBe("command");
}

const run = async (app: App, commands: readonly string[], under: { readonly [field: string]: object } = {}) => {
  await app.call("reset");
  await app.apply({ world, ...under, program: { ...under["program"], arguments: commands } });
  return app.run();
};

test("a command of WASI 0.3 runs under the same switches, beside imports of 0.2", async ({ app }) => {
  await open(app);
  const result = await run(
    app,
    [
      "env",
      "stdin",
      "std told-by-0.2",
      "stderr oh",
      "now",
      "sleep 50",
      "random",
      "read /data/in.txt",
      "write /data/new.txt fresh",
      "append /data/new.txt +more",
      "list /data",
      "read /data/none",
      "get dice.example/roll",
      "post echo.example/ ping",
      "get gone.example/",
    ],
    {
      program: { environment: { GREETING: "hi" }, stdin: { text: "one\ntwo\n" } },
      files: [{ mount: "/data", writable: true, tree: { "in.txt": { text: "hello" } } }],
      bindings: {
        "wall-clock": { instant: "2001-02-03T04:05:06Z" },
        random: { source: "constant", byte: 7 },
        http: { mode: "mock", rules },
      },
    },
  );
  // Two commands failed, and so has the program.
  expect(result).toMatchObject({ status: "exited", exitCode: 1, engine: "jco", stderr: "oh" });
  expect(result.stdout.split("\n")).toEqual([
    'env: [("GREETING", "hi")] Some("/")',
    "stdin: one",
    "two",
    "",
    "told-by-0.2",
    "std told-by-0.2: ok",
    "stderr oh: ok",
    "now: Instant { seconds: 981173106, nanoseconds: 0 } 0",
    // Reading the clock twice takes a tick each.
    expect.stringMatching(/^sleep 50: 1000000000?$/),
    `random: ${"07".repeat(8)} [7, 7, 7] ${"07".repeat(8)} (${0x0707070707070707n}, ${0x0707070707070707n})`,
    "read /data/in.txt: hello",
    "write /data/new.txt fresh: 0 bytes left",
    "append /data/new.txt +more: 10 bytes",
    "list /data: in.txt DescriptorType::RegularFile, new.txt DescriptorType::RegularFile",
    "read /data/none! ErrorCode::NoEntry",
    "get dice.example/roll: 200 text/x four",
    "post echo.example/ ping: 201  pong",
    "get gone.example/! ErrorCode::ConnectionRefused",
    "",
  ]);
  expect(result.files).toEqual([
    { path: "/data/in.txt", change: "unchanged", size: 5 },
    { path: "/data/new.txt", change: "created", size: 10 },
  ]);
  expect(await app.text("/data/new.txt")).toBe("fresh+more");
  expect(result.calls["wasi:filesystem/types@0.3.0#[method]descriptor.open-at"]).toBe(5);
});

test("what is denied is refused in the words of 0.3, and an exit ends the run", async ({ app }) => {
  await open(app);
  const denied = await run(app, ["now"], { bindings: { "wall-clock": { mode: "deny" } } });
  expect(denied).toMatchObject(refusal("wall-clock", "Wall clock", "now"));
  expect(denied.error?.message).toContain("wasi:clocks/system-clock@0.3.0#now");
  const hidden = await run(app, ["read /data/in.txt", "get dice.example/"], {
    files: [{ mount: "/data", writable: false, tree: { "in.txt": { text: "hello" } } }],
    bindings: { filesystem: { mode: "deny" } },
  });
  expect(hidden.stdout).toContain('read /data/in.txt! ErrorCode::Other(Some("no mount"))');
  expect(hidden.stdout).toContain("get dice.example/! ErrorCode::HttpRequestDenied");
  expect(await run(app, ["exit 7", "env"])).toMatchObject({ status: "exited", exitCode: 7, stdout: "" });
  const broken = await run(app, ["panic"]);
  expect(broken).toMatchObject({ status: "trapped", error: { tag: "trap" } });
  expect(broken.stderr).toContain("as asked");
});

test("two runs are the same to the byte, and another seed is another run", async ({ app }) => {
  await open(app);
  const commands = [
    "now",
    "random",
    "order",
    "sleep 3",
    "get dice.example/roll",
    "now",
    "write /data/a.txt x",
    "list /data",
  ];
  const under = {
    files: [{ mount: "/data", writable: true, tree: {} }],
    bindings: { random: { seed: 11 }, http: { mode: "mock", rules }, filesystem: { timestamps: "clock" } },
  };
  const first = await run(app, commands, under);
  expect(first).toMatchObject({ status: "exited", exitCode: 0 });
  const again = await run(app, commands, under);
  expect([again.stdout, again.files, again.calls]).toEqual([first.stdout, first.files, first.calls]);
  const other = await run(app, commands, { ...under, bindings: { ...under.bindings, random: { seed: 12 } } });
  expect(other.stdout).not.toBe(first.stdout);
});

test("without JSPI it is refused in words", async ({ app, page }) => {
  const without = "delete WebAssembly.Suspending; delete WebAssembly.promising;";
  await page.addInitScript(without);
  await beginGuestsWith(page, without);
  await app.start();
  await open(app);
  expect(await run(app, ["env"])).toMatchObject({ status: "failed", error: { tag: "needs-jspi" } });
});
