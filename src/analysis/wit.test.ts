import { componentWit } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { emptyComponent, exportsComponent, truncated, witPackage } from "../../e2e/fixtures/odd.ts";
import type { WitPart } from "../protocol/index.ts";
import { analysis } from "./analysis.ts";

async function textOf(bytes: Uint8Array, part: WitPart = {}): Promise<string> {
  const result = await analysis.wit(new Uint8Array(bytes), part);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test("a component's text has the world that wasm-tools prints, and the inside of every interface", async () => {
  const bytes = readFileSync(new URL("../../public/demos/hostile/component.wasm", import.meta.url));
  const text = await textOf(bytes);
  const world = (wit: string): readonly string[] =>
    [...wit.matchAll(/^ {2}(?:import|export) .*;$/gm)].map(([line]) => line).toSorted();
  expect(world(text)).toEqual(world(await componentWit(bytes)));
  expect(world(text).length).toBeGreaterThan(10);
  for (const [, name] of text.matchAll(/^ {2}import [a-z:]+\/([a-z-]+)@/gm))
    expect(text).toContain(`  interface ${name} {\n`);
});

test("a WIT package, over which wasm-tools traps, has its text", async () => {
  expect(await textOf(await witPackage())).toMatch(/^package acme:hi@1\.0\.0;\n\nworld greeter \{\n/);
});

test("a component with nothing that WIT can tell has a text", async () => {
  expect(await textOf(await emptyComponent())).toBe("package root:component;\n\nworld root {\n}\n");
  expect(await textOf(await exportsComponent())).toContain("// export c is a component,");
});

test("a damaged binary is refused", async () => {
  const result = await analysis.wit(new Uint8Array(await truncated()), {});
  expect(result.ok ? "read" : result.error.tag).toBe("truncated");
  const wrong = await analysis.wit(new Uint8Array([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 11, 1, 1]), {});
  expect(wrong.ok ? "read" : wrong.error.tag).toBe("invalid-component");
});

test("a part is written when it is there, and what is not there is named with what comes near", async () => {
  const bytes = readFileSync(new URL("../../public/demos/hostile/component.wasm", import.meta.url));
  expect(await textOf(bytes, { interface: "wasi:cli/stdout" })).toContain("get-stdout: func() -> output-stream;");
  expect(await textOf(bytes, { brief: true })).not.toContain("func(");
  const unknown = await analysis.wit(new Uint8Array(bytes), { interface: "wasi:cli/stdot" });
  expect(unknown).toMatchObject({
    ok: false,
    error: { tag: "no-interface", message: expect.stringMatching(/stdout/) },
  });
});
