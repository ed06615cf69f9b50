import { expect, test } from "vitest";
import { thrown } from "../provider-testing.ts";
import { Fields, immutable } from "./provider-fields.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("names match in any case and keep how they were written", () => {
  const fields = Fields.fromList([
    ["A", bytes("1")],
    ["b", bytes("2")],
    ["a", bytes("3")],
  ]);
  expect(fields.get("a")).toEqual([bytes("1"), bytes("3")]);
  fields.set("a", [bytes("4")]);
  fields.append("B", bytes("5"));
  expect(fields.entries()).toEqual([
    ["b", bytes("2")],
    ["a", bytes("4")],
    ["B", bytes("5")],
  ]);
  fields.delete("b");
  expect(fields.has("B")).toBe(false);
  fields.set("a", []);
  expect(fields.has("a")).toBe(false);
  expect(fields.get("no name")).toEqual([]);
});

test("errors are told apart", () => {
  const fields = new Fields();
  expect(thrown(() => fields.append("a b", bytes("")))).toEqual({ tag: "invalid-syntax" });
  expect(thrown(() => fields.append("a", bytes("x\r\ny")))).toEqual({ tag: "invalid-syntax" });
  expect(thrown(() => Fields.fromList([["", bytes("")]]))).toEqual({ tag: "invalid-syntax" });
  expect(thrown(() => Fields.fromList([["Transfer-Encoding", bytes("x")]]))).toEqual({ tag: "forbidden" });
  expect(thrown(() => fields.set("Host", [bytes("x")]))).toEqual({ tag: "forbidden" });
  fields.append("a", new Uint8Array([0x09, 0x20, 0xff]));
  const locked = immutable(fields);
  expect(thrown(() => locked.delete("a"))).toEqual({ tag: "immutable" });
  const copy = locked.clone();
  copy.delete("a");
  expect([copy.has("a"), locked.has("a")]).toEqual([false, true]);
});

test("values are copies, and fields do not grow for ever", () => {
  const value = bytes("x");
  const fields = new Fields();
  fields.append("a", value);
  value[0] = 0;
  expect(fields.get("a")).toEqual([bytes("x")]);
  const grow = () => {
    for (let count = 0; count < 3; count += 1) fields.append("a", new Uint8Array(500_000).fill(0x61));
  };
  expect(thrown(grow)).toBeInstanceOf(Error);
});
