import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readCoreModule } from "./core-module.ts";
import { capMemories } from "./memories.ts";
import type { CoreMemory } from "./model.ts";

const PAGE = 65536;

function memoriesOf(bytes: Uint8Array): readonly CoreMemory[] {
  const read = readCoreModule(bytes);
  if (!read.ok) throw new Error(read.error.reason);
  return read.value.memories;
}

async function capped(wat: string, limitBytes: number): Promise<(number | undefined)[]> {
  const result = capMemories(await parse(wat), limitBytes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return memoriesOf(result.value).map(({ maximumBytes }) => maximumBytes);
}

test("a memory gets the limit as its maximum, and nothing else changes", async () => {
  const body = `(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))) (data (i32.const 0) "hello")`;
  const module = await parse(`(module (memory (export "m") 2) ${body})`);
  const result = capMemories(module, 10 * PAGE + 5);
  if (!result.ok) throw new Error("refused");
  expect(result.value).toEqual(await parse(`(module (memory (export "m") 2 10) ${body})`));
  const { grow } = new WebAssembly.Instance(new WebAssembly.Module(result.value)).exports;
  if (typeof grow !== "function") throw new Error("no function");
  expect(grow(8)).toBe(2);
  expect(grow(1)).toBe(-1);
});

test("what is within the limit comes back as it is", async () => {
  const small = await parse("(module (memory 1 4))");
  const result = capMemories(small, 4 * PAGE);
  expect(result.ok && result.value).toBe(small);
  const none = await parse(`(module (import "a" "m" (memory 1)))`);
  const untouched = capMemories(none, 0);
  expect(untouched.ok && untouched.value).toBe(none);
  const open = await parse("(module (memory 1))");
  const wideOpen = capMemories(open, 2 ** 32);
  expect(wideOpen.ok && wideOpen.value).toBe(open);
  const infinite = capMemories(open, Infinity);
  expect(infinite.ok && infinite.value).toBe(open);
});

test("a larger maximum is lowered", async () => {
  expect(await capped("(module (memory 1 65536))", 256 * PAGE)).toEqual([256 * PAGE]);
});

test("too much at the start is refused with both numbers", async () => {
  const result = capMemories(await parse("(module (memory 3) (memory 2))"), 4 * PAGE);
  expect(result).toMatchObject({
    ok: false,
    error: { tag: "memory-limit", initialBytes: 5 * PAGE, limitBytes: 4 * PAGE },
  });
  if (result.ok || result.error.tag !== "memory-limit") throw new Error("another error");
  expect(result.error.message).toContain(`${5 * PAGE}`);
  expect(result.error.message).toContain(`${4 * PAGE}`);
});

test("several memories share evenly, and what one does not want goes to the others", async () => {
  expect(await capped("(module (memory 1) (memory 1))", 12 * PAGE)).toEqual([6 * PAGE, 6 * PAGE]);
  // Nine pages are left for the two that are open: the odd one goes to the last.
  expect(await capped("(module (memory 1) (memory 1 2) (memory 0))", 12 * PAGE)).toEqual([
    5 * PAGE,
    2 * PAGE,
    5 * PAGE,
  ]);
});

test("64-bit, shared and small-paged memories keep their traits", async () => {
  const module = await parse(
    `(module (memory i64 1) (memory 1 100 shared) (memory 7 (pagesize 1)) (memory i64 1 2 shared))`,
  );
  const result = capMemories(module, 20 * PAGE);
  if (!result.ok) throw new Error("refused");
  const before = memoriesOf(module);
  const after = memoriesOf(result.value);
  for (const [index, memory] of after.entries()) {
    expect(memory).toEqual({ ...before[index], maximumBytes: memory.maximumBytes });
    expect(memory.maximumBytes).toBeDefined();
  }
  const sum = after.reduce((total, { maximumBytes }) => total + (maximumBytes ?? Infinity), 0);
  expect(sum).toBeLessThanOrEqual(20 * PAGE);
  expect(sum).toBeGreaterThan(18 * PAGE);
});

test("imported memories are left alone", async () => {
  expect(await capped(`(module (import "a" "m" (memory 1)) (memory 1))`, 3 * PAGE)).toEqual([undefined, 3 * PAGE]);
});

const preamble = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

test.each([
  ["two memory sections", [5, 3, 1, 0, 1, 5, 3, 1, 0, 1], "malformed"],
  ["a maximum below the initial size", [5, 4, 1, 1, 9, 1], "malformed"],
  ["a shared memory without a maximum", [5, 3, 1, 2, 1], "malformed"],
  ["unknown flags", [5, 3, 1, 0x40, 1], "unknown"],
  ["a page size of 2^17", [5, 4, 1, 0x08, 1, 17], "malformed"],
  ["a cut section", [5, 9, 1], "truncated"],
])("%s cannot be capped", (_, bytes, tag) => {
  expect(capMemories(new Uint8Array([...preamble, ...bytes]), PAGE)).toMatchObject({ ok: false, error: { tag } });
});

test.each([0, -1, Number.NaN])("a limit of %d leaves no room", async (limit) => {
  expect(capMemories(await parse("(module (memory 1))"), limit)).toMatchObject({
    ok: false,
    error: { tag: "memory-limit" },
  });
});

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...leb(Math.floor(value / 0x80))];
}

test("the maxima never exceed the limit, never fall below the initial size, and never rise", () => {
  const memory = fc.record({
    initial: fc.nat(300),
    extra: fc.option(fc.nat(1000), { nil: undefined }),
    wide: fc.boolean(),
    small: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(memory, { minLength: 1, maxLength: 6 }), fc.nat(2000 * PAGE), (memories, limit) => {
      const body = memories.flatMap(({ initial, extra, wide, small }) => [
        (extra === undefined ? 0 : 1) | (wide ? 4 : 0) | (small ? 8 : 0),
        ...leb(initial),
        ...(extra === undefined ? [] : leb(initial + extra)),
        ...(small ? [0] : []),
      ]);
      const section = [...leb(memories.length), ...body];
      const module = new Uint8Array([...preamble, 5, ...leb(section.length), ...section, 0, 3, 1, 0x61, 0x62]);
      const before = memoriesOf(module);
      const initial = before.reduce((total, { initialBytes }) => total + initialBytes, 0);
      const result = capMemories(module, limit);
      if (!result.ok) {
        expect(result.error.tag).toBe("memory-limit");
        expect(initial).toBeGreaterThan(limit);
        return;
      }
      const after = memoriesOf(result.value);
      const sum = after.reduce((total, { maximumBytes }) => total + (maximumBytes ?? Infinity), 0);
      expect(sum).toBeLessThanOrEqual(limit);
      for (const [index, { initialBytes, maximumBytes }] of after.entries()) {
        expect(initialBytes).toBe(before[index]?.initialBytes);
        expect(maximumBytes).toBeGreaterThanOrEqual(initialBytes);
        expect(maximumBytes).toBeLessThanOrEqual(before[index]?.maximumBytes ?? Infinity);
      }
      const again = capMemories(result.value, limit);
      expect(again.ok && again.value).toBe(result.value);
    }),
  );
});
