import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { dispose } from "../../wit/dispose.ts";
import type { Pollable } from "../io/provider-pollable.ts";
import type { InputStream, OutputStream } from "../io/provider-streams.ts";
import type { StdinSource } from "../provider.ts";
import { MayNotWait, provideForTest, thrown } from "../provider-testing.ts";

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
  const stdin = open({ stdin: "secret", bindings: { stdin: { mode: "deny", terminal: true } } });
  expect(thrown(() => stdin.blockingRead(10n))).toEqual({ tag: "closed" });
});

test("there is no terminal", () => {
  expect(provideForTest().call("wasi:cli/terminal-stdin", "getTerminalStdin")).toBe(undefined);
});

test("there is a terminal when the scenario says so, unless denied", () => {
  const terminal = (mode: "mock" | "deny") => {
    const { call, provided } = provideForTest({ bindings: { stdin: { mode, terminal: true } } });
    const handle = call<object | undefined>("wasi:cli/terminal-stdin", "getTerminalStdin");
    return handle?.constructor === provided["wasi:cli/terminal-input"]?.["TerminalInput"];
  };
  expect(terminal("mock")).toBe(true);
  expect(terminal("deny")).toBe(false);
});

test("closed from the start it is at its end", () => {
  const stdin = open({ stdin: { kind: "closed" } });
  expect(thrown(() => stdin.read(1n))).toEqual({ tag: "closed" });
  expect(thrown(() => stdin.blockingRead(1n))).toEqual({ tag: "closed" });
});

const pieces = (...list: readonly (readonly [text: string, delayNs: bigint])[]): StdinSource => ({
  kind: "pieces",
  pieces: list.map(([piece, delayNs]) => ({ bytes: new TextEncoder().encode(piece), delayNs })),
});
const clock = "wasi:clocks/monotonic-clock";
const second = 1_000_000_000n;

describe("pieces in virtual time", () => {
  test("reading waits for each, and time passes at once", () => {
    const { call } = provideForTest({ stdin: pieces(["ab", second], ["c", 0n], ["d", 2n * second]) });
    const stdin = call<InputStream>("wasi:cli/stdin", "getStdin");
    expect(text(stdin.blockingRead(1n))).toBe("a");
    expect(text(stdin.blockingRead(9n))).toBe("b");
    expect(text(stdin.read(9n))).toBe("c");
    expect(call(clock, "now")).toBe(second);
    expect(stdin.blockingSkip(9n)).toBe(1n);
    expect(call(clock, "now")).toBe(3n * second);
    expect(thrown(() => stdin.blockingRead(1n))).toEqual({ tag: "closed" });
  });

  test("before a piece is there a read gives nothing, and asking often enough gets there", () => {
    const stdin = open({ stdin: pieces(["x", 5000n]) });
    let asked = 0;
    while (stdin.read(1n).length === 0) asked += 1;
    expect(asked).toBe(5);
    expect(thrown(() => stdin.read(1n))).toEqual({ tag: "closed" });
  });

  test("a pollable is ready when the piece is there", () => {
    const { call } = provideForTest({ stdin: pieces(["x", 3n * second]) });
    const stdin = call<InputStream>("wasi:cli/stdin", "getStdin");
    const list = [stdin.subscribe(), call<Pollable>(clock, "subscribeDuration", second)];
    expect(Array.from(call<Uint32Array>("wasi:io/poll", "poll", list))).toEqual([1]);
    expect(stdin.read(1n).length).toBe(0);
    call<Uint32Array>("wasi:io/poll", "poll", list.slice(0, 1));
    expect(text(stdin.read(1n))).toBe("x");
  });

  test("a last piece without bytes only puts off the end", () => {
    const { call } = provideForTest({ stdin: pieces(["x", 0n], ["", second]) });
    const stdin = call<InputStream>("wasi:cli/stdin", "getStdin");
    expect(text(stdin.blockingRead(1n))).toBe("x");
    expect(stdin.read(1n).length).toBe(0);
    expect(thrown(() => stdin.blockingRead(1n))).toEqual({ tag: "closed" });
    expect(call(clock, "now")).toBe(second);
  });
});

describe("pieces in real time", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const bindings = { "monotonic-clock": { mode: "real", tickNs: 1000 } } as const;

  test("reading waits as long as it takes", async () => {
    const asked: string[] = [];
    vi.advanceTimersByTime(777);
    const stdin = open({
      bindings,
      stdin: pieces(["x", 50_000_000n], ["y", 50_000_000n]),
      mayWait: (what) => void asked.push(what),
    });
    let seen = "";
    const reading = Promise.resolve(stdin.blockingRead(1n)).then((bytes) => void (seen += text(bytes)));
    await vi.advanceTimersByTimeAsync(49);
    expect(seen).toBe("");
    await vi.advanceTimersByTimeAsync(2);
    await reading;
    expect(seen).toBe("x");
    expect(stdin.read(1n).length).toBe(0);
    const skipping = Promise.resolve(stdin.blockingSkip(1n));
    await vi.advanceTimersByTimeAsync(50);
    expect(await skipping).toBe(1n);
    expect(asked).toEqual([
      "wasi:io/streams#[method]input-stream.blocking-read",
      "wasi:io/streams#[method]input-stream.blocking-skip",
    ]);
  });

  test("the end after a wait is an error of the promise", async () => {
    const stdin = open({ bindings, stdin: pieces(["", 1_000_000n]), mayWait: () => {} });
    const reading = Promise.resolve(stdin.blockingRead(1n)).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(2);
    expect(await reading).toEqual({ tag: "closed" });
  });

  test("a pollable waits for the piece", async () => {
    const stdin = open({ bindings, stdin: pieces(["x", 20_000_000n]), mayWait: () => {} });
    const pollable = stdin.subscribe();
    expect(pollable.ready()).toBe(false);
    const blocked = Promise.resolve(pollable.block());
    await vi.advanceTimersByTimeAsync(21);
    await blocked;
    expect(text(stdin.read(1n))).toBe("x");
  });

  test("without a way to wait it is a trap", () => {
    const stdin = open({ bindings, stdin: pieces(["x", 1_000_000n]) });
    expect(thrown(() => stdin.blockingRead(1n))).toBeInstanceOf(MayNotWait);
  });
});

describe("typed", () => {
  const bindings = { stdin: { mode: "real", terminal: false } } as const;
  const bytes = (piece: string) => new TextEncoder().encode(piece);

  /** A person who types what the test says; `undefined` is the end of input. */
  function person() {
    const waiting: ((piece: Uint8Array<ArrayBuffer> | undefined) => void)[] = [];
    const waits: string[] = [];
    const suspended: boolean[] = [];
    let asks = 0;
    const run = provideForTest({
      bindings,
      stdin: { kind: "typed" },
      mayWait: (what) => void waits.push(what),
      outside: {
        readTerminal() {
          asks += 1;
          return new Promise((resolve) => void waiting.push(resolve));
        },
        awaited: () => waiting.length > 0,
        suspended: (is) => void suspended.push(is),
      },
    });
    return {
      ...run,
      waits,
      suspended,
      asks: () => asks,
      stdin: run.call<InputStream>("wasi:cli/stdin", "getStdin"),
      async type(piece: string | undefined) {
        waiting.shift()?.(piece === undefined ? undefined : bytes(piece));
        // The answer goes through several promises before it is in the buffer.
        for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
      },
    };
  }

  test("a read waits until something is typed, and gives it in parts", async () => {
    const { stdin, type, waits, suspended, asks, call } = person();
    const reading = Promise.resolve(stdin.blockingRead(3n));
    expect(suspended).toEqual([true]);
    await type("hello");
    expect(text(await reading)).toBe("hel");
    expect(suspended).toEqual([true, false]);
    expect(text(stdin.blockingRead(9n))).toBe("lo");
    expect(asks()).toBe(1);
    const skipping = Promise.resolve(stdin.blockingSkip(9n));
    await type("xy");
    expect(await skipping).toBe(2n);
    expect(waits).toEqual([
      "wasi:io/streams#[method]input-stream.blocking-read",
      "wasi:io/streams#[method]input-stream.blocking-skip",
    ]);
    expect(call(clock, "now")).toBe(0n);
  });

  test("a read that does not wait asks once and gives what is there", async () => {
    const { stdin, type, asks } = person();
    expect(asks()).toBe(0);
    expect(stdin.read(0n).length).toBe(0);
    expect(stdin.blockingRead(0n).length).toBe(0);
    expect(asks()).toBe(0);
    expect(stdin.read(9n).length).toBe(0);
    expect(stdin.read(9n).length).toBe(0);
    expect(asks()).toBe(1);
    await type("abc");
    expect(text(stdin.read(2n))).toBe("ab");
    expect(text(stdin.read(9n))).toBe("c");
    expect(asks()).toBe(1);
  });

  test("the end stays the end, on every stream", async () => {
    const { stdin, type, call, asks } = person();
    const reading = Promise.resolve(stdin.blockingRead(1n)).catch((error: unknown) => error);
    await type(undefined);
    expect(await reading).toEqual({ tag: "closed" });
    const other = call<InputStream>("wasi:cli/stdin", "getStdin");
    expect(thrown(() => other.read(1n))).toEqual({ tag: "closed" });
    expect(other.subscribe().ready()).toBe(true);
    expect(asks()).toBe(1);
  });

  test("a poll waits for it, and virtual time stands still", async () => {
    const { stdin, type, call, asks } = person();
    const list = [call<Pollable>(clock, "subscribeDuration", second), stdin.subscribe()];
    expect(asks()).toBe(1);
    const polled = Promise.resolve(call<Uint32Array>("wasi:io/poll", "poll", list));
    await type("x");
    expect(Array.from(await polled)).toEqual([1]);
    expect(call(clock, "now")).toBe(0n);
    expect(text(stdin.read(9n))).toBe("x");
    expect(asks()).toBe(1);
  });

  test("is a terminal", () => {
    const { call, provided } = person();
    const handle = call<object>("wasi:cli/terminal-stdin", "getTerminalStdin");
    expect(handle.constructor).toBe(provided["wasi:cli/terminal-input"]?.["TerminalInput"]);
  });

  test("without a way to wait it is a trap", () => {
    const stdin = open({ bindings, stdin: { kind: "typed" } });
    expect(thrown(() => stdin.blockingRead(1n))).toBeInstanceOf(MayNotWait);
  });

  test("can be spliced once it is there; a splice that would have to wait is a trap", async () => {
    const { call, stdin, type, output } = person();
    const stdout = call<OutputStream>("wasi:cli/stdout", "getStdout");
    stdin.subscribe();
    await type("abc");
    expect(stdout.blockingSplice(stdin, 2n)).toBe(2n);
    expect(stdout.splice(stdin, 0xffff_ffff_ffff_ffffn)).toBe(1n);
    expect(output.stdout).toEqual([97, 98, 99]);
    expect(String(thrown(() => stdout.blockingSplice(stdin, 9n)))).toContain("cannot wait");
  });
});
