import { expect, test } from "vitest";
import type { ResourceType, ValType } from "../../component/index.ts";
import { zeroValue } from "./index.ts";

const u8: ValType = { kind: "u8" };
const resource: ResourceType = { kind: "resource", abstract: true };
const own: ValType = { kind: "own", resource };

test.each<[ValType, unknown]>([
  [{ kind: "bool" }, false],
  [u8, 0],
  [{ kind: "s64" }, 0n],
  [{ kind: "f64" }, 0],
  [{ kind: "char" }, " "],
  [{ kind: "string" }, ""],
  [{ kind: "list", element: u8, length: undefined }, new Uint8Array()],
  [{ kind: "list", element: u8, length: 2 }, new Uint8Array(2)],
  [{ kind: "list", element: own, length: undefined }, []],
  [{ kind: "tuple", elements: [u8, { kind: "string" }] }, [0, ""]],
  [{ kind: "record", fields: [{ name: "a-b", type: u8 }] }, { aB: 0 }],
  [{ kind: "flags", labels: ["a-b"] }, { aB: false }],
  [{ kind: "enum", labels: ["x-y", "z"] }, "x-y"],
  [{ kind: "option", some: own }, undefined],
  [{ kind: "option", some: { kind: "option", some: u8 } }, { tag: "none" }],
  [
    { kind: "result", ok: u8, error: u8 },
    { tag: "ok", val: 0 },
  ],
  [{ kind: "result", ok: undefined, error: u8 }, { tag: "ok" }],
  [
    { kind: "result", ok: own, error: u8 },
    { tag: "err", val: 0 },
  ],
  [
    {
      kind: "variant",
      cases: [
        { name: "a", type: u8 },
        { name: "b", type: undefined },
      ],
    },
    { tag: "a", val: 0 },
  ],
  [{ kind: "map", key: u8, value: u8 }, new Map()],
])("the simplest value of %j", (type, value) => {
  expect(zeroValue(type)).toEqual({ ok: true, value });
});

test("what cannot be made is told", () => {
  const error = "a resource cannot be made from nothing: it comes from a call";
  expect(zeroValue(own)).toEqual({ ok: false, error });
  expect(zeroValue({ kind: "record", fields: [{ name: "a", type: own }] })).toEqual({ ok: false, error });
  expect(zeroValue({ kind: "result", ok: own, error: own })).toEqual({ ok: false, error });
  expect(zeroValue({ kind: "future", element: u8 })).toEqual({
    ok: false,
    error: "a value of type future cannot be made from nothing",
  });
});

test("a small type of very many parts is not made", () => {
  let type: ValType = u8;
  for (let depth = 0; depth < 60; depth += 1) type = { kind: "tuple", elements: [type, type] };
  expect(zeroValue(type)).toEqual({ ok: false, error: "the simplest value of this type has more than 100000 parts" });
  expect(zeroValue({ kind: "list", element: u8, length: 2 ** 32 - 1 }).ok).toBe(false);
});
