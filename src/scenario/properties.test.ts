import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, fromBase64Url, toBase64, toBase64Url, utf8Size } from "./bytes.ts";
import { defaultScenario } from "./defaults.ts";
import { segmentReason } from "./files.ts";
import { decodeLink, encodeLink } from "./link.ts";
import { applyPatch } from "./merge.ts";
import { minimize, parseScenario, parseScenarioText, scenarioText } from "./parse.ts";
import { scenarioSchema, type FileTree, type Scenario } from "./schema.ts";

const text = fc.string({ unit: "binary", maxLength: 40 });
const argument = text.map((value) => value.replaceAll("\0", ""));
const segment = fc
  .oneof(
    fc.constantFrom("in.txt", "constructor", "toString", "a b", ".hidden", "é", "💡"),
    fc.string({ unit: "grapheme", maxLength: 8 }),
  )
  .filter((name) => segmentReason(name) === undefined && name !== "__proto__");
const path = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join("/")}`);

const { tree } = fc.letrec<{ tree: FileTree; node: FileTree[string] }>((tie) => ({
  tree: fc.dictionary(segment, tie("node"), { maxKeys: 4, noNullPrototype: true }),
  node: fc.oneof(
    { maxDepth: 4 },
    fc.record({ text }, { noNullPrototype: true }),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => ({ base64: toBase64(bytes) })),
    fc.record({ tree: tie("tree") }, { noNullPrototype: true }),
  ),
}));

const mode = fc.constantFrom("real", "mock", "deny");
const mockOrDeny = fc.constantFrom("mock", "deny");
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);

const bindings = fc.record(
  {
    "wall-clock": fc.record(
      { mode, instant: fc.constantFrom("1970-01-01T00:00:00Z", "2024-02-29T12:00:00.5Z"), tickNs: fc.nat() },
      { requiredKeys: [], noNullPrototype: true },
    ),
    "monotonic-clock": fc.record({ mode, tickNs: fc.nat(1_000_000) }, { requiredKeys: [], noNullPrototype: true }),
    random: fc.record({ mode, seed: fc.maxSafeNat() }, { requiredKeys: [], noNullPrototype: true }),
    environment: fc.record({ mode: mockOrDeny }, { noNullPrototype: true }),
    filesystem: fc.record({ mode: mockOrDeny }, { noNullPrototype: true }),
    "interface:acme:store/kv@1.0.0": fc.record(
      {
        mode: mockOrDeny,
        functions: fc.dictionary(
          fc.constantFrom("get", "set"),
          fc.record({ returns: fc.array(text, { maxLength: 3 }) }),
          { noNullPrototype: true },
        ),
      },
      { requiredKeys: ["mode"], noNullPrototype: true },
    ),
    "interface:greet": fc.constant({ mode: "deny" }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

// `toStrictEqual` would ask an object for its `constructor`, which here may be a file: hence `isDeepStrictEqual`.

/** A patch of what a person may write; every one is valid over every scenario. */
const patch = fc.record(
  {
    version: fc.constant(1),
    component: fc.oneof(
      fc.constant({ demo: "hello" }),
      fc.record(
        { url: fc.constantFrom("https://example.com/a.wasm", "./a.wasm"), sha256 },
        { requiredKeys: ["url"], noNullPrototype: true },
      ),
      fc.record({ name: text.filter((name) => name !== ""), sha256 }, { noNullPrototype: true }),
      fc.constant(null),
    ),
    world: fc.oneof(
      fc.constantFrom({ id: "none" }, { id: "wasi:http/proxy@0.2.12" }),
      fc.record({ wit: text, world: fc.constant("w") }, { requiredKeys: ["wit"], noNullPrototype: true }),
      fc.constant(null),
    ),
    bindings,
    program: fc.record(
      {
        name: argument,
        arguments: fc.array(argument, { maxLength: 5 }),
        environment: fc.dictionary(fc.constantFrom("A", "HOME", "constructor"), fc.option(argument), {
          noNullPrototype: true,
        }),
        directory: path,
        stdin: fc.record({ text }, { noNullPrototype: true }),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    files: fc.uniqueArray(fc.record({ mount: path, writable: fc.boolean(), tree }, { noNullPrototype: true }), {
      maxLength: 3,
      selector: ({ mount }) => mount,
    }),
    limits: fc.record(
      { timeMs: fc.integer({ min: 1, max: 3_600_000 }), outputBytes: fc.nat(268_435_456) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    invocation: fc.oneof(
      fc.constant({ command: true }),
      fc.record({ call: fc.constant("a:b/c#d"), arguments: text }, { requiredKeys: ["call"], noNullPrototype: true }),
      fc.constant({ request: { method: "GET", path: "/", headers: { a: "b" }, body: "x" } }),
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

function valid(result: ReturnType<typeof applyPatch>): Scenario {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const scenario = patch.map((change) => valid(applyPatch(defaultScenario(), change)));

test("a link gives back the scenario that it was made of", () => {
  fc.assert(
    fc.property(scenario, (given) => {
      expect(isDeepStrictEqual(decodeLink(encodeLink(given)), { ok: true, value: given })).toBe(true);
    }),
  );
});

test("minimized JSON reads back as the same scenario, and cannot be made shorter", () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const json: unknown = JSON.parse(JSON.stringify(minimize(given)));
      const back = valid(parseScenario(json));
      expect(isDeepStrictEqual(back, given)).toBe(true);
      expect(isDeepStrictEqual(minimize(back), json)).toBe(true);
      expect(isDeepStrictEqual(parseScenarioText(scenarioText(given)), { ok: true, value: given })).toBe(true);
      expect(isDeepStrictEqual(valid(parseScenario(given)), given)).toBe(true);
    }),
  );
});

test("a patch applied twice is the same as once, and gives a valid scenario", () => {
  fc.assert(
    fc.property(scenario, patch, (given, change) => {
      const once = valid(applyPatch(given, change));
      expect(isDeepStrictEqual(valid(applyPatch(once, change)), once)).toBe(true);
      expect(scenarioSchema.safeParse(once).success).toBe(true);
      expect(valid(applyPatch(given, {}))).toBe(given);
    }),
  );
});

test("a damaged link is refused, and never gives another scenario", () => {
  const damage = fc.record({ at: fc.nat(), cut: fc.nat(3), put: fc.constantFrom("", "A", "_", "-", "zz", " ", "é") });
  fc.assert(
    fc.property(scenario, damage, (given, { at, cut, put }) => {
      const link = encodeLink(given);
      const place = 4 + (at % (link.length - 4));
      const changed = link.slice(0, place) + put + link.slice(place + cut);
      const decoded = decodeLink(changed);
      if (decoded.ok) expect(isDeepStrictEqual(decoded.value, given)).toBe(true);
      else expect(decoded.error.tag).toBe("link-damaged");
    }),
    { numRuns: 500 },
  );
});

test("no text and no JSON throws", () => {
  fc.assert(fc.property(fc.string(), (hash) => void expect(decodeLink(hash)).toHaveProperty("ok")));
  fc.assert(fc.property(fc.string(), (payload) => void expect(decodeLink(`#w1.${payload}`).ok).toBe(false)));
  fc.assert(fc.property(fc.anything(), (json) => void expect(parseScenario(json)).toHaveProperty("ok")));
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("files", "program", "bindings", "world", "limits"), fc.anything()),
      (change) => void expect(applyPatch(defaultScenario(), change)).toHaveProperty("ok"),
    ),
  );
});

test("base64 and sizes agree with the platform", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64(toBase64(bytes))).toEqual(new Uint8Array(bytes));
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(new Uint8Array(bytes));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => void expect(utf8Size(value)).toBe(Buffer.byteLength(value))),
  );
  expect(utf8Size("a\ud800b")).toBe(5);
  const large = new Uint8Array(200_000).map((_, index) => index * 7);
  expect(toBase64(large)).toBe(Buffer.from(large).toString("base64"));
  expect(fromBase64(toBase64(large))).toEqual(large);
});
