import { expect, test } from "vitest";
import { fake } from "./abi-testing.ts";
import { allocate, checkRange, linearMemory, memoryOf, reallocate } from "./memory.ts";

test("views follow a memory that grows, from no pages too", () => {
  const memory = new WebAssembly.Memory({ initial: 0 });
  const linear = linearMemory(memory);
  expect([linear.bytes.byteLength, linear.view.byteLength]).toEqual([0, 0]);
  memory.grow(1);
  expect([linear.view.byteLength, linear.bytes.byteLength]).toEqual([65_536, 65_536]);
  linear.bytes[3] = 7;
  memory.grow(1);
  expect([linear.bytes.byteLength, linear.view.getUint8(3)]).toEqual([131_072, 7]);
  memory.grow(0);
  expect(linear.view.getUint8(3)).toBe(7);
  expect(linear.bytes).toBe(linear.bytes);
});

test("views follow a shared memory, which is not detached", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 3, shared: true });
  const linear = linearMemory(memory);
  expect(linear.bytes).toBe(linear.bytes);
  memory.grow(1);
  expect([linear.bytes.byteLength, linear.view.byteLength]).toEqual([131_072, 131_072]);
});

test("realloc cannot leave the instance, and is told what it is for", () => {
  const { cx, calls, left } = fake();
  expect(allocate(cx, 8, 24)).toBe(8);
  expect([left(), cx.state.mayLeave]).toEqual([false, true]);
  expect(reallocate(cx, 8, 24, 4, 100)).toBe(32);
  expect(calls).toEqual([
    [0, 0, 8, 24],
    [8, 24, 4, 100],
  ]);
});

test.each([
  [6, /^a:b\/c#f: unaligned pointer: what realloc gave is at 6, which is no multiple of 4$/],
  [65_532, /^a:b\/c#f: out of bounds: what realloc gave has 8 bytes at 65532, and the memory 65536$/],
  [-4, /out of bounds: what realloc gave has 8 bytes at 4294967292/],
])("realloc giving %d traps", (answer, message) => {
  const { cx } = fake("utf8", 1, answer);
  expect(() => allocate(cx, 4, 8)).toThrow(WebAssembly.RuntimeError);
  expect(() => allocate(cx, 4, 8)).toThrow(message);
});

test("ranges may end where the memory does", () => {
  const { cx } = fake();
  expect(() => checkRange(cx, 65_536, 0, 1, "it")).not.toThrow();
  expect(() => checkRange(cx, 65_528, 8, 8, "it")).not.toThrow();
  expect(() => checkRange(cx, 65_537, 0, 1, "it")).toThrow(/out of bounds/);
});

test("options that are not given trap", () => {
  const cx = { ...fake().cx, memory: undefined, realloc: undefined };
  expect(() => memoryOf(cx)).toThrow(/^a:b\/c#f: this needs the canonical option “memory”, which is not given$/);
  expect(() => allocate(cx, 1, 1)).toThrow(/the canonical option “realloc”, which is not given$/);
});
