import { expect, test } from "vitest";
import {
  bindingDefaults,
  bindingSchemas,
  capabilities,
  capabilityOf,
  isPlayable,
  plumbing,
  unplayed,
} from "./index.ts";

test("an empty binding is the default one", () => {
  for (const capability of capabilities) {
    expect(capability.schema.parse({})).toEqual(capability.defaults);
    expect(bindingSchemas[capability.id].parse({})).toEqual(bindingDefaults[capability.id]);
  }
});

test("by default nothing is real", () => {
  for (const capability of capabilities) expect(capability.defaults.mode).not.toBe("real");
});

test("each capability stands once, each interface belongs to one", () => {
  const ids = capabilities.map((capability) => capability.id);
  expect(ids).toEqual(Object.keys(bindingDefaults));
  const names = capabilities.flatMap((capability) => capability.interfaces);
  expect(new Set(names).size).toBe(names.length);
  expect(names.some((name) => name.includes("@"))).toBe(false);
  const third = capabilities.flatMap((capability) => capability.thirdInterfaces ?? []);
  expect(new Set(third).size).toBe(third.length);
  expect(third.some((name) => name.includes("@"))).toBe(false);
});

test("each mode is possible or has a reason, and the schema says the same", () => {
  for (const capability of capabilities) {
    for (const mode of ["real", "mock", "deny"] as const) {
      const parsed = capability.schema.safeParse({ mode });
      const reason = capability.impossible?.[mode];
      expect(capability.modes.includes(mode)).toBe(parsed.success);
      expect(parsed.success ? undefined : parsed.error.issues[0]?.message).toBe(reason);
    }
  }
});

test("each example is a whole binding that says in a few words what it is", () => {
  for (const { schema, examples, defaults, summary } of capabilities) {
    expect(examples.length).toBeGreaterThan(0);
    expect(new Set(examples.map(({ title }) => title)).size).toBe(examples.length);
    for (const { binding } of examples) {
      expect(schema.parse(binding)).toEqual(binding);
      expect(binding).not.toEqual(defaults);
      expect(summary(binding)).not.toBe("");
    }
  }
});

test("unknown fields are refused by name", () => {
  const parsed = bindingSchemas.random.safeParse({ mode: "mock", sed: 3 });
  expect(parsed.error?.issues[0]?.message).toContain("sed");
});

test("settings out of range are refused", () => {
  expect(bindingSchemas.random.safeParse({ seed: -1 }).success).toBe(false);
  expect(bindingSchemas.random.safeParse({ seed: 1.5 }).success).toBe(false);
  expect(bindingSchemas["wall-clock"].safeParse({ tickNs: -1 }).success).toBe(false);
  expect(bindingSchemas["wall-clock"].safeParse({ instant: "yesterday" }).success).toBe(false);
  expect(bindingSchemas["monotonic-clock"].safeParse({ tickNs: Number.MAX_SAFE_INTEGER }).success).toBe(false);
});

test("http rules are kept", () => {
  const binding = { mode: "deny", rules: [{ url: "https://example.com/", status: 200 }] };
  expect(bindingSchemas.http.parse(binding)).toEqual(binding);
});

test("an interface is found with and without its version", () => {
  expect(capabilityOf("wasi:clocks/wall-clock@0.2.12")?.id).toBe("wall-clock");
  expect(capabilityOf("wasi:clocks/wall-clock")?.id).toBe("wall-clock");
  expect(capabilityOf("wasi:clocks/wall-clock@0.2")?.id).toBe("wall-clock");
  expect(capabilityOf("wasi:cli/stdout@0.3.0")?.id).toBe("stdout");
  expect(capabilityOf("wasi:clocks/system-clock@0.3.1")?.id).toBe("wall-clock");
  expect(capabilityOf("wasi:clocks/wall-clock@0.3.0")).toBe(undefined);
  expect(capabilityOf("wasi:sockets/types@0.3.0")).toBe(undefined);
  expect(capabilityOf("wasi:cli/stdout@0.3.0-rc-2026-03-15")).toBe(undefined);
  expect(capabilityOf("wasi:clocks/timezone@0.2.12")).toBe(undefined);
  expect(capabilityOf("__proto__")).toBe(undefined);
});

test("an import can be played when a capability or nobody has to answer it", () => {
  expect(isPlayable({ name: "wasi:cli/stdout@0.2.3", functions: ["get-stdout"] })).toBe(true);
  expect(isPlayable({ name: "wasi:cli/stdout@0.3.0", functions: ["write-via-stream"] })).toBe(true);
  expect(isPlayable({ name: "wasi:cli/types@0.3.0", functions: [] })).toBe(true);
  expect(isPlayable({ name: "wasi:sockets/types@0.3.0", functions: ["f"] })).toBe(false);
  expect(isPlayable({ name: "wasi:cli/stdout@1.0.0", functions: ["f"] })).toBe(false);
  expect(isPlayable({ name: "acme:store/types@1.0.0", functions: [] })).toBe(true);
  expect(isPlayable({ name: "acme:store/kv@1.0.0", functions: ["get"] })).toBe(false);
});

test("what is provided and cannot be played is told, unless a binding is about it", () => {
  const one = (name: string) => ({ name, functions: ["f"] });
  const imports = [
    one("wasi:sockets/types@0.3.0"),
    one("wasi:cli/stdout@0.2.12"),
    one("wasi:cli/stdout@0.3.0"),
    one("a:b/c"),
  ];
  expect(unplayed(imports, bindingDefaults)).toEqual([imports[0], imports[3]]);
  expect(unplayed(imports, { "interface:a:b/c": { mode: "deny" } })).toEqual([imports[0]]);
});

test("plumbing is wasi:io alone", () => {
  expect(plumbing("wasi:io/streams@0.2.3")).toBe(true);
  expect(plumbing("wasi:io/streams@0.3.0")).toBe(false);
  expect(plumbing("wasi:cli/stdin@0.2.3")).toBe(false);
});

test("summaries say what the component is told", () => {
  const summaries = capabilities.map((capability) => capability.summary(capability.defaults));
  expect(summaries).toEqual([
    "1970-01-01T00:00:00Z",
    "virtual",
    "seed 0",
    "as set",
    "as set",
    "captured",
    "captured",
    "ends the run",
    "as mounted",
    "refused",
    "refused",
  ]);
});
