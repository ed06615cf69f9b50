import type { App } from "./support/app.ts";
import { ask, openGuest, prepare, refusal, run, said } from "./guests/ask.ts";
import { must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

// Each capability in each of its modes, by a guest that was compiled and asks for one thing after the other.

const mock = (id: string, settings: object = {}) => ({ bindings: { [id]: { mode: "mock", ...settings } } });
const real = (id: string, settings: object = {}) => ({ bindings: { [id]: { mode: "real", ...settings } } });
const deny = (id: string) => ({ bindings: { [id]: { mode: "deny" } } });

/** A mode that a browser cannot give is refused with its reason when it is set. */
async function impossible(app: App, id: string, reason: string): Promise<void> {
  expect(await app.call("apply", real(id))).toMatchObject({ error: { message: expect.stringContaining(reason) } });
}

test("clocks", async ({ app }) => {
  await openGuest(app, "probe");
  const instant = "2001-02-03T04:05:06Z";
  const start = Date.parse(instant) / 1000;

  // Fixed, and all that waits passes at once, in the order of the times.
  expect(await ask(app, ["wall 2", "mono 3", "sleep 100", "wall 1", "until 1000000000", "timers 300 100 200"])).toEqual(
    [
      "wall: 0.000000000 0.000000000",
      "mono: 0 1000 2000",
      "sleep: 100001000",
      "wall: 0.000000000",
      "until: 1000000000",
      "timers: 100@1100 200@1200 300@1300",
    ],
  );
  expect(await ask(app, ["mono 3"], mock("monotonic-clock", { tickNs: 5 }))).toEqual(["mono: 0 5 10"]);
  expect(await ask(app, ["wall 3"], mock("wall-clock", { instant, tickNs: 500 }))).toEqual([
    `wall: ${start}.000000000 ${start}.000000500 ${start}.000001000`,
  ]);
  // Ten seconds of virtual time are twenty at speed 2.
  expect(await ask(app, ["wall 1", "sleep 10000", "wall 1"], mock("wall-clock", { instant, speed: 2 }))).toEqual([
    `wall: ${start}.000000000`,
    "sleep: 10000001000",
    expect.stringMatching(new RegExp(`^wall: ${start + 20}\\.0000\\d{5}$`)),
  ]);

  await prepare(app, ["wall 1", "sleep 60", "wall 1"], {
    bindings: { "wall-clock": { mode: "real" }, "monotonic-clock": { mode: "real" } },
  });
  const { before, result, after } = await app.page.evaluate(async () => {
    const began = Date.now();
    return { before: began, result: await window.orrery.run(), after: Date.now() };
  });
  const [first = NaN, slept = NaN, last = NaN] = said(must(result)).map((line) => Number(line.split(": ")[1]));
  expect(slept).toBeGreaterThanOrEqual(60_000_000);
  expect(first * 1000).toBeGreaterThanOrEqual(before - 1);
  expect(last - first).toBeGreaterThanOrEqual(0.058);
  expect(last * 1000).toBeLessThanOrEqual(after + 1);

  expect(await run(app, ["wall 1"], deny("wall-clock"))).toMatchObject(refusal("wall-clock", "Wall clock", "now"));
  for (const [command, name] of [
    ["mono 1", "now"],
    ["timers 1", "subscribe-duration"],
    ["until 1", "subscribe-instant"],
  ] as const)
    // One page has one run at a time.
    expect(await run(app, [command], deny("monotonic-clock"))).toMatchObject(
      refusal("monotonic-clock", "Monotonic clock", name),
    );
});

test("random numbers", async ({ app }) => {
  await openGuest(app, "probe");
  const commands = ["random 8", "random64", "insecure 8", "insecure64", "seed"];
  const seeded = await ask(app, commands);
  // The generator is a documented one: these bytes are the same everywhere.
  expect(seeded).toEqual([
    "random: 5d04c9de759d089a",
    "random64: 14114672682670216034",
    "insecure: 909c2e42fbf20264",
    "insecure64: 14060137628873314456",
    "seed: 710408230468309860 3352749785006655091",
  ]);
  expect(await ask(app, commands)).toEqual(seeded);
  const another = await ask(app, commands, mock("random", { seed: 9 }));
  for (const [index, line] of another.entries()) expect(line).not.toBe(seeded[index]);

  const ones = BigInt("0x0101010101010101");
  expect(await ask(app, commands, mock("random", { source: "constant", byte: 1 }))).toEqual([
    "random: 0101010101010101",
    `random64: ${ones}`,
    "insecure: 0101010101010101",
    `insecure64: ${ones}`,
    `seed: ${ones} ${ones}`,
  ]);
  // Numbers are little-endian; each interface goes through the list by itself.
  const [first, next] = ["0x0201030201030201", "0x0103020103020103"].map(BigInt);
  expect(await ask(app, commands, mock("random", { source: "list", bytes: "01 02 03" }))).toEqual([
    "random: 0102030102030102",
    `random64: ${next}`,
    "insecure: 0102030102030102",
    `insecure64: ${next}`,
    `seed: ${first} ${next}`,
  ]);

  const once = await ask(app, commands, real("random"));
  const again = await ask(app, commands, real("random"));
  for (const [index, line] of once.entries()) expect(line).not.toBe(again[index]);

  for (const [command, name] of [
    ["random 8", "get-random-bytes"],
    ["random64", "get-random-u64"],
    ["insecure 8", "get-insecure-random-bytes"],
    ["insecure64", "get-insecure-random-u64"],
    ["seed", "insecure-seed"],
  ] as const)
    expect(await run(app, [command], deny("random"))).toMatchObject(refusal("random", "Random numbers", name));
});

test("environment, arguments, directory and the way to exit", async ({ app }) => {
  await openGuest(app, "probe");
  const program = { name: "me", environment: { A: "b", C: "" }, directory: "/data" };
  expect(await ask(app, ["env", "say hello"], { program })).toEqual([
    'env: [("A", "b"), ("C", "")] ["me", "env", "say hello"] Some("/data")',
    "say: hello",
  ]);
  expect(await ask(app, ["env"], { program, ...deny("environment") })).toEqual(["env: [] [] None"]);
  await impossible(app, "environment", "no environment or arguments of its own");

  for (const [command, exitCode] of [
    ["exit ok", 0],
    ["exit bad", 1],
    ["exit-with-code 42", 42],
    ["proc-exit 7", 7],
    ["proc-exit 0", 0],
  ] as const)
    expect(await run(app, [command, "say never"])).toMatchObject({ status: "exited", exitCode, stdout: "" });
  for (const [command, name] of [
    ["exit ok", "exit"],
    ["exit-with-code 42", "exit-with-code"],
    ["proc-exit 7", "exit"],
  ] as const)
    expect(await run(app, [command], deny("exit"))).toMatchObject(refusal("exit", "Exit", name));
  await impossible(app, "exit", "There is no process to end");
});

test("standard input", async ({ app }) => {
  await openGuest(app, "probe");
  const files = [{ mount: "/data", writable: false, tree: { in: { text: "filed" } } }];
  const lines = [
    { text: "a", delayMs: 1000 },
    { text: "b", delayMs: 500 },
  ];
  for (const [stdin, commands, expected] of [
    [{ text: "one\ntwo\n" }, ["in-after 100", "in"], ["in-after: input", 'in: "one\\ntwo\\n"@0 closed']],
    [{ text: "one\ntwo\n" }, ["line"], ['line: "one\\n"']],
    [{ base64: "AAE=" }, ["in"], ['in: "\\0\\u{1}"@0 closed']],
    [{ file: "/data/in" }, ["in"], ['in: "filed"@0 closed']],
    [{ lines }, ["in-after 100", "in"], ["in-after: timeout", 'in: "a\\n"@1000 "b\\n"@1500 closed']],
    [{ closed: true }, ["in", "line"], ["in: closed", 'line: ""']],
  ] as const)
    expect(await ask(app, commands, { program: { stdin }, files })).toEqual(expected);

  expect(await ask(app, ["in", "line"], { program: { stdin: { text: "unseen" } }, ...deny("stdin") })).toEqual([
    "in: closed",
    'line: ""',
  ]);
});

test("standard output, standard error and terminals", async ({ app }) => {
  await openGuest(app, "probe");
  const ten = "xxxxxxxxx\n".repeat(10);
  for (const { own, command, into, elsewhere, denied } of [
    { own: "stdout", command: "out", into: "stdout", elsewhere: "stderr", denied: "Standard output" },
    { own: "stderr", command: "err", into: "stderr", elsewhere: "stdout", denied: "Standard error" },
  ] as const) {
    // What it says afterwards goes to the standard output as long as that takes it.
    const whole = { stdout: `${command}: 100 bytes\n`, stderr: "" };
    whole[into] = own === "stdout" ? `${ten}${whole.stdout}` : ten;
    const filled = [`${command} 100`];
    expect(await run(app, filled)).toMatchObject({ exitCode: 0, ...whole });
    expect(await run(app, filled, real(own))).toMatchObject({ exitCode: 0, ...whole });
    expect(await run(app, filled, mock(own, { keep: "discarded" }))).toMatchObject({ exitCode: 0, [into]: "" });
    expect(await run(app, filled, mock(own, { closeAfterBytes: 35 }))).toMatchObject({
      exitCode: 0,
      [into]: ten.slice(0, 35),
      [elsewhere]: `${command}! closed after 30\n`,
    });
    expect(await run(app, filled, deny(own))).toMatchObject({
      exitCode: 0,
      [into]: "",
      [elsewhere]: expect.stringMatching(`^${command}! failed: .*the switch “${denied}” stands at deny after 0\n$`),
    });
  }

  expect(await ask(app, ["terminals"])).toEqual(["terminals: false false false"]);
  for (const [mode, expected] of [
    ["mock", "true true true"],
    ["real", "true true true"],
    ["deny", "false false false"],
  ] as const) {
    const bindings = {
      // Typed input is a terminal's; the guest reads nothing of it here.
      stdin: { mode, terminal: true },
      stdout: { mode, terminal: true },
      stderr: { mode: mode === "deny" ? "mock" : mode, terminal: mode !== "deny" },
    };
    const result = await run(app, ["terminals"], { bindings });
    expect(`${result.stdout}${result.stderr}`).toBe(`terminals: ${expected}\n`);
  }
});
