import { expect, test } from "vitest";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readComponent, readCoreModule, type CoreMemory } from "../../component/index.ts";
import { shareMemory } from "./memory-budget.ts";
import { transpile } from "./transpile.ts";

const page = 65_536;

function memory(initialPages: number, maximumPages?: number, imported = false): CoreMemory {
  const sizes = { imported, initialBytes: initialPages * page, pageBytes: page, shared: false, wide: false };
  return maximumPages === undefined ? sizes : { ...sizes, maximumBytes: maximumPages * page };
}

test("one memory gets the whole limit, and modules without one take nothing from it", () => {
  const users = [
    { memories: [memory(1)], instances: 1 },
    { memories: [memory(1, 2, true)], instances: 5 },
    { memories: [], instances: 3 },
  ];
  expect(shareMemory(users, 100 * page)?.[0]).toBe(100 * page);
});

test("every instance counts, and what wants little leaves the rest", () => {
  const users = [
    { memories: [memory(1, 2)], instances: 2 },
    { memories: [memory(2)], instances: 3 },
  ];
  const shared = shareMemory(users, 34 * page) ?? [];
  expect(shared).toEqual([2 * page, 10 * page]);
  expect(shareMemory(users, 7 * page)).toBe(undefined);
});

test("a component that makes many instances cannot outgrow the limit with all of them together", async () => {
  const instances = Array.from({ length: 4 }, () => "(core instance (instantiate $m))").join(" ");
  const component = await parse(`(component (core module $m (memory 1)) ${instances})`);
  const model = readComponent(component);
  if (!model.ok) throw new Error(model.error.reason);
  for (const suspend of [[], ["wasi:io/poll#poll"]]) {
    const made = await transpile(component, model.value, { memoryBytes: 40 * page, suspend });
    if (!made.ok) throw new Error(made.error.message);
    const core = readCoreModule(made.value.cores[0]?.bytes ?? new Uint8Array());
    expect(core.ok ? core.value.memories[0]?.maximumBytes : undefined).toBe(10 * page);
  }
  expect(await transpile(component, model.value, { memoryBytes: 3 * page, suspend: [] })).toMatchObject({
    ok: false,
    error: { tag: "memory-limit" },
  });
});
