import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readComponent } from "../../component/index.ts";
import { isWholeName } from "./import-names.ts";
import { transpile } from "./transpile.ts";

test("a component of WASI 0.2 and 0.3 asks for both, and its script draws no lots", async () => {
  const component = new Uint8Array(readFileSync(new URL("../../../e2e/guests/third.wasm", import.meta.url)));
  const model = readComponent(component);
  if (!model.ok) throw new Error(model.error.reason);
  const made = await transpile(component, model.value, { memoryBytes: 64 * 1024 * 1024, suspend: [] });
  if (!made.ok) throw new Error(made.error.message);
  const script = new TextDecoder().decode(made.value.script);
  expect(script).toContain("imports['wasi:cli/stdout@0.3.0']");
  expect(script).toContain("imports['wasi:cli/stdout@0.2.12']");
  expect(script).not.toContain("Math.random");
}, 60_000);

test("names that jco would read as a pattern are asked for without their versions", () => {
  expect(isWholeName("wasi:cli/stdout@0.3.0")).toBe(true);
  expect(isWholeName("acme:a-b/c@1.0.0-rc.1+x")).toBe(true);
  for (const name of ["run", "acme:store/kv", "url=<https://a/*@1>", "a:b/c@1.0.0#d"])
    expect(isWholeName(name)).toBe(false);
});
