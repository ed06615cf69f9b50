import { expect, test } from "vitest";
import type { ValType } from "../../../component/index.ts";
import { rawHandles } from "../resources/handles.ts";
import { fake } from "./abi-testing.ts";
import { makeCodecs } from "./codecs.ts";
import { beginLifting, spendBytes } from "./lift-budget.ts";

const codecOf = makeCodecs(() => {
  throw new Error("no resources");
}, rawHandles);
const bool: ValType = { kind: "bool" };

test("what the parts of one call take is counted together", () => {
  const { cx } = fake();
  const text = codecOf({ kind: "string" });
  const numbers = codecOf({ kind: "list", element: { kind: "u8" }, length: undefined });
  const flags = codecOf({ kind: "list", element: bool, length: undefined });
  for (const codec of [text, numbers, flags]) {
    beginLifting();
    spendBytes(cx, 2 ** 30);
    expect(codec.lift(cx, [0, 0], 0)).toHaveLength(0);
    expect(() => codec.lift(cx, [0, 1], 0)).toThrow(/values of this call are too large/);
  }
  beginLifting();
  expect([text, numbers, flags].map((codec) => codec.lift(cx, [0, 1], 0))).toEqual(["\0", new Uint8Array(1), [false]]);
});

test("a list whose elements would be too much is refused before any is made", () => {
  const length = 2 ** 25 + 1;
  const { cx } = fake("utf8", Math.ceil(length / 65_536));
  beginLifting();
  expect(() => codecOf({ kind: "list", element: bool, length: undefined }).lift(cx, [0, length], 0)).toThrow(
    WebAssembly.RuntimeError,
  );
});
