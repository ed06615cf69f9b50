import { expect, test } from "vitest";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import type { CoreMemory } from "../component/index.ts";
import { readCoreModule } from "../component/index.ts";
import { capCores, type CoreUse, MAX_TABLE_ELEMENTS, shareMemory } from "./memory-budget.ts";

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

test("tables of all instances share a limit of their own", async () => {
  const use = async (text: string, instances: number): Promise<CoreUse> => {
    const bytes = await parse(text);
    const module = readCoreModule(bytes);
    if (!module.ok) throw new Error(module.error.reason);
    return { name: "core", bytes, module: module.value, instances };
  };
  const capped = capCores([await use("(module (table 1 funcref))", 4), await use("(module)", 9)], page, "compile");
  if (!capped.ok) throw new Error(capped.error.message);
  const core = readCoreModule(capped.value[0]?.bytes ?? new Uint8Array());
  expect(core.ok ? core.value.tables[0]?.maximumElements : undefined).toBe(MAX_TABLE_ELEMENTS / 4);
  const large = await use(`(module (table ${MAX_TABLE_ELEMENTS / 2} funcref))`, 3);
  expect(capCores([large], page, "compile")).toMatchObject({ ok: false, error: { tag: "memory-limit" } });
});
