import { expect, test } from "vitest";
import type { ResourceType, ValType } from "../../component/index.ts";
import { err, ok } from "../../result.ts";
import { parseWave, zeroValue, type HandleMaker } from "./index.ts";

const resource: ResourceType = { kind: "resource", abstract: true };
const own: ValType = { kind: "own", resource };

/** Numbers what it makes. */
function counting(): HandleMaker {
  let last = 0;
  return (asked, label) => {
    if (asked !== resource) return err("another resource");
    if (label !== undefined && label !== "bucket") return err(`not ${label}`);
    return ok(`#${(last += 1)}`);
  };
}

test.each<[string, ValType, unknown]>([
  ["bucket", own, "#1"],
  ["%bucket", own, "#1"],
  ["ok(bucket)", { kind: "result", ok: own, error: undefined }, { tag: "ok", val: "#1" }],
  ["bucket", { kind: "result", ok: own, error: undefined }, { tag: "ok", val: "#1" }],
  ["some(bucket)", { kind: "option", some: own }, "#1"],
  ["[bucket, bucket]", { kind: "list", element: own, length: undefined }, ["#1", "#2"]],
  ["(bucket, 3)", { kind: "tuple", elements: [own, { kind: "u8" }] }, ["#1", 3]],
  ["{a: bucket}", { kind: "record", fields: [{ name: "a", type: own }] }, { a: "#1" }],
  ["failed(bucket)", { kind: "variant", cases: [{ name: "failed", type: own }] }, { tag: "failed", val: "#1" }],
])("%j has live handles in it", (text, type, value) => {
  expect(parseWave(text, type, counting())).toEqual({ ok: true, value });
});

test("a handle that cannot be made is told at its place", () => {
  const list: ValType = { kind: "list", element: own, length: undefined };
  expect(parseWave("[bucket, x]", list, counting())).toEqual({ ok: false, error: { column: 10, message: "not x" } });
  expect(parseWave("[3]", list, counting())).toEqual({
    ok: false,
    error: { column: 2, message: "the name of a resource is expected, but found “3”" },
  });
  const borrow: ValType = { kind: "borrow", resource };
  expect(parseWave("bucket", borrow, counting()).ok).toBe(false);
});

test("the simplest value has live handles where it needs them", () => {
  expect(zeroValue(own, counting())).toEqual({ ok: true, value: "#1" });
  expect(zeroValue({ kind: "result", ok: own, error: undefined }, counting())).toEqual({
    ok: true,
    value: { tag: "ok", val: "#1" },
  });
  expect(zeroValue({ kind: "list", element: own, length: 2 }, counting())).toEqual({ ok: true, value: ["#1", "#2"] });
  expect(zeroValue({ kind: "option", some: own }, counting())).toEqual({ ok: true, value: undefined });
});

test("where a handle cannot be made the next case is taken", () => {
  const other: ValType = { kind: "own", resource: { kind: "resource", abstract: true } };
  expect(zeroValue({ kind: "result", ok: other, error: undefined }, counting())).toEqual({
    ok: true,
    value: { tag: "err" },
  });
  expect(zeroValue(other, counting())).toEqual({ ok: false, error: "another resource" });
});
