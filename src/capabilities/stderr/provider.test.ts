import { expect, test } from "vitest";
import type { InputStream, OutputStream } from "../io/provider-streams.ts";
import { provideForTest, thrown } from "../provider-testing.ts";
import { stderr } from "./capability.ts";

test("is captured, a copy each time", () => {
  const { call, output } = provideForTest();
  const stream = call<OutputStream>("wasi:cli/stderr", "getStderr");
  const bytes = new Uint8Array([1, 2, 3]);
  stream.blockingWriteAndFlush(bytes);
  bytes.fill(9);
  expect(stream.checkWrite()).toBeGreaterThan(0n);
  stream.write(new Uint8Array([4]));
  stream.flush();
  expect(output).toEqual({ stdout: [], stderr: [1, 2, 3, 4] });
});

test("takes what another stream has", () => {
  const { call, output } = provideForTest({ stdin: "ab" });
  const stdin = call<InputStream>("wasi:cli/stdin", "getStdin");
  expect(call<OutputStream>("wasi:cli/stderr", "getStderr").blockingSplice(stdin, 10n)).toBe(2n);
  expect(output.stderr).toEqual([97, 98]);
});

test("an error of the host stays what it is", () => {
  const limit = new Error("the cap is reached");
  const { call } = provideForTest({
    output: () => {
      throw limit;
    },
  });
  const stream = call<OutputStream>("wasi:cli/stderr", "getStderr");
  expect(thrown(() => stream.blockingWriteAndFlush(new Uint8Array(1)))).toBe(limit);
});

test("there is no terminal", () => {
  expect(provideForTest().call("wasi:cli/terminal-stderr", "getTerminalStderr")).toBe(undefined);
});

test("denied each write fails, and the error names the switch", () => {
  const { call, output } = provideForTest({
    bindings: { stderr: { ...stderr.defaults, mode: "deny", terminal: true } },
  });
  const stream = call<OutputStream>("wasi:cli/stderr", "getStderr");
  const acts = [
    () => stream.checkWrite(),
    () => stream.blockingWriteAndFlush(new Uint8Array(1)),
    () => stream.blockingWriteZeroesAndFlush(1n),
    () => stream.blockingFlush(),
  ];
  for (const act of acts) {
    const failure = thrown(act) as { readonly tag: string; readonly val: { toDebugString(): string } };
    expect(failure.tag).toBe("last-operation-failed");
    expect(failure.val.toDebugString()).toBe("standard error is denied: the switch “Standard error” stands at deny");
  }
  expect(output.stderr).toEqual([]);
  expect(call("wasi:cli/terminal-stderr", "getTerminalStderr")).toBe(undefined);
});

test("there is a terminal when the scenario says so, of the one class", () => {
  const { call, provided } = provideForTest({ bindings: { stderr: { ...stderr.defaults, terminal: true } } });
  const terminal = call<object>("wasi:cli/terminal-stderr", "getTerminalStderr");
  expect(terminal.constructor).toBe(provided["wasi:cli/terminal-output"]?.["TerminalOutput"]);
});
