import { expect, test } from "vitest";
import type { TraceEntry } from "../../api.ts";
import type { ComponentType, ValType } from "../../component/types.ts";
import { bytesAsText, hasBytes, withBytesAsText } from "./call-bytes.ts";

const call = "(output-stream#1, [115, 97, 121, 58, 32, 97, 10])";

test("readable bytes stand as text", () => {
  expect(withBytesAsText(call)).toBe('(output-stream#1, b"say: a\\n")');
  expect(bytesAsText(call)).toEqual(['"say: a\\n"']);
  expect(withBytesAsText("ok(some([27, 91, 51, 49, 109, 34]))")).toBe('ok(some(b"\\u{1b}[31m\\""))');
});

test("bytes that were cut tell how many there were, and no half character", () => {
  const cut = "([79, 75, 195, … 1024 bytes])";
  expect(withBytesAsText(cut)).toBe('(b"OK" … 1024 bytes)');
  expect(bytesAsText(cut)).toEqual(['"OK" … 1024 bytes']);
});

test("what is no text stays as it is", () => {
  for (const text of ["([])", "([0, 1, 2])", "([79, 195])", "([300, 79])", "([79, -1])", '("[79, 75]")', "('[', 79)"]) {
    expect(withBytesAsText(text)).toBe(text);
    expect(bytesAsText(text)).toEqual([]);
  }
});

test("only calls with lists of bytes have them", () => {
  const entry: TraceEntry = {
    number: 1,
    direction: "import",
    interface: "a:b/c",
    function: "f",
    startMs: 0,
    arguments: "()",
    outcome: "returned",
  };
  const typesWith = (result: ValType): ComponentType => ({
    kind: "component",
    exports: new Map(),
    imports: new Map([
      [
        "a:b/c",
        {
          sort: "instance",
          type: {
            kind: "instance",
            exports: new Map([
              ["f", { sort: "func", type: { kind: "func", async: false, params: [], result } } as const],
            ]),
          },
        },
      ],
    ]),
  });
  const list = (kind: "u8" | "u32"): ValType => ({ kind: "list", element: { kind }, length: undefined });
  expect(hasBytes(entry, typesWith({ kind: "option", some: list("u8") }))).toBe(true);
  expect(hasBytes(entry, typesWith({ kind: "option", some: list("u32") }))).toBe(false);
  expect(hasBytes({ ...entry, interface: "a:b/d" }, typesWith(list("u8")))).toBe(false);
  expect(hasBytes(entry, undefined)).toBe(false);
});
