import { readdirSync, readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { component, IMPORT, name, section, TYPE } from "../../component/bytes-testing.ts";
import { readCoreModule } from "../../component/index.ts";
import type { Prepared } from "../../protocol/index.ts";
import type { OrreryError } from "../../result.ts";
import { coreName, prepare } from "./prepare.ts";

const page = 65_536;

function prepared(bytes: Uint8Array, pages = 100): Prepared {
  const made = prepare(bytes, { memoryBytes: pages * page });
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}

function errorOf(bytes: Uint8Array, pages = 100): OrreryError | undefined {
  const made = prepare(bytes, { memoryBytes: pages * page });
  return made.ok ? undefined : made.error;
}

/** The pages that each core module's first memory may grow to, in file order. */
function maxima({ cores }: Prepared): (number | undefined)[] {
  return cores.map(({ bytes }) => {
    const core = readCoreModule(bytes);
    const most = core.ok ? core.value.memories[0]?.maximumBytes : undefined;
    return most === undefined ? undefined : most / page;
  });
}

test("the components of the demos and the browser tests are taken", () => {
  const root = new URL("../../../", import.meta.url);
  // One of them has async functions.
  const guests = readdirSync(new URL("e2e/guests/", root)).filter((file) => /^(?!third).*\.wasm$/.test(file));
  const paths = ["greet", "hello", "sums", "hostile"].map((demo) => `public/demos/${demo}/component.wasm`);
  for (const path of [...paths, ...guests.map((file) => `e2e/guests/${file}`)]) {
    const bytes = new Uint8Array(readFileSync(new URL(path, root)));
    expect([path, errorOf(bytes, 4096)]).toEqual([path, undefined]);
    const { definition, cores } = prepared(bytes, 4096);
    expect(cores.length).toBeGreaterThan(0);
    expect(definition.definitions.length).toBeGreaterThan(0);
    for (const core of cores) expect(readCoreModule(core.bytes).ok).toBe(true);
  }
  const third = new Uint8Array(readFileSync(new URL("e2e/guests/third.wasm", root)));
  expect(errorOf(third, 4096)).toMatchObject({ tag: "unsupported" });
});

test("core modules are named by their offsets, and own their bytes", async () => {
  const bytes = await parse(`(component (core module (func)) (component (core module (memory 1))))`);
  const { definition, cores } = prepared(bytes);
  const [first, second] = definition.definitions;
  const inner = second?.kind === "component" ? second.component.definitions[0] : undefined;
  const offsets = [first, inner].map((item) => (item?.kind === "core-module" ? item.offset : -1));
  expect(cores.map((core) => core.name)).toEqual(offsets.map(coreName));
  for (const core of cores) expect(core.bytes.buffer).not.toBe(bytes.buffer);
});

/** Where two graphs of plain objects differ: in values, or in which objects are one and the same. */
function difference(one: unknown, other: unknown, twins = new Map<unknown, unknown>(), path = ""): string | undefined {
  if (typeof one !== "object" || one === null) return Object.is(one, other) ? undefined : path;
  if (typeof other !== "object" || other === null) return path;
  if (twins.has(one) || twins.has(other))
    return twins.get(one) === other && twins.get(other) === one ? undefined : path;
  twins.set(one, other).set(other, one);
  const parts = (value: object): [unknown, unknown][] => (value instanceof Map ? [...value] : Object.entries(value));
  const [mine, theirs] = [parts(one), parts(other)];
  if (mine.length !== theirs.length) return path;
  for (const [index, [key, value]] of mine.entries()) {
    if (theirs[index]?.[0] !== key) return `${path}/${String(key)}`;
    const found = difference(value, theirs[index]?.[1], twins, `${path}/${String(key)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

test("what crosses to the guest is the same graph: resources are told apart by identity there too", async () => {
  const bytes = await parse(`(component
    (component $maker (type $r (resource (rep i32))) (export "r" (type $r)))
    (component $user (import "r" (type $r (sub resource))) (export "r2" (type $r)))
    (instance $a (instantiate $maker)) (instance $b (instantiate $maker))
    (alias export $a "r" (type $ra))
    (instance $u (instantiate $user (with "r" (type $ra)))) (export "u" (instance $u)))`);
  const probe = readFileSync(new URL("../../../e2e/guests/probe.wasm", import.meta.url));
  for (const file of [bytes, new Uint8Array(probe)]) {
    const { definition } = prepared(file, 4096);
    expect(difference(definition, structuredClone(definition))).toBeUndefined();
    // JSON keeps no identity: the comparison would see it.
    expect(difference(definition, JSON.parse(JSON.stringify(definition)))).toBeDefined();
  }
});

test("the deepest nesting that is taken survives being posted with half a megabyte of stack", async () => {
  const types = Array.from({ length: 49 }, (_, i) => `(type $t${i + 1} (record (field "a" $t${i})))`).join(" ");
  const inside = `(component (type $t0 (record (field "a" u8))) ${types} (import "f" (func (param "x" $t49))))`;
  const wrapped = Array.from({ length: 48 }).reduce<string>((around) => `(component ${around})`, inside);
  const { definition } = prepared(await parse(wrapped));
  const clone = "structuredClone(require('node:worker_threads').workerData); process.exit(7)";
  const worker = new Worker(clone, { eval: true, workerData: definition, resourceLimits: { stackSizeMb: 0.5 } });
  const exit = new Promise((resolve) => worker.once("exit", resolve).once("error", resolve));
  expect(await exit).toBe(7);
  expect(errorOf(await parse(`(component ${wrapped})`))?.tag).toBe("too-large");
});

describe("the memory limit is shared by all instances that there will be", () => {
  test("of one module, instantiated often", async () => {
    const bytes = await parse(`(component (core module $m (memory 1))
      (core instance (instantiate $m)) (core instance (instantiate $m)) (core instance (instantiate $m)) (core instance (instantiate $m)))`);
    expect(maxima(prepared(bytes, 40))).toEqual([10]);
    expect(errorOf(bytes, 3)).toMatchObject({ tag: "memory-limit" });
    expect(errorOf(bytes, 3)?.message).toMatch(/Raise the limit/);
  });

  test("of components that instantiate components", async () => {
    const bytes = await parse(`(component
      (component $a (core module $m (memory 1)) (core instance (instantiate $m)) (core instance (instantiate $m)))
      (component $b (alias outer 1 $a (component $a)) (instance (instantiate $a)) (instance (instantiate $a)))
      (instance (instantiate $b)) (instance (instantiate $a)))`);
    expect(maxima(prepared(bytes, 60))).toEqual([10]);
  });

  test("of modules that come in as arguments, through aliases and instances", async () => {
    const bytes = await parse(`(component $root
      (core module $m (memory 1))
      (core module $n (memory 1))
      (component $c
        (import "m" (core module $x))
        (import "i" (instance $i (export "n" (core module))))
        (alias export $i "n" (core module $y))
        (alias outer $root $m (core module $z))
        (core instance (instantiate $x))
        (core instance (instantiate $y))
        (core instance (instantiate $z)))
      (instance $i (export "n" (core module $n)))
      (instance (instantiate $c (with "m" (core module $n)) (with "i" (instance $i)))))`);
    // The first has one instance, the second two.
    expect(maxima(prepared(bytes, 30))).toEqual([10, 10]);
    expect(errorOf(bytes, 2)?.tag).toBe("memory-limit");
    expect(errorOf(bytes, 3)).toBeUndefined();
  });

  test("of modules that a component exports in its turn", async () => {
    const bytes = await parse(`(component
      (component $maker (core module $m (memory 1)) (export $e "m" (core module $m)) (export "again" (core module $e)))
      (instance $i (instantiate $maker))
      (alias export $i "again" (core module $m))
      (core instance (instantiate $m)) (core instance (instantiate $m)))`);
    expect(maxima(prepared(bytes, 20))).toEqual([10]);
  });

  test("and one that is never instantiated takes nothing from it", async () => {
    const bytes = await parse(
      `(component (core module (memory 50)) (core module $m (memory 1)) (core instance (instantiate $m)))`,
    );
    expect(maxima(prepared(bytes, 20))).toEqual([50, 20]);
  });
});

describe("what would not end is refused before it is begun", () => {
  /** Each component instantiates the one before it twice. */
  const doubling = (levels: number, innermost: string): string => {
    const next = (level: number): string =>
      `(component $c${level} (alias outer 1 $c${level - 1} (component $c)) (instance (instantiate $c)) (instance (instantiate $c)))`;
    const all = Array.from({ length: levels }, (_, level) => next(level + 1)).join("\n");
    return `(component (component $c0 ${innermost}) ${all} (instance (instantiate $c${levels})))`;
  };

  test("core instances by the power of two", async () => {
    const core = "(core module $m) (core instance (instantiate $m))";
    expect(errorOf(await parse(doubling(10, core)))).toBeUndefined();
    expect(errorOf(await parse(doubling(40, core)))).toMatchObject({ tag: "too-large" });
  });

  test("more core modules than are compiled one after the other", async () => {
    const bytes = await parse(`(component ${"(core module)".repeat(10_001)})`);
    expect(errorOf(bytes)).toMatchObject({ tag: "too-large", message: expect.stringContaining("core modules") });
  });

  test("empty instances by the power of two", async () => {
    expect(errorOf(await parse(doubling(60, "")))).toMatchObject({ tag: "too-large" });
  });

  test("definitions by the number of instances", async () => {
    const aliases = Array.from({ length: 2000 }, () => `(alias export $i "f" (func))`).join(" ");
    const inside = `(import "i" (instance $i (export "f" (func)))) ${aliases}`;
    const instances = Array.from({ length: 1000 }, () => `(instance (instantiate $c (with "i" (instance $i))))`).join(
      " ",
    );
    const bytes = await parse(
      `(component (import "i" (instance $i (export "f" (func)))) (component $c ${inside}) ${instances})`,
    );
    expect(errorOf(bytes)).toMatchObject({ tag: "too-large" });
  });

  test("instances that are made ever deeper", async () => {
    const chain = (levels: number): string => {
      const next = (level: number): string =>
        `(component $c${level} (alias outer 1 $c${level - 1} (component $c)) (instance (instantiate $c)))`;
      const all = Array.from({ length: levels }, (_, level) => next(level + 1)).join("\n");
      return `(component (component $c0) ${all} (instance (instantiate $c${levels})))`;
    };
    expect(errorOf(await parse(chain(90)))).toBeUndefined();
    expect(errorOf(await parse(chain(2000)))).toMatchObject({ tag: "too-large" });
  });
});

describe("types that a stack or a walk would not survive are refused", () => {
  const types = (count: number, first: string, next: (before: string) => string): string =>
    [`(type $t0 ${first})`, ...Array.from({ length: count }, (_, i) => `(type $t${i + 1} ${next(`$t${i}`)})`)].join(
      " ",
    );
  const importing = (definitions: string, last: number): string =>
    `(component ${definitions} (import "f" (func (param "x" $t${last}))))`;

  test("nested deeply", async () => {
    const nested = (depth: number): string =>
      importing(
        types(depth, "u8", (before) => `(list ${before})`),
        depth,
      );
    expect(errorOf(await parse(nested(90)))).toBeUndefined();
    expect(errorOf(await parse(nested(120)))).toMatchObject({ tag: "too-large" });
    expect(errorOf(await parse(nested(20_000)))).toMatchObject({ tag: "too-large" });
  });

  test("nested deeply inside nested components", async () => {
    const nested = importing(
      types(60, "u8", (before) => `(list ${before})`),
      60,
    );
    const wrapped = (depth: number): string =>
      Array.from({ length: depth }).reduce<string>((inside) => `(component ${inside})`, nested);
    expect(errorOf(await parse(wrapped(20)))).toBeUndefined();
    expect(errorOf(await parse(wrapped(60)))).toMatchObject({ tag: "too-large" });
  });

  test("doubled at each level", async () => {
    const doubled = (depth: number): string =>
      importing(
        types(depth, "u8", (before) => `(tuple ${before} ${before})`),
        depth,
      );
    expect(errorOf(await parse(doubled(10)))).toBeUndefined();
    expect(errorOf(await parse(doubled(40)))).toMatchObject({ tag: "too-large" });
  });

  test("multiplied by the lengths of lists", async () => {
    const fixed = (depth: number): string =>
      importing(
        types(depth, "u8", (before) => `(list ${before} 100)`),
        depth,
      );
    expect(errorOf(await parse(fixed(2)))).toBeUndefined();
    expect(errorOf(await parse(fixed(5)))).toMatchObject({ tag: "too-large" });
  });
});

describe("what this engine cannot do is refused by name", () => {
  const core = `(core module $m (memory (export "mem") 1) (memory $w i64 1) (func (export "f")))
    (core instance $i (instantiate $m)) (alias core export $i "f" (core func $f))`;
  test.each<[string, string]>([
    ["async", `(import "f" (func async))`],
    ["async", `${core} (func async (canon lift (core func $f)))`],
    ["threads", `(core func (canon thread.resume-later))`],
    ["memory64", `(core func (canon context.get i64 0))`],
    ["threads", `(core func (canon thread.resume-later))`],
    ["threads", `(component (core func (canon thread.suspend)))`],
    ["streams", `(import "i" (instance (export "f" (func (param "s" (stream u8))))))`],
    ["futures", `(import "f" (func (result (future))))`],
    ["error-context", `(core func (canon error-context.drop))`],
    ["error-context", `(import "f" (func (param "e" error-context)))`],
    ["component-imports", `(import "c" (component))`],
    ["component-imports", `(import "i" (instance (export "c" (component))))`],
    ["module-imports", `(import "m" (core module))`],
    ["module-imports", `(import "i" (instance (export "j" (instance (export "m" (core module))))))`],
    [
      "memory64",
      `(import "f" (func $h (param "s" string)))
      (core module $n (memory (export "mem") i64 1)) (core instance $i (instantiate $n))
      (core instance $b (export "m" (memory $i "mem")))
      (alias core export $b "m" (core memory $mem))
      (core func (canon lower (func $h) (memory (core memory $mem))))`,
    ],
    [
      "shared-memory",
      `(import "f" (func $h (param "s" string)))
      (core module $n (memory (export "mem") 1 2 shared)) (core instance $i (instantiate $n))
      (alias core export $i "mem" (core memory $mem))
      (core func (canon lower (func $h) (memory (core memory $mem))))`,
    ],
  ])("%s", async (feature, text) => {
    const error = errorOf(await parse(`(component ${text})`));
    expect(error).toMatchObject({ tag: "unsupported", detail: { feature } });
    expect(error?.message).toMatch(
      /^Preparing the component failed: it uses .+, which the native engine does not support\.$/,
    );
  });

  test("values and a start function with some", () => {
    const func = section(TYPE, [1, 0x40, 1, ...name("x"), 0x7d, 1, 0]);
    const imports = section(IMPORT, [2, 0, ...name("f"), 1, 0, 0, ...name("v"), 2, 1, 0x7d]);
    for (const bytes of [component(func, imports), component(section(12, [1, 0x7d, 1, 42]))])
      expect(errorOf(bytes)).toMatchObject({ tag: "unsupported", detail: { feature: "values" } });
  });

  test("something that the reader does not know", () => {
    const bytes = new Uint8Array([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 13, 0]);
    expect(errorOf(bytes)).toMatchObject({ tag: "unsupported", detail: { feature: "unknown" } });
  });
});

describe("what contradicts itself is refused", () => {
  test.each<[string, string, RegExp]>([
    [
      "an argument that is missing",
      `(component $c (import "f" (func))) (instance (instantiate $c))`,
      /not given the func "f"/,
    ],
    [
      "an argument of another sort",
      `(component $c (import "f" (func))) (instance $e) (instance (instantiate $c (with "f" (instance $e))))`,
      /"f" should be a func, but what is given for it is a instance/,
    ],
    [
      "an instance that has less than it should",
      `(component $c (import "i" (instance $i (export "f" (func)))) (alias export $i "f" (func))) (instance $e)
       (instance (instantiate $c (with "i" (instance $e))))`,
      /not given the func "f"/,
    ],
    [
      "a core export that is not there",
      `(core module $m) (core instance $i (instantiate $m)) (alias core export $i "nowhere" (core func))`,
      /does not export the func "nowhere"/,
    ],
    [
      "a core export of another sort",
      `(core module $m (memory (export "m") 1)) (core instance $i (instantiate $m)) (alias core export $i "m" (core func))`,
      /does not export the func "m"/,
    ],
  ])("%s", async (_, text, message) => {
    const error = errorOf(await parse(`(component ${text})`));
    expect(error).toMatchObject({ tag: "invalid-component" });
    expect(error?.message).toMatch(message);
  });

  test("a core module that cannot be read", () => {
    const module = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 1, 9];
    const bytes = new Uint8Array([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 1, module.length, ...module]);
    expect(errorOf(bytes)?.tag).toBe("invalid-component");
  });

  test("bytes that are no component", () => {
    expect(errorOf(new Uint8Array())?.tag).toBe("truncated");
    expect(errorOf(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]))?.tag).toBe("invalid-component");
  });

  test("damaged files end in a value or a tagged error, and what is taken can be posted", () => {
    const file = readFileSync(new URL("../../../public/demos/hello/component.wasm", import.meta.url));
    const edits = fc.array(fc.tuple(fc.nat(file.length - 9), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edits, (changes) => {
        const bytes = new Uint8Array(file);
        for (const [at, byte] of changes) bytes[8 + at] = byte;
        const made = prepare(bytes, { memoryBytes: 100 * page });
        if (made.ok) expect(structuredClone(made.value).cores.length).toBe(made.value.cores.length);
        else expect(made.error.message).toMatch(/^Preparing the component failed: .+/);
      }),
      { numRuns: 1000 },
    );
  });
});
