import { z } from "zod";
import { expect, test } from "vitest";
import type { Result } from "../result.ts";
import { realBindings, withoutReal } from "./asks.ts";
import { defaultScenario } from "./defaults.ts";
import { applyPatch } from "./merge.ts";
import { minimize, parseScenario, parseScenarioText } from "./parse.ts";
import type { Scenario, ScenarioPatch } from "./schema.ts";
import { upgrade } from "./upgrade.ts";

function reason(result: Result<unknown>): string {
  return result.ok ? "accepted" : `${result.error.tag} ${result.error.message}`;
}

function patched(patch: ScenarioPatch, scenario = defaultScenario()): Scenario {
  const result = applyPatch(scenario, patch);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const nested = (depth: number): unknown => {
  let tree: object = {};
  for (let level = 0; level < depth; level++) tree = { d: { tree } };
  return tree;
};

test("the default scenario is the one of the documentation", () => {
  expect(defaultScenario()).toEqual({
    version: 1,
    world: { id: "wasi:cli/command@0.2.12" },
    bindings: {
      "wall-clock": { mode: "mock", instant: "1970-01-01T00:00:00Z", tickNs: 0, speed: 0 },
      "monotonic-clock": { mode: "mock", tickNs: 1000 },
      random: { mode: "mock", source: "seed", seed: 0, byte: 0, bytes: "00 01 02 03" },
      environment: { mode: "mock" },
      stdin: { mode: "mock", terminal: false },
      stdout: { mode: "mock", keep: "captured", terminal: false },
      stderr: { mode: "mock", keep: "captured", terminal: false },
      exit: { mode: "mock" },
      filesystem: { mode: "mock", source: "picked", at: "/", writable: false, timestamps: "fixed", faults: [] },
      http: { mode: "deny", rules: [] },
      sockets: { mode: "deny", names: {}, peers: [] },
    },
    program: { name: "app", arguments: [], environment: {}, directory: "/", stdin: { text: "" } },
    files: [],
    limits: {
      timeMs: 10_000,
      memoryBytes: 268_435_456,
      outputBytes: 8_388_608,
      traceEntries: 100_000,
      handles: 100_000,
      fileBytes: 268_435_456,
      fileEntries: 100_000,
      calls: 1_000_000_000,
    },
    invocation: { command: true },
  });
  expect(parseScenario({})).toEqual({ ok: true, value: defaultScenario() });
  expect(minimize(defaultScenario())).toEqual({ version: 1 });
  expect(defaultScenario().program).not.toBe(defaultScenario().program);
});

test("no schema evaluates text", () => expect(z.config().jitless).toBe(true));

test.each<[string, unknown, string]>([
  ["an unknown field", { colour: 1 }, "colour: is not a known field"],
  ["an unknown field inside", { program: { colour: 1 } }, "program.colour: is not a known field"],
  ["an unknown field of a binding", { bindings: { random: { sed: 1 } } }, "bindings.random.sed: is not a known field"],
  ["an unknown capability", { bindings: { clock: { mode: "mock" } } }, "bindings.clock: is not a capability"],
  ["an unknown mode", { bindings: { random: { mode: "maybe" } } }, "bindings.random.mode: "],
  [
    "an interface made real",
    { bindings: { "interface:a:b/c": { mode: "real" } } },
    'bindings["interface:a:b/c"].mode: must be mock or deny',
  ],
  ["an interface without a name", { bindings: { "interface:": { mode: "deny" } } }, "is not a capability"],
  [
    "two kinds of file at once",
    { files: [{ mount: "/", tree: { a: { text: "", base64: "" } } }] },
    "files[0].tree.a.base64: is not a known field",
  ],
  [
    "no kind of file",
    { files: [{ mount: "/", tree: { a: {} } }] },
    'files[0].tree.a: must be an object with "text" or "base64" or "tree"',
  ],
  [
    "damaged base64",
    { files: [{ mount: "/", tree: { "a b": { tree: { c: { base64: "A" } } } } }] },
    'files[0].tree["a b"].tree.c.base64: is not base64',
  ],
  ["no tree", { files: [{ mount: "/" }] }, "files[0].tree: "],
  ["a dotted name", { files: [{ mount: "/", tree: { "..": { text: "" } } }] }, 'a file cannot be named ".."'],
  ["a name with a slash", { files: [{ mount: "/", tree: { "a/b": { text: "" } } }] }, "cannot hold / or NUL"],
  ["a nameless file", { files: [{ mount: "/", tree: { "": { text: "" } } }] }, "must have a name"],
  ["a relative mount", { files: [{ mount: "data", tree: {} }] }, "files[0].mount: must start with /"],
  ["a mount that climbs", { files: [{ mount: "/a/../b", tree: {} }] }, "files[0].mount: must have no empty part"],
  [
    "a mount with a slash at its end",
    { files: [{ mount: "/a/", tree: {} }] },
    "files[0].mount: must have no empty part",
  ],
  [
    "a mount twice",
    {
      files: [
        { mount: "/a", tree: {} },
        { mount: "/a", tree: {} },
      ],
    },
    "files[1].mount: /a is mounted twice",
  ],
  ["a tree that is too deep", { files: [{ mount: "/", tree: nested(65) }] }, "is more than 64 directories deep"],
  ["nesting without end", { files: [{ mount: "/", tree: nested(20_000) }] }, "levels deep"],
  [
    "a component from a dangerous address",
    { component: { url: "javascript:alert(1)" } },
    "component.url: must be an http or https address",
  ],
  ["a component with a wrong hash", { component: { name: "a", sha256: "AB" } }, "component.sha256: must be a SHA-256"],
  ["a file without its hash", { component: { name: "a" } }, "component.sha256: is missing"],
  ["a world that is nothing", { world: {} }, 'world: must be an object with "id" or "wit"'],
  ["a variable with =", { program: { environment: { "A=B": "" } } }, "cannot hold = or NUL"],
  ["an argument with NUL", { program: { arguments: ["a\0"] } }, "program.arguments[0]: cannot hold NUL"],
  [
    "too many arguments",
    { program: { arguments: Array(10_001).fill("") } },
    "program.arguments: can have 10000 arguments",
  ],
  ["no time", { limits: { timeMs: 0 } }, "limits.timeMs: "],
  ["too much memory", { limits: { memoryBytes: 2 ** 32 + 1 } }, "limits.memoryBytes: "],
  ["half a byte", { limits: { outputBytes: 0.5 } }, "limits.outputBytes: "],
  ["too large a trace", { limits: { traceEntries: 10_000_001 } }, "limits.traceEntries: "],
  ["an invocation of two kinds", { invocation: { command: true, call: "x" } }, "invocation.call: is not a known field"],
  ["a program that is none", { program: 5 }, "program: "],
  ["a text version", { version: "1" }, "version: must be a whole number"],
  ["version 0", { version: 0 }, "version: must be a whole number"],
  ["a list", [], "must be an object"],
  ["nothing", undefined, "must be an object"],
])("%s is refused, with its place", (_what, json, expected) => {
  expect(reason(parseScenario(json))).toContain("scenario The scenario cannot be used: ");
  expect(reason(parseScenario(json))).toContain(expected);
});

test("every reason is told at once, up to five", () => {
  const message = reason(parseScenario({ a: 1, limits: { timeMs: 0 }, program: { b: 1 } }));
  for (const part of ["a: is not", "limits.timeMs: ", "program.b: is not"]) expect(message).toContain(part);
  const many = parseScenario(Object.fromEntries("abcdefgh".split("").map((key) => [key, 1])));
  expect(reason(many)).toContain("and 3 more");
  expect(many.ok ? undefined : many.error.detail).toContainEqual({ path: ["h"], reason: "is not a known field" });
});

test("a newer version is refused by name", () => {
  for (const result of [parseScenario({ version: 2, novel: true }), applyPatch(defaultScenario(), { version: 2 })]) {
    expect(reason(result)).toContain("newer-version This scenario is of version 2");
  }
});

test("keys that reach a prototype are refused, and others are harmless", () => {
  for (const json of [
    '{"__proto__":{"a":1}}',
    '{"program":{"environment":{"__proto__":"x"}}}',
    '{"files":[{"mount":"/","tree":{"__proto__":{"text":""}}}]}',
  ]) {
    expect(reason(parseScenarioText(json))).toContain("__proto__: is a name that cannot be used");
    expect(reason(applyPatch(defaultScenario(), JSON.parse(json)))).toContain(
      "__proto__: is a name that cannot be used",
    );
  }
  const { environment } = patched({ program: { environment: { constructor: "a", toString: "b" } } }).program;
  expect(Object.entries(environment)).toEqual([
    ["constructor", "a"],
    ["toString", "b"],
  ]);
  expect(reason(parseScenario({ bindings: { constructor: {} } }))).toContain(
    "bindings.constructor: is not a capability",
  );
  expect(reason(parseScenario({ hasOwnProperty: 1 }))).toContain("hasOwnProperty: is not a known field");
});

test("what is not JSON is refused", () => {
  expect(reason(parseScenarioText("{"))).toContain("scenario The scenario is not JSON");
  expect(reason(applyPatch(defaultScenario(), { program: { name: () => 1 } }))).toContain(
    "program.name: must be plain data",
  );
  expect(reason(applyPatch(defaultScenario(), { limits: new Map() }))).toContain("limits: must be plain data");
});

test("files have caps together", () => {
  const large = new Uint8Array(64 * 1024 * 1024 + 1);
  expect(reason(applyPatch(defaultScenario(), { files: [{ mount: "/", tree: { large } }] }))).toContain(
    "files: hold more than 67108864 bytes",
  );
  const tree = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`f${index}`, { text: "" }]));
  expect(reason(parseScenario({ files: [{ mount: "/", tree }] }))).toContain(
    "files: hold more than 10000 files and directories",
  );
});

test("objects merge, arrays replace, alternatives are replaced whole", () => {
  const first = patched({
    component: { url: "https://example.com/a.wasm", sha256: "0".repeat(64) },
    world: { wit: "package a:b;", world: "w" },
    program: { arguments: ["a", "b"], environment: { A: "1", B: "2" } },
    bindings: { random: { mode: "real" }, "interface:a:b/c": { mode: "mock", functions: { get: { returns: ["1"] } } } },
    files: [{ mount: "/data", writable: true, tree: {} }],
  });
  const second = patched(
    {
      component: { url: "https://example.com/b.wasm" },
      world: { wit: "package c:d;" },
      program: { arguments: ["c"], environment: { B: "3", C: "4" } },
      bindings: { random: { seed: 7 }, "interface:a:b/c": { mode: "deny" } },
    },
    first,
  );
  expect(second).toMatchObject({ program: { name: "app", arguments: ["c"], environment: { A: "1", B: "3", C: "4" } } });
  expect(second.component).toEqual({ url: "https://example.com/b.wasm" });
  expect(second.world).toEqual({ wit: "package c:d;" });
  expect(second.bindings.random).toEqual({ ...defaultScenario().bindings.random, mode: "real", seed: 7 });
  expect(second.bindings["interface:a:b/c"]).toEqual({ mode: "deny", functions: { get: { returns: ["1"] } } });
  expect(second.files).toBe(first.files);
});

test("null puts back a default, undefined says nothing", () => {
  const changed = patched({
    component: { demo: "hello" },
    world: { id: "none" },
    program: { name: "x", environment: { A: "1", B: "2" } },
    bindings: { random: { seed: 3 }, "interface:a:b/c": { mode: "deny" } },
    limits: { timeMs: 5 },
  });
  expect(patched({ component: undefined, program: { name: undefined } }, changed)).toEqual(changed);
  expect(patched({ program: { environment: { A: null } } }, changed).program.environment).toEqual({ B: "2" });
  const back = patched(
    {
      component: null,
      world: null,
      program: null,
      bindings: { random: null, "interface:a:b/c": null },
      limits: { timeMs: null },
    },
    changed,
  );
  expect(back).toEqual(defaultScenario());
});

test("files may be given as bytes", () => {
  const bytes = new Uint8Array([0, 1]);
  const { files } = patched({
    files: [{ mount: "/", tree: { a: bytes, b: { bytes }, sub: { tree: { bytes, c: { bytes } } }, bytes } }],
  });
  const file = { base64: "AAE=" };
  expect(files).toEqual([
    { mount: "/", writable: false, tree: { a: file, b: file, sub: { tree: { bytes: file, c: file } }, bytes: file } },
  ]);
  expect(
    reason(applyPatch(defaultScenario(), { files: [{ mount: "/", tree: { a: { bytes, text: "" } } }] })),
  ).toContain("files[0].tree.a.base64");
  expect(reason(applyPatch(defaultScenario(), { program: { name: bytes } }))).toContain("program.name: ");
});

test("http rules and mocks of interfaces keep their fields", () => {
  const rules = [
    { method: "GET", url: "https://example.com/", status: 200, headers: { a: "b" }, body: "x", delayMs: 5 },
  ];
  expect(patched({ bindings: { http: { rules } } }).bindings.http.rules).toEqual(rules);
  const binding = { mode: "mock", functions: { get: { returns: ['ok("v")'] } } };
  expect(
    patched({ bindings: { "interface:acme:store/kv@1.0.0": binding } }).bindings["interface:acme:store/kv@1.0.0"],
  ).toEqual(binding);
});

test("minimized, a scenario says only what differs", () => {
  const scenario = patched({
    bindings: { random: { seed: 3 } },
    program: { arguments: ["a"] },
    files: [{ mount: "/", tree: {} }],
  });
  expect(minimize(scenario)).toEqual({
    version: 1,
    bindings: { random: { seed: 3 } },
    program: { arguments: ["a"] },
    files: [{ mount: "/", tree: {} }],
  });
});

test("asks for real bindings are found and can be refused", () => {
  const asking = patched({
    bindings: { random: { mode: "real", seed: 4 }, "wall-clock": { mode: "real" }, stdin: { mode: "deny" } },
  });
  expect(realBindings(asking)).toEqual(["wall-clock", "random"]);
  expect(withoutReal(asking)).toEqual(patched({ bindings: { stdin: { mode: "deny" } } }));
  expect(realBindings(defaultScenario())).toEqual([]);
});

test("settings that wait for a real binding are refused with it", () => {
  const dormant = { source: "kept", at: "/data", writable: true } as const;
  for (const mode of ["mock", "deny"] as const) {
    const kept = { mode, timestamps: "clock" } as const;
    const sly = patched({ bindings: { filesystem: { ...kept, ...dormant } } });
    expect(realBindings(sly)).toEqual([]);
    expect(withoutReal(sly)).toEqual(patched({ bindings: { filesystem: kept } }));
  }
});

test("an old scenario goes through every later step, in order", () => {
  const steps = [
    (old: Readonly<Record<string, unknown>>) => ({
      ...old,
      steps: [...(Array.isArray(old["steps"]) ? old["steps"] : []), "1 to 2"],
    }),
    (old: Readonly<Record<string, unknown>>) => ({
      ...old,
      steps: [...(Array.isArray(old["steps"]) ? old["steps"] : []), "2 to 3"],
    }),
  ];
  expect(upgrade({ a: 1 }, steps)).toEqual({ ok: true, value: { a: 1, version: 3, steps: ["1 to 2", "2 to 3"] } });
  expect(upgrade({ version: 2 }, steps)).toEqual({ ok: true, value: { version: 3, steps: ["2 to 3"] } });
  expect(upgrade({ version: 3 }, steps)).toEqual({ ok: true, value: { version: 3 } });
  expect(reason(upgrade({ version: 4 }, steps))).toContain("newer-version");
});
