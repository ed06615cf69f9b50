import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { judge, rooms } from "./rooms.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

const wrong: readonly (readonly [file: string, specifier: string])[] = [
  ["result.ts", "./component/model.ts"],
  ["component/read.ts", "../wit/model.ts"],
  ["component/read.ts", "zod"],
  ["component/read.ts", "node:fs"],
  ["wit/print.ts", "../worlds/model.ts"],
  ["worlds/fit.ts", "../scenario/schema.ts"],
  ["capabilities/random/capability.ts", "./provider.ts"],
  ["capabilities/random/capability.ts", "../../wit/model.ts"],
  ["capabilities/wall-clock/instant.ts", "@bytecodealliance/preview2-shim/io"],
  ["capabilities/random/provider.ts", "../../scenario/schema.ts"],
  ["capabilities/index.ts", "./random/provider.ts"],
  ["scenario/schema.ts", "../protocol/index.ts"],
  ["scenario/schema.ts", "react"],
  ["protocol/index.ts", "../scenario/schema.ts"],
  ["engine/engine.ts", "../capabilities/provider.ts"],
  ["engine/engine.ts", "./jco/instantiate.ts"],
  ["engine/engine.ts", "@bytecodealliance/jco-transpile/component"],
  ["engine/native/link.ts", "../jco/instantiate.ts"],
  ["bridge/make.ts", "../engine/engine.ts"],
  ["guest/run.ts", "../host/session.ts"],
  ["guest/run.ts", "comlink"],
  ["analysis/open.ts", "../guest/run.ts"],
  ["analysis/open.ts", "comlink"],
  ["host/session.ts", "../ui/app/app.tsx"],
  ["host/session.ts", "../guest/run.ts"],
  ["host/session.ts", "../component/read.ts"],
  ["host/session.ts", "react"],
  ["ui/panels/report.tsx", "../../component/read.ts"],
  ["ui/panels/report.tsx", "../../capabilities/random/provider.ts"],
  ["ui/panels/report.tsx", "../../protocol/index.ts"],
  ["ui/panels/report.tsx", "monaco-editor"],
  ["ui/panels/report.tsx", "comlink"],
  ["ui/panels/report.tsx", "@bytecodealliance/preview2-shim"],
  ["ui/panels/report.tsx", "../../main.tsx"],
  ["ui/panels/report.tsx", "../../../package.json"],
  ["helpers/anything.ts", "../result.ts"],
];

test.each(wrong)("src/%s may not import %s", (file, specifier) => {
  expect(judge(file, specifier, false)).toBeTypeOf("string");
});

const right: readonly (readonly [file: string, specifier: string, typeOnly: boolean])[] = [
  ["component/read.ts", "../result.ts", false],
  ["wit/print.ts", "../component/model.ts", false],
  ["wit/print.ts", "./model.ts", false],
  ["worlds/fit.ts", "../wit/model.ts", false],
  ["capabilities/random/capability.ts", "../capability.ts", false],
  ["capabilities/random/capability.ts", "zod", false],
  ["capabilities/wall-clock/capability.ts", "./instant.ts", false],
  ["capabilities/wall-clock/provider.ts", "./instant.ts", false],
  ["capabilities/io/streams.ts", "@bytecodealliance/preview2-shim/io", false],
  ["capabilities/random/provider.ts", "@bytecodealliance/preview2-shim/io", false],
  ["scenario/schema.ts", "../capabilities/index.ts", false],
  ["protocol/index.ts", "../scenario/schema.ts", true],
  ["engine/jco/transpile.ts", "@bytecodealliance/jco-transpile/component", false],
  ["guest/run.ts", "../capabilities/providers.ts", false],
  ["guest/entry.ts", "comlink", false],
  ["analysis/entry.ts", "comlink", false],
  ["host/session.ts", "../analysis/entry.ts?worker", false],
  ["host/session.ts", "comlink", false],
  ["ui/editor/editor.tsx", "monaco-editor/esm/vs/editor/editor.api.js", false],
  ["ui/panels/report.tsx", "../../protocol/index.ts", true],
  ["ui/panels/report.tsx", "./report.module.css", false],
  ["main.tsx", "./host/session.ts", false],
  ["wit/print.test.ts", "node:fs", false],
];

test.each(right)("src/%s may import %s", (file, specifier, typeOnly) => {
  expect(judge(file, specifier, typeOnly)).toBeUndefined();
});

test("the table names only rooms that it has", () => {
  const names = rooms.map((room) => room.name);
  const named = rooms.flatMap((room) => [...room.uses, ...(room.types ?? [])]);
  expect(named.filter((name) => !names.includes(name))).toEqual([]);
});

test("every folder of src is a room", () => {
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const roomless = folders.filter(({ name }) => !rooms.some((room) => room.files.test(`${name}/file.ts`)));
  expect(roomless.map((folder) => folder.name)).toEqual([]);
});

test("the linter finds every kind of import and calls it an error", () => {
  const project = realpathSync(mkdtempSync(join(tmpdir(), "orrery-rooms-")));
  try {
    cpSync(join(root, ".oxlintrc.json"), join(project, ".oxlintrc.json"));
    cpSync(join(root, "scripts/lint"), join(project, "scripts/lint"), { recursive: true });
    const files = {
      "a.ts": 'import { fit } from "../worlds/fit.ts";\nexport const a = fit;\n',
      "b.ts": 'import type { Fit } from "../worlds/model.ts";\nexport type B = Fit;\n',
      "c.ts": 'export { fit } from "../worlds/fit.ts";\n',
      "d.ts": 'export * from "../worlds/fit.ts";\n',
      "e.ts": 'export const e = (): Promise<unknown> => import("../worlds/fit.ts");\n',
      "f.ts": 'export type F = import("../worlds/model.ts").Fit;\n',
      "fine.ts": 'import { ok } from "../result.ts";\nexport const fine = ok;\n',
    };
    for (const [name, text] of Object.entries(files)) {
      const path = join(project, "src/component", name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const oxlint = join(dirname(fileURLToPath(import.meta.resolve("oxlint"))), "../bin/oxlint");
    const done = spawnSync(process.execPath, [oxlint, "--format", "unix", "src"], { cwd: project, encoding: "utf8" });
    const found = done.stdout.split("\n").filter((line) => line.includes("component may not import worlds"));
    expect(found.map((line) => line.replace(/^.*component\/(\w+\.ts):.*$/, "$1")).toSorted()).toEqual([
      "a.ts",
      "b.ts",
      "c.ts",
      "d.ts",
      "e.ts",
      "f.ts",
    ]);
    expect(found.every((line) => line.includes("[Error"))).toBe(true);
    expect(done.status).not.toBe(0);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});
