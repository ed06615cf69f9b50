import { readFile } from "node:fs/promises";
import type { TypeTable } from "../src/api.ts";
import { customImport, exiter, witPackage } from "./fixtures/build.ts";
import { concat } from "./fixtures/tools.ts";
import { failure, must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

async function demo(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(`../public/demos/${name}/component.wasm`, import.meta.url)));
}

/** The row that a function of an imported interface has in the table. */
function importedFunction(table: TypeTable, interfaceName: string, functionName: string) {
  const instance = table.imports.find((row) => row.name === interfaceName);
  const row = instance?.sort === "instance" ? table.types[instance.type] : undefined;
  const item = row?.kind === "instance" ? row.exports.find((one) => one.name === functionName) : undefined;
  return item?.sort === "func" ? table.types[item.type] : undefined;
}

test("the report carries every type as JSON", async ({ app }) => {
  const { types, sha256 } = await app.openDemo("hello");
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.parse(JSON.stringify(types))).toEqual(types);
  const now = importedFunction(types, "wasi:clocks/wall-clock@0.2.12", "now");
  expect(now).toMatchObject({ kind: "func", async: false, params: [] });
  const result = now?.kind === "func" && now.result !== undefined ? types.types[now.result] : undefined;
  expect(result).toMatchObject({ kind: "record", fields: [{ name: "seconds" }, { name: "nanoseconds" }] });
});

test("every difference is told with its path, its sentence and what would mend it", async ({ app }) => {
  await app.open(await customImport(), "custom.wasm");
  const wit = `package acme:store@1.0.0;
    interface kv { get: func(key: string) -> list<u8>; }
    world w { import kv; import wasi:cli/stdout@0.2.12; export wasi:cli/run@0.2.12; }`;
  const fit = must(await app.call("fit", { wit, world: "w" }));
  expect(fit.fits).toBe(false);
  const [entry] = fit.imports.filter(({ name }) => name.startsWith("acme:store/kv"));
  expect(entry?.status).toBe("mismatched");
  expect(entry?.differences.length).toBeGreaterThan(0);
  for (const { path, explanation, fix } of entry?.differences ?? []) {
    expect(path[0]).toBe("acme:store/kv.get");
    expect(explanation).toMatch(/\.$/);
    expect(fix).toMatch(/\.$/);
  }
  expect(entry?.reasons).toEqual(entry?.differences.map(({ explanation }) => explanation));
});

test("every world of the catalogue is answered for at once", async ({ app }) => {
  const closed = must(await app.call("worlds"));
  expect(closed.map(({ id }) => id)).toContain("wasi:http/middleware@0.3.0");
  expect(closed.every((world) => world.fits === undefined)).toBe(true);
  await app.openDemo("hello");
  const open = must(await app.call("worlds"));
  expect(open.filter((world) => world.fits === true).map(({ id }) => id)).toEqual([
    "wasi:cli/command@0.2.12",
    "orrery:worlds/command-http@0.2.12",
    "wasi:cli/imports@0.2.12",
    "wasi:http/imports@0.2.12",
  ]);
  expect(open.find(({ id }) => id === "none")?.verdict).toContain("wasi:clocks/wall-clock@0.2.12");
});

test("two components are compared, whatever is open", async ({ app }) => {
  const [hello, notes] = [await demo("hello"), await exiter(3)];
  expect(must(await app.call("compare", hello, hello))).toMatchObject({ verdict: "same", changes: [] });
  const widened = must(await app.call("compare", notes, hello));
  expect(widened.verdict).toBe("wider");
  expect(widened.changes).toContainEqual(
    expect.objectContaining({ kind: "import-added", name: "wasi:clocks/wall-clock@0.2.12" }),
  );
  expect(must(await app.call("compare", "demo:hello", "demo:greet")).verdict).toBe("breaking");
  expect(failure(await app.call("compare", new Uint8Array(3), hello)).message).toContain("the first component");
  expect(failure(await app.call("report")).tag).toBe("no-component");
});

test("WIT text is written whole, for one interface, or as the short list of names", async ({ app }) => {
  await app.openDemo("hello");
  const whole = must(await app.call("wit"));
  const one = must(await app.call("wit", { interface: "wasi:clocks/wall-clock" }));
  const brief = must(await app.call("wit", { brief: true }));
  expect(one).toContain("now: func() -> datetime;");
  expect(one).not.toContain("get-stdout");
  expect(brief).toContain("import wasi:clocks/wall-clock@0.2.12;");
  expect(brief.length).toBeLessThan(whole.length);
  expect(failure(await app.call("wit", { interface: "wasi:clocks/wal-clock" })).message).toContain(
    "wasi:clocks/wall-clock@0.2.12",
  );
});

test("of a file that uses something not known yet, what stands before it is shown", async ({ app }) => {
  const exported = await demo("greet");
  const unknownSection = new Uint8Array([13, 1, 0]);
  const report = await app.open(concat(exported, unknownSection), "future.wasm");
  expect(report.exports.map(({ name }) => name)).toEqual(["greet", "answer"]);
  expect(report.incomplete?.offset).toBe(exported.length);
  expect(report.notices.join(" ")).toContain("not known yet");
  // Nobody can say what else it exports.
  const fit = must(await app.call("fit", "wasi:cli/command@0.2.12"));
  expect(fit.fits).toBe(false);
  expect(fit.exports[0]?.reasons.join(" ")).toContain("could not be read");
});

test("a WIT package shows its types, and its docs where it has them", async ({ app }) => {
  const report = await app.open(await witPackage(), "hi.wasm");
  expect(report.artifact).toBe("wit-package");
  expect(report.wit).toMatch(/^(\/\/\/.*\n)*package acme:hi@1\.0\.0;/);
  expect(must(await app.call("worlds")).every((world) => world.fits === undefined)).toBe(true);
});
