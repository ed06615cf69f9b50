import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { passes, programsIn } from "./wasi-programs.mjs";

let checkout: string;
let folder: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "orrery-programs-"));
  folder = join(checkout, "tests", "c", "testsuite", "wasm32-wasip1");
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(checkout, "tests", "c", "testsuite", "wasm32-wasip3"));
});

afterEach(() => rmSync(checkout, { recursive: true }));

test("programs of preview 1 are found by language and name, in order, also below the checkout's root", () => {
  for (const name of ["b.wasm", "a.wasm", "a.json", "../wasm32-wasip3/later.wasm"])
    writeFileSync(join(folder, name), "{}");
  expect(programsIn(checkout).map(({ name }) => name)).toEqual(["c/a", "c/b"]);
  expect(programsIn(join(checkout, "tests"))).toEqual(programsIn(checkout));
});

test("what a program is given stands beside it, and has defaults", () => {
  for (const name of ["plain.wasm", "given.wasm"]) writeFileSync(join(folder, name), "");
  writeFileSync(
    join(folder, "given.json"),
    JSON.stringify({ args: ["x"], env: { A: "b" }, root: "files.dir", exit_code: 3, stdout: "hello" }),
  );
  expect(programsIn(checkout)).toEqual([
    {
      name: "c/given",
      path: join(folder, "given.wasm"),
      args: ["x"],
      env: { A: "b" },
      root: join(folder, "files.dir"),
      stdin: "",
      exitCode: 3,
      stdout: "hello",
    },
    {
      name: "c/plain",
      path: join(folder, "plain.wasm"),
      args: [],
      env: {},
      root: undefined,
      stdin: "",
      exitCode: 0,
      stdout: undefined,
    },
  ]);
});

test("a test written as operations is refused by its name", () => {
  writeFileSync(join(folder, "steps.wasm"), "");
  writeFileSync(join(folder, "steps.json"), JSON.stringify({ operations: [{ type: "run" }] }));
  expect(() => programsIn(checkout)).toThrow(/steps\.json/);
});

test("a program passes with its exit code and, where one is asked for, its output", () => {
  writeFileSync(join(folder, "says.wasm"), "");
  writeFileSync(join(folder, "says.json"), JSON.stringify({ stdout: "hello" }));
  writeFileSync(join(folder, "silent.wasm"), "");
  const [says, silent] = programsIn(checkout);
  if (says === undefined || silent === undefined) throw new Error("Both were written.");
  expect(passes(says, { exitCode: 0, stdout: "hello", reason: "" })).toBe(true);
  expect(passes(says, { exitCode: 0, stdout: "hello\n", reason: "" })).toBe(false);
  expect(passes(silent, { exitCode: 0, stdout: "anything", reason: "" })).toBe(true);
  expect(passes(silent, { exitCode: 1, stdout: "", reason: "" })).toBe(false);
  expect(passes(silent, { stdout: "", reason: "a trap has no exit code" })).toBe(false);
});
