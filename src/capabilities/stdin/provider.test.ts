import { expect, test } from "vitest";
import { dispose } from "../dispose.ts";
import type { InputStream } from "../io/provider-streams.ts";
import { provideForTest, thrown } from "../provider-testing.ts";

const open = (run: Parameters<typeof provideForTest>[0]) =>
  provideForTest(run).call<InputStream>("wasi:cli/stdin", "getStdin");
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("gives the text, then the end", () => {
  const stdin = open({ stdin: "one\ntwo" });
  expect(text(stdin.blockingRead(4n))).toBe("one\n");
  expect(stdin.blockingRead(0n).length).toBe(0);
  expect(text(stdin.read(0xffff_ffff_ffff_ffffn))).toBe("two");
  expect(thrown(() => stdin.blockingRead(1n))).toEqual({ tag: "closed" });
  expect(stdin.subscribe().ready()).toBe(true);
});

test("handles share one position, and dropping one leaves the other", () => {
  const { call } = provideForTest({ stdin: "abcdef" });
  const first = call<InputStream>("wasi:cli/stdin", "getStdin");
  const second = call<InputStream>("wasi:cli/stdin", "getStdin");
  expect(first.skip(1n)).toBe(1n);
  expect(text(first.read(1n))).toBe("b");
  Reflect.get(first, dispose).call(first);
  expect(text(second.read(9n))).toBe("cdef");
});

test("denied it is at its end", () => {
  const stdin = open({ stdin: "secret", bindings: { stdin: { mode: "deny" } } });
  expect(thrown(() => stdin.blockingRead(10n))).toEqual({ tag: "closed" });
});

test("there is no terminal", () => {
  expect(provideForTest().call("wasi:cli/terminal-stdin", "getTerminalStdin")).toBe(undefined);
});
