import { expect, test } from "vitest";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readComponent, readCoreModule } from "../../component/index.ts";
import { transpile } from "./transpile.ts";

const page = 65_536;

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
