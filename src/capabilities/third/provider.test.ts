import { expect, test, vi } from "vitest";
import { bindingDefaults, capabilities, playedName } from "../index.ts";
import { Denied, provideForTest, thrown } from "../provider-testing.ts";
import type { Ended, HostStream } from "./provider-streams.ts";
import { all, text, written } from "./third-testing.ts";

const encoder = new TextEncoder();
type Reading = [HostStream<Uint8Array>, Promise<Ended<unknown>>];

interface Descriptor {
  readViaStream(offset: bigint): Reading;
  writeViaStream(data: unknown, offset: bigint): Promise<Ended<unknown>>;
  appendViaStream(data: unknown): Promise<Ended<unknown>>;
  readDirectory(): [HostStream<{ readonly name: string; readonly type: unknown }>, Promise<Ended<unknown>>];
  openAt(how: object, path: string, open: object, flags: object): Promise<Descriptor>;
  stat(): Promise<{ readonly type: unknown; readonly size: bigint }>;
  removeDirectoryAt(path: string): Promise<void>;
  setTimes(accessed: object, modified: object): Promise<void>;
}

const mounted = (writable = true) =>
  provideForTest({ mounts: [{ path: "/data", writable, tree: new Map([["in.txt", encoder.encode("hello")]]) }] });
const directory = (run: ReturnType<typeof mounted>): Descriptor => {
  const [first] = run.call<[Descriptor, string][]>("wasi:filesystem/preopens@0.3", "getDirectories");
  if (first === undefined) throw new Error("there is no directory");
  return first[0];
};
const ended = { tag: "ok", val: undefined };

test("each interface of 0.3 that a capability names is there", () => {
  const { provided } = provideForTest();
  for (const { thirdInterfaces = [] } of capabilities) {
    for (const name of thirdInterfaces)
      expect(Object.keys(provided[playedName(`${name}@0.3.0`) ?? ""] ?? {})).not.toEqual([]);
  }
});

test("standard output takes a stream to its end and lets it go", async () => {
  const { call, output } = provideForTest();
  const data = written("ab", Uint8Array.of(99), "x".repeat(70_000));
  expect(await call("wasi:cli/stdout@0.3", "writeViaStream", data)).toEqual(ended);
  expect(output.stdout.length).toBe(70_003);
  expect(data.dropped()).toBe(true);
});

test("a closed reader is a broken pipe, a refusal an error of input and output", async () => {
  const closing = provideForTest({ bindings: { stdout: { ...bindingDefaults.stdout, closeAfterBytes: 3 } } });
  const data = written("abcdef", "more");
  expect(await closing.call("wasi:cli/stdout@0.3", "writeViaStream", data)).toEqual({ tag: "err", val: "pipe" });
  expect(closing.output.stdout).toEqual([97, 98, 99]);
  expect(data.dropped()).toBe(true);
  const denied = provideForTest({ bindings: { stderr: { ...bindingDefaults.stderr, mode: "deny" } } });
  expect(await denied.call("wasi:cli/stderr@0.3", "writeViaStream", written("a"))).toEqual({ tag: "err", val: "io" });
});

test("an error of the host in a stream ends the run", async () => {
  const limit = new Error("the cap is reached");
  const { call, trapped } = provideForTest({
    output: () => {
      throw limit;
    },
  });
  const data = written("a");
  call("wasi:cli/stdout@0.3", "writeViaStream", data);
  await vi.waitFor(() => expect(data.dropped()).toBe(true));
  expect(trapped).toEqual([limit]);
});

test("standard input is read to its end, piece by piece, and shares its place with 0.2", async () => {
  const piece = (given: string, delayNs: bigint) => ({ bytes: encoder.encode(given), delayNs });
  const { call } = provideForTest({ stdin: { kind: "pieces", pieces: [piece("one ", 5n), piece("two", 1_000_000n)] } });
  const [stream, end] = call<Reading>("wasi:cli/stdin@0.3", "readViaStream");
  expect((await all(stream)).map((bytes) => new TextDecoder().decode(bytes))).toEqual(["one ", "two"]);
  expect(await end).toEqual(ended);
  // Virtual time has come to the last piece.
  expect(call<bigint>("wasi:clocks/monotonic-clock@0.3", "now")).toBe(1_000_005n);
  const [again, over] = call<Reading>("wasi:cli/stdin@0.3", "readViaStream");
  expect([await text(again), await over]).toEqual(["", ended]);
});

test("a stream that is dropped has ended well", async () => {
  const { call } = provideForTest({ stdin: "one" });
  const [stream, end] = call<Reading>("wasi:cli/stdin@0.3", "readViaStream");
  await stream.return();
  expect(await end).toEqual(ended);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test("sleeps that overlap end in the order of the clock, whoever slept first", async () => {
  const { call } = provideForTest();
  const order: string[] = [];
  const clock = "wasi:clocks/monotonic-clock@0.3";
  const sleep = async (name: string, ns: bigint) => {
    await call<Promise<void>>(clock, "waitFor", ns);
    order.push(`${name} ${call<bigint>("wasi:clocks/monotonic-clock", "now")}`);
  };
  await Promise.all([sleep("long", 9_000_000n), sleep("short", 2_000_000n), sleep("middle", 5_000_000n)]);
  expect(order.map((one) => one.split(" ")[0])).toEqual(["short", "middle", "long"]);
  expect(order[0]).toBe("short 2000000");
  await call<Promise<void>>(clock, "waitUntil", 1n);
});

test("clocks and numbers are those of 0.2", () => {
  const { call } = provideForTest({
    bindings: { "wall-clock": { ...bindingDefaults["wall-clock"], instant: "1970-01-01T00:00:07Z", tickNs: 3 } },
  });
  const instant = { seconds: 7n, nanoseconds: 0 };
  expect(call("wasi:clocks/system-clock@0.3", "now")).toEqual(instant);
  expect(call("wasi:clocks/wall-clock", "now")).toEqual({ seconds: 7n, nanoseconds: 3 });
  expect(call("wasi:clocks/system-clock@0.3", "getResolution")).toBe(3n);
  const first = provideForTest().call("wasi:random/random", "getRandomU64");
  const { call: draw } = provideForTest();
  expect(draw("wasi:random/random@0.3", "getRandomU64")).toBe(first);
  expect(draw("wasi:random/random", "getRandomU64")).not.toBe(first);
});

test("what is denied is denied under the name of 0.3", () => {
  const deny = { mode: "deny" } as const;
  const { call } = provideForTest({
    bindings: {
      "wall-clock": { ...bindingDefaults["wall-clock"], ...deny },
      "monotonic-clock": { ...bindingDefaults["monotonic-clock"], ...deny },
      random: { ...bindingDefaults.random, ...deny },
      exit: deny,
    },
  });
  const refused = (name: string, functionName: string, ...args: readonly unknown[]) => {
    const error = thrown(() => call(name, functionName, ...args));
    return error instanceof Denied ? error.message : error;
  };
  expect(refused("wasi:clocks/system-clock@0.3", "now")).toBe("wasi:clocks/system-clock@0.3#now");
  expect(refused("wasi:clocks/monotonic-clock@0.3", "waitFor", 1n)).toBe("wasi:clocks/monotonic-clock@0.3#wait-for");
  expect(refused("wasi:random/insecure-seed@0.3", "getInsecureSeed")).toBe(
    "wasi:random/insecure-seed@0.3#get-insecure-seed",
  );
  expect(refused("wasi:cli/exit@0.3", "exitWithCode", 3)).toBe("wasi:cli/exit@0.3#exit-with-code");
});

test("files are read, written and appended by streams", async () => {
  const run = mounted();
  const data = directory(run);
  const file = await data.openAt({}, "in.txt", {}, { read: true, write: true });
  const [stream, end] = file.readViaStream(1n);
  expect([await text(stream), await end]).toEqual(["ello", ended]);
  expect(await file.writeViaStream(written("J", "E"), 0n)).toEqual(ended);
  expect(await file.appendViaStream(written("!"))).toEqual(ended);
  expect(await text(file.readViaStream(0n)[0])).toBe("JEllo!");
  expect(await file.stat()).toMatchObject({ type: { tag: "regular-file" }, size: 6n });
  const [entries, listed] = data.readDirectory();
  expect(await all(entries)).toEqual([{ name: "in.txt", type: { tag: "regular-file" } }]);
  expect(await listed).toEqual(ended);
});

test("errors of files are variants, of calls and of streams", async () => {
  const data = directory(mounted(false));
  await expect(data.openAt({}, "none", {}, { read: true })).rejects.toEqual({ tag: "no-entry" });
  await expect(data.removeDirectoryAt("in.txt")).rejects.toEqual({ tag: "read-only" });
  const past = { tag: "timestamp", val: { seconds: -1n, nanoseconds: 0 } };
  await expect(directory(mounted()).setTimes(past, past)).rejects.toEqual({ tag: "invalid" });
  const [stream, end] = data.readViaStream(0n);
  expect([await text(stream), await end]).toEqual(["", { tag: "err", val: { tag: "is-directory" } }]);
  const lost = written("x");
  expect(await data.writeViaStream(lost, 0n)).toEqual({ tag: "err", val: { tag: "is-directory" } });
  expect(lost.dropped()).toBe(true);
  const file = await data.openAt({}, "in.txt", {}, { read: true });
  const [entries, listed] = file.readDirectory();
  expect([await all(entries), await listed]).toEqual([[], { tag: "err", val: { tag: "not-directory" } }]);
});
