import { ask, openGuest, run } from "./guests/ask.ts";
import { must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

const stock = "interface:acme:shop/stock@1.0.0";
const keyvalue = "interface:wasi:keyvalue/store@0.2.0-draft2";
const others = [
  stock,
  keyvalue,
  "interface:wasi:keyvalue/atomics@0.2.0-draft2",
  "interface:wasi:keyvalue/batch@0.2.0-draft2",
  "interface:wasi:config/store@0.2.0-rc.1",
  "interface:wasi:logging/logging@0.1.0-draft",
];

/** Every interface that no capability owns is mocked, some with settings. */
function bind(settings: Readonly<Record<string, object>> = {}): { readonly bindings: object } {
  return { bindings: Object.fromEntries(others.map((name) => [name, { mode: "mock", ...settings[name] }])) };
}

const denied = { bindings: Object.fromEntries(others.map((name) => [name, { mode: "deny" }])) };

test("functions of a host's own interface give values, lists in turn, errors, echoes and traps", async ({ app }) => {
  await openGuest(app, "custom");
  const functions = {
    add: { returns: ["7", "8"], after: "again" },
    greet: { echo: "name" },
    find: { error: 'refused("sold out")' },
    first: { returns: ['some({name: "pear", count: 2, price: 1.5})'] },
    all: { returns: ['[{name: "a", count: 1, price: 0.5}]', "[]"] },
    measure: { returns: ["(large, -5)"] },
    remove: { error: '"no"' },
    keep: { echo: "item" },
  };
  const steps: readonly (readonly [string, string])[] = [
    ["add 1 2", "add: 7"],
    ["add 1 2", "add: 8"],
    ["add 1 2", "add: 7"],
    ["greet you", "greet: you"],
    ["find x", 'find: Err(Fault::Refused("sold out"))'],
    ["first", 'first: Some(Item { name: "pear", count: 2, price: 1.5 })'],
    ["all", 'all: [Item { name: "a", count: 1, price: 0.5 }]'],
    ["all", "all: []"],
    ["all", "all: []"],
    ["measure", "measure: (Size::Large, -5)"],
    ["remove x", 'remove: Err("no")'],
    ["keep this", 'keep: Item { name: "this", count: 7, price: 0.5 }'],
  ];
  const commands = steps.map(([command]) => command);
  const lines = steps.map(([, line]) => line);
  expect(await ask(app, commands, bind({ [stock]: { functions } }))).toEqual(lines);
  expect(must(await app.call("trace", { filter: { function: "measure" } }))).toMatchObject([
    { interface: "acme:shop/stock@1.0.0", arguments: "({fresh})", result: "(large, -5)", binding: "mock" },
  ]);

  // Without rules each function gives the simplest value of its type.
  expect(await ask(app, ["add 1 2", "greet you", "first", "all", "measure", "remove x"], bind())).toEqual([
    "add: 0",
    "greet: ",
    "first: None",
    "all: []",
    "measure: (Size::Small, 0)",
    "remove: Ok(())",
  ]);

  for (const [settings, words] of [
    [{ functions: { add: { trap: "out of order" } } }, "out of order"],
    [{ functions: { add: { returns: ["1"], after: "trap" } } }, "add"],
    [{ otherwise: "trap" }, "add"],
  ] as const)
    expect(await run(app, ["add 1 2", "add 1 2"], bind({ [stock]: settings }))).toMatchObject({
      status: "trapped",
      error: { message: expect.stringContaining(words) },
    });

  expect(await run(app, ["add 1 2"], denied)).toMatchObject({
    status: "trapped",
    error: {
      tag: "denied",
      message: expect.stringContaining("acme:shop/stock"),
      detail: { interface: "acme:shop/stock@1.0.0", function: "add" },
    },
  });
  expect(await app.call("apply", { bindings: { [stock]: { mode: "real" } } })).toMatchObject({
    error: { message: expect.stringContaining("nothing real here") },
  });
});

test("resources of a host's own interface are live handles with their own methods", async ({ app }) => {
  await openGuest(app, "custom");
  const functions = {
    "[method]counter.next": { returns: ["5", "6", "7"] },
    "[static]counter.join": { returns: ["99"] },
  };
  // Each handle goes through the list by itself.
  expect(await ask(app, ["counters"], bind({ [stock]: { functions } }))).toEqual(["counters: [5, 5, 6, 6, 7] None 99"]);
  const made = must(await app.call("trace", { filter: { function: "[constructor]counter" } }));
  expect(made.map((entry) => [entry.arguments, entry.result])).toEqual([
    ["(1)", expect.stringMatching(/^counter#\d+$/)],
    ["(10)", expect.stringMatching(/^counter#\d+$/)],
  ]);
  expect(await run(app, ["counters"], denied)).toMatchObject({
    status: "trapped",
    error: { tag: "denied", detail: { function: "[constructor]counter" } },
  });
});

test("key-value stores, settings and a log are ready to be used", async ({ app }) => {
  await openGuest(app, "custom");
  const settings = {
    [keyvalue]: { buckets: { shop: { greeting: "hello", bytes: { base64: "AAE=" } } } },
    "interface:wasi:config/store@0.2.0-rc.1": { config: { color: "red", size: "9" } },
  };
  const result = await run(
    app,
    ["keys shop", "atomics shop", "batch shop", "open new", "config color", "config none", "config-all", "log careful"],
    bind(settings),
  );
  expect(result).toMatchObject({ status: "exited", exitCode: 0 });
  expect(result.stdout.split("\n").slice(0, -1)).toEqual([
    "keys: hello written bytes,greeting,new false true",
    "atomics: (5, 3) hello true between",
    "batch: a=1 none b=2 false",
    "open: ok",
    'config: Ok(Some("red"))',
    "config: Ok(None)",
    'config-all: Ok([("color", "red"), ("size", "9")])',
    "log: ok",
  ]);
  expect(result.stderr).toBe("warn shop: careful\n");

  for (const [command, name] of [
    ["open x", "open"],
    ["config x", "get"],
    ["log x", "log"],
  ] as const)
    expect(await run(app, [command], denied)).toMatchObject({
      status: "trapped",
      error: { tag: "denied", detail: { function: name } },
    });
});
