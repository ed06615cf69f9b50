import { expect, test } from "vitest";
import type { InputStream, OutputStream } from "../io/provider-streams.ts";
import type { OutputBinding } from "../output.ts";
import { provideForTest, thrown } from "../provider-testing.ts";
import { stdout } from "./capability.ts";

test("is captured, a copy each time", () => {
  const { call, output } = provideForTest();
  const stream = call<OutputStream>("wasi:cli/stdout", "getStdout");
  const bytes = new Uint8Array([1, 2, 3]);
  stream.blockingWriteAndFlush(bytes);
  bytes.fill(9);
  expect(stream.checkWrite()).toBeGreaterThan(0n);
  stream.write(new Uint8Array([4]));
  stream.flush();
  expect(output).toEqual({ stdout: [1, 2, 3, 4], stderr: [] });
});

test("takes what another stream has", () => {
  const { call, output } = provideForTest({ stdin: "ab" });
  const stdin = call<InputStream>("wasi:cli/stdin", "getStdin");
  expect(call<OutputStream>("wasi:cli/stdout", "getStdout").blockingSplice(stdin, 10n)).toBe(2n);
  expect(output.stdout).toEqual([97, 98]);
});

test("an error of the host stays what it is", () => {
  const limit = new Error("the cap is reached");
  const { call } = provideForTest({
    output: () => {
      throw limit;
    },
  });
  const stream = call<OutputStream>("wasi:cli/stdout", "getStdout");
  expect(thrown(() => stream.blockingWriteAndFlush(new Uint8Array(1)))).toBe(limit);
});

test("there is no terminal", () => {
  expect(provideForTest().call("wasi:cli/terminal-stdout", "getTerminalStdout")).toBe(undefined);
});

test("denied each write fails, and the error names the switch", () => {
  const { call, output } = provideForTest({
    bindings: { stdout: { ...stdout.defaults, mode: "deny", terminal: true } },
  });
  const stream = call<OutputStream>("wasi:cli/stdout", "getStdout");
  const acts = [
    () => stream.checkWrite(),
    () => stream.blockingWriteAndFlush(new Uint8Array(1)),
    () => stream.blockingWriteZeroesAndFlush(1n),
    () => stream.blockingFlush(),
  ];
  for (const act of acts) {
    const failure = thrown(act) as { readonly tag: string; readonly val: { toDebugString(): string } };
    expect(failure.tag).toBe("last-operation-failed");
    expect(failure.val.toDebugString()).toBe("standard output is denied: the switch “Standard output” stands at deny");
  }
  expect(output.stdout).toEqual([]);
  expect(call("wasi:cli/terminal-stdout", "getTerminalStdout")).toBe(undefined);
});

test("there is a terminal when the scenario says so, of the one class", () => {
  const { call, provided } = provideForTest({ bindings: { stdout: { ...stdout.defaults, terminal: true } } });
  const terminal = call<object>("wasi:cli/terminal-stdout", "getTerminalStdout");
  expect(terminal.constructor).toBe(provided["wasi:cli/terminal-output"]?.["TerminalOutput"]);
});

const limited = (binding: Partial<OutputBinding>) => {
  const { call, output } = provideForTest({ bindings: { stdout: { ...stdout.defaults, ...binding } } });
  return { open: () => call<OutputStream>("wasi:cli/stdout", "getStdout"), output };
};

test("discarded it is taken and not seen", () => {
  const { open, output } = limited({ keep: "discarded" });
  open().blockingWriteAndFlush(new Uint8Array([1, 2]));
  expect(output.stdout).toEqual([]);
});

test("the write that passes the end is cut, and all streams are closed then", () => {
  const { open, output } = limited({ closeAfterBytes: 5 });
  const [first, second] = [open(), open()];
  first.blockingWriteAndFlush(new Uint8Array([1, 2, 3]));
  expect(thrown(() => second.blockingWriteAndFlush(new Uint8Array([4, 5, 6])))).toEqual({ tag: "closed" });
  expect(output.stdout).toEqual([1, 2, 3, 4, 5]);
  expect(thrown(() => first.blockingWriteAndFlush(new Uint8Array([7])))).toEqual({ tag: "closed" });
  expect(thrown(() => first.checkWrite())).toEqual({ tag: "closed" });
  expect(thrown(() => open().blockingFlush())).toEqual({ tag: "closed" });
  expect(output.stdout).toEqual([1, 2, 3, 4, 5]);
});

test("exactly as many bytes as are taken can be written and flushed", () => {
  const { open, output } = limited({ closeAfterBytes: 3 });
  const stream = open();
  stream.checkWrite();
  stream.write(new Uint8Array([1, 2, 3]));
  stream.blockingFlush();
  expect(output.stdout).toEqual([1, 2, 3]);
  expect(thrown(() => stream.checkWrite())).toEqual({ tag: "closed" });
});

test("discarded bytes count too, and none at all may be taken", () => {
  const discarded = limited({ keep: "discarded", closeAfterBytes: 1 }).open();
  expect(thrown(() => discarded.blockingWriteAndFlush(new Uint8Array(2)))).toEqual({ tag: "closed" });
  expect(thrown(() => limited({ closeAfterBytes: 0 }).open().checkWrite())).toEqual({ tag: "closed" });
});

test("standard error counts by itself", () => {
  const { call, output } = provideForTest({ bindings: { stdout: { ...stdout.defaults, closeAfterBytes: 0 } } });
  call<OutputStream>("wasi:cli/stderr", "getStderr").blockingWriteAndFlush(new Uint8Array([1]));
  expect(output.stderr).toEqual([1]);
});

test("settings that make no sense are refused in words", () => {
  const reason = (binding: object) => stdout.schema.safeParse(binding).error?.issues[0]?.message;
  expect(reason({ keep: "burned" })).toBe("Choose captured or discarded.");
  expect(reason({ closeAfterBytes: -1 })).toBe("Write 0 or more.");
  expect(reason({ closeAfterBytes: 1.5 })).toBe("Write a whole number of bytes.");
  expect(reason({ terminal: "yes" })).toBe("Must be true or false.");
});

test("the summary tells where it ends", () => {
  expect(stdout.summary({ ...stdout.defaults, keep: "discarded" })).toBe("discarded");
  expect(stdout.summary({ ...stdout.defaults, closeAfterBytes: 80 })).toBe("captured, closed after 80 bytes");
});

test("real it all goes out as it comes, whatever the mock's settings say", () => {
  const { open, output } = limited({ mode: "real", keep: "discarded", closeAfterBytes: 1 });
  const stream = open();
  stream.blockingWriteAndFlush(new Uint8Array([1, 2]));
  expect(output.stdout).toEqual([1, 2]);
  expect(stream.checkWrite()).toBeGreaterThan(0n);
});

test("real it is a terminal or not, as the scenario says", () => {
  const terminal = (attached: boolean) =>
    provideForTest({ bindings: { stdout: { ...stdout.defaults, mode: "real", terminal: attached } } }).call(
      "wasi:cli/terminal-stdout",
      "getTerminalStdout",
    );
  expect(terminal(true)).toBeDefined();
  expect(terminal(false)).toBe(undefined);
});
