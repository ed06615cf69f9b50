import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { OutputBinding } from "../output.ts";
import { subjectOf } from "../../worlds/subject-testing.ts";
import { mocksOf } from "./provider-testing.ts";

/** The interfaces with what differs between their versions. */
function keyvalue(version: string, cursor: string, delta: string, pair: string): string {
  return `package wasi:keyvalue@${version} {
    interface store {
      variant error { no-such-store, access-denied, other(string) }
      record key-response { keys: list<string>, cursor: option<${cursor}> }
      open: func(identifier: string) -> result<bucket, error>;
      resource bucket {
        get: func(key: string) -> result<option<list<u8>>, error>;
        set: func(key: string, value: list<u8>) -> result<_, error>;
        delete: func(key: string) -> result<_, error>;
        exists: func(key: string) -> result<bool, error>;
        list-keys: func(cursor: option<${cursor}>) -> result<key-response, error>;
      }
    }
    interface atomics {
      use store.{bucket, error};
      variant cas-error { store-error(error), cas-failed(cas) }
      resource cas {
        new: static func(bucket: borrow<bucket>, key: string) -> result<cas, error>;
        current: func() -> result<option<list<u8>>, error>;
      }
      increment: func(bucket: borrow<bucket>, key: string, delta: ${delta}) -> result<${delta}, error>;
      swap: func(cas: cas, value: list<u8>) -> result<_, cas-error>;
    }
    interface batch {
      use store.{bucket, error};
      get-many: func(bucket: borrow<bucket>, keys: list<string>) -> result<list<${pair}>, error>;
      set-many: func(bucket: borrow<bucket>, key-values: list<tuple<string, list<u8>>>) -> result<_, error>;
      delete-many: func(bucket: borrow<bucket>, keys: list<string>) -> result<_, error>;
    }
  }`;
}

const component = await subjectOf(
  { componentEmbed, componentNew },
  `${keyvalue("0.2.0-draft", "u64", "u64", "option<tuple<string, list<u8>>>")}
  ${keyvalue("0.2.0-draft2", "string", "s64", "tuple<string, list<u8>>")}
  package wasi:config@0.2.0-draft {
    interface store {
      variant error { upstream(string), io(string) }
      get: func(key: string) -> result<option<string>, error>;
      get-all: func() -> result<list<tuple<string, string>>, error>;
    }
    interface runtime { get: func(key: string) -> result<option<string>, string>; }
  }
  package wasi:logging@0.1.0 {
    interface logging {
      enum level { trace, debug, info, warn, error, critical }
      log: func(level: level, context: string, message: string);
    }
  }
  world w {
    import wasi:keyvalue/store@0.2.0-draft; import wasi:keyvalue/atomics@0.2.0-draft; import wasi:keyvalue/batch@0.2.0-draft;
    import wasi:keyvalue/store@0.2.0-draft2; import wasi:keyvalue/atomics@0.2.0-draft2; import wasi:keyvalue/batch@0.2.0-draft2;
    import wasi:config/store@0.2.0-draft; import wasi:config/runtime@0.2.0-draft;
    import wasi:logging/logging@0.1.0;
  }`,
);

const versions = ["0.2.0-draft", "0.2.0-draft2"];
const mock = { mode: "mock" };

/** A store whose functions are called by their names. */
function storeOf(version = "0.2.0-draft2", binding: object = {}, storeBytes?: number) {
  const bindings = Object.fromEntries(
    versions.flatMap((one) => ["store", "atomics", "batch"].map((name) => [`wasi:keyvalue/${name}@${one}`, mock])),
  );
  const store = `wasi:keyvalue/store@${version}`;
  const mocks = mocksOf(component, { ...bindings, [store]: { ...mock, ...binding } }, storeBytes);
  if (mocks.error !== undefined) throw new Error(mocks.error.message);
  return {
    mocks,
    open: (name: string) => mocks.call(store, "open", name),
    bucket: (name: string, ...args: readonly unknown[]) => mocks.call(store, `[method]bucket.${name}`, ...args),
    atomics: (name: string, ...args: readonly unknown[]) =>
      mocks.call(`wasi:keyvalue/atomics@${version}`, name, ...args),
    batch: (name: string, ...args: readonly unknown[]) => mocks.call(`wasi:keyvalue/batch@${version}`, name, ...args),
  };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const other = (words: string) => ({ error: { tag: "other", val: expect.stringContaining(words) } });

test.each(versions)("a store keeps what is set, %s", (version) => {
  const { open, bucket } = storeOf(version);
  const one = open("one");
  expect(bucket("get", one, "a")).toBeUndefined();
  expect(bucket("exists", one, "a")).toBe(false);
  const value = bytes("x");
  expect(bucket("set", one, "a", value)).toBeUndefined();
  value.fill(0);
  expect(bucket("get", one, "a")).toEqual(bytes("x"));
  expect(bucket("exists", one, "a")).toBe(true);
  expect(bucket("get", open("two"), "a")).toBeUndefined();
  expect(bucket("get", open("one"), "a")).toEqual(bytes("x"));
  expect(bucket("delete", one, "a")).toBeUndefined();
  expect(bucket("delete", one, "a")).toBeUndefined();
  expect(bucket("exists", one, "a")).toBe(false);
});

test("a store starts with the buckets of its binding", () => {
  const buckets = { users: { ada: "Ada ☃", raw: { base64: "AAH/" } } };
  const { open, bucket, mocks } = storeOf("0.2.0-draft2", { buckets });
  const users = open("users");
  expect(bucket("get", users, "ada")).toEqual(bytes("Ada ☃"));
  expect(bucket("get", users, "raw")).toEqual(Uint8Array.of(0, 1, 255));
  expect(bucket("get", users, "constructor")).toBeUndefined();
  // Every version sees the same store.
  const older = mocks.call("wasi:keyvalue/store@0.2.0-draft", "open", "users");
  expect(mocks.call("wasi:keyvalue/store@0.2.0-draft", "[method]bucket.exists", older, "ada")).toBe(true);
});

test.each([
  ["0.2.0-draft", "bigint"],
  ["0.2.0-draft2", "string"],
])("keys are listed in pages, %s", (version, kind) => {
  const { open, bucket, mocks } = storeOf(version);
  const many = open("many");
  const names = Array.from({ length: 2500 }, (_, at) => `k${String(at).padStart(4, "0")}`);
  for (const name of names.toReversed()) bucket("set", many, name, bytes("x"));
  const listed: string[] = [];
  let cursor: unknown;
  let pages = 0;
  do {
    const page = bucket("list-keys", many, cursor) as { keys: readonly string[]; cursor: unknown }; // a key-response
    expect(mocks.text(`wasi:keyvalue/store@${version}`, "[method]bucket.list-keys", { tag: "ok", val: page })).toMatch(
      /^ok\(\{keys: \[/,
    );
    expect(typeof page.cursor).toBe(page.cursor === undefined ? "undefined" : kind);
    listed.push(...page.keys);
    for (const key of page.keys) bucket("delete", many, key);
    cursor = page.cursor;
    pages += 1;
  } while (cursor !== undefined);
  expect([pages, listed]).toEqual([3, names]);
  expect(bucket("list-keys", many, kind === "bigint" ? 99n : "99")).toEqual(other("no cursor 99"));
});

test.each(versions)("numbers are incremented as decimal text, %s", (version) => {
  const { open, bucket, atomics } = storeOf(version);
  const counts = open("counts");
  expect(atomics("increment", counts, "n", 5n)).toBe(5n);
  expect(atomics("increment", counts, "n", 2n)).toBe(7n);
  expect(bucket("get", counts, "n")).toEqual(bytes("7"));
  bucket("set", counts, "n", bytes("seven"));
  expect(atomics("increment", counts, "n", 1n)).toEqual(other("no number"));
  const most = version === "0.2.0-draft" ? 2n ** 64n - 1n : 2n ** 63n - 1n;
  expect(atomics("increment", counts, "m", most)).toBe(most);
  expect(atomics("increment", counts, "m", 1n)).toEqual(other("leave the range"));
});

test("numbers go below zero where their type does", () => {
  const { open, atomics } = storeOf();
  expect(atomics("increment", open("counts"), "n", -3n)).toBe(-3n);
});

test("a value is swapped only if it is still the one that was there", () => {
  const { open, bucket, atomics } = storeOf();
  const box = open("box");
  const first = atomics("[static]cas.new", box, "k");
  expect(atomics("[method]cas.current", first)).toBeUndefined();
  expect(atomics("swap", first, bytes("1"))).toBeUndefined();
  expect(bucket("get", box, "k")).toEqual(bytes("1"));

  const second = atomics("[static]cas.new", box, "k");
  expect(atomics("[method]cas.current", second)).toEqual(bytes("1"));
  bucket("set", box, "k", bytes("2"));
  const failed = atomics("swap", second, bytes("3"));
  expect(failed).toEqual({ error: { tag: "cas-failed", val: expect.any(Object) } });
  const { val: again } = (failed as { error: { val: unknown } }).error; // as was just seen
  expect(atomics("[method]cas.current", again)).toEqual(bytes("2"));
  expect(atomics("swap", again, bytes("3"))).toBeUndefined();
  expect(bucket("get", box, "k")).toEqual(bytes("3"));
});

test.each(versions)("many keys at once, %s", (version) => {
  const { open, bucket, batch } = storeOf(version);
  const many = open("many");
  expect(
    batch("set-many", many, [
      ["a", bytes("1")],
      ["b", bytes("2")],
    ]),
  ).toBeUndefined();
  const found = [
    ["b", bytes("2")],
    ["a", bytes("1")],
  ];
  expect(batch("get-many", many, ["b", "x", "a"])).toEqual(
    version === "0.2.0-draft" ? [found[0], undefined, found[1]] : found,
  );
  expect(batch("delete-many", many, ["a", "x"])).toBeUndefined();
  expect(bucket("exists", many, "a")).toBe(false);
  expect(bucket("exists", many, "b")).toBe(true);
});

test("a store has room for so many bytes, and more after something is deleted", () => {
  const { open, bucket, batch, atomics } = storeOf("0.2.0-draft2", {}, 1000);
  const small = open("small");
  expect(bucket("set", small, "a", new Uint8Array(800))).toBeUndefined();
  const room = other("no room left");
  expect(bucket("set", small, "b", new Uint8Array(800))).toEqual(room);
  expect(bucket("set", small, "a", new Uint8Array(2000))).toEqual(room);
  expect(bucket("get", small, "a")).toHaveLength(800);
  expect(batch("set-many", small, [["b", new Uint8Array(800)]])).toEqual(room);
  expect(open("x".repeat(500))).toEqual(room);
  const cas = atomics("[static]cas.new", small, "b");
  expect(atomics("swap", cas, new Uint8Array(800))).toEqual({
    error: { tag: "store-error", val: { tag: "other", val: expect.stringContaining("no room left") } },
  });
  bucket("delete", small, "a");
  expect(bucket("set", small, "b", new Uint8Array(800))).toBeUndefined();
});

test("a store is a map, whatever is done to it", () => {
  const key = fc.constantFrom("a", "b", "", "__proto__", "toString");
  const step = fc.oneof(
    fc.tuple(fc.constant("set"), key, fc.uint8Array({ maxLength: 3 })),
    fc.tuple(fc.constant("delete"), key),
    fc.tuple(fc.constant("get"), key),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { open, bucket } = storeOf();
      const handle = open("any");
      const model = new Map<string, Uint8Array>();
      for (const [name, at, value] of steps) {
        const got = bucket(name, handle, at, value);
        if (name === "get") expect(got).toEqual(model.get(at));
        else if (value === undefined) model.delete(at);
        else model.set(at, value);
      }
      expect(bucket("list-keys", handle, undefined)).toEqual({
        keys: [...model.keys()].toSorted(),
        cursor: undefined,
      });
    }),
  );
});

test("rules come before what is ready", () => {
  const { open, bucket } = storeOf("0.2.0-draft2", {
    functions: {
      open: { returns: ["ok(bucket)", "err(no-such-store)"] },
      "[method]bucket.exists": { error: "access-denied" },
      "[method]bucket.get": {},
    },
    otherwise: "trap",
    buckets: { default: { a: "1" } },
  });
  const first = open("anything");
  expect(open("anything")).toEqual({ error: { tag: "no-such-store" } });
  expect(bucket("exists", first, "a")).toEqual({ error: { tag: "access-denied" } });
  expect(bucket("get", first, "a")).toBeUndefined();
  // A bucket that the store did not open is the default one.
  expect(bucket("list-keys", first, undefined)).toEqual({ keys: ["a"], cursor: undefined });
});

test("configuration is given as set", () => {
  const config = { region: "north", toString: "x" };
  const name = "wasi:config/store@0.2.0-draft";
  const mocks = mocksOf(component, { [name]: { ...mock, config }, "wasi:config/runtime@0.2.0-draft": mock });
  expect(mocks.call(name, "get", "region")).toBe("north");
  expect(mocks.call(name, "get", "constructor")).toBeUndefined();
  expect(mocks.call(name, "get-all")).toEqual([
    ["region", "north"],
    ["toString", "x"],
  ]);
  expect(mocks.call("wasi:config/runtime@0.2.0-draft", "get", "region")).toBeUndefined();
});

test("what is logged is a line of standard error", () => {
  const name = "wasi:logging/logging@0.1.0";
  const mocks = mocksOf(component, { [name]: mock });
  mocks.call(name, "log", "info", "web", "it runs");
  mocks.call(name, "log", "error", "", "it ends");
  expect(mocks.stderr()).toBe("info web: it runs\nerror: it ends\n");
});

test("what is logged follows the rules of standard error, and the program does not notice", () => {
  const name = "wasi:logging/logging@0.1.0";
  const logged = (errors: Partial<OutputBinding>) => {
    const mocks = mocksOf(component, { [name]: mock }, undefined, errors);
    for (const text of ["one", "two", "three"]) expect(mocks.call(name, "log", "info", "", text)).toBeUndefined();
    return mocks.stderr();
  };
  expect(logged({ mode: "deny" })).toBe("");
  expect(logged({ keep: "discarded" })).toBe("");
  expect(logged({ closeAfterBytes: 15 })).toBe("info: one\ninfo:");
  expect(logged({ mode: "real" })).toBe("info: one\ninfo: two\ninfo: three\n");
});

test("an interface of that name with other types is mocked as any other", async () => {
  const strange = await subjectOf(
    { componentEmbed, componentNew },
    `package wasi:config@9.0.0 { interface store { get: func(key: u32) -> string; } }
     world w { import wasi:config/store@9.0.0; }`,
  );
  const name = "wasi:config/store@9.0.0";
  expect(mocksOf(strange, { [name]: { ...mock, config: { 1: "x" } } }).call(name, "get", 1)).toBe("");
});
