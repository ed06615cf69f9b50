import fc from "fast-check";
import { expect, test } from "vitest";
import type { Descriptor } from "../capabilities/filesystem/provider-descriptor.ts";
import { all, encode, leftBy, write } from "../guest/left-testing.ts";
import { FakeDirectory, fill, type Texts, textsOf } from "./folders-testing.ts";
import { writeLeft } from "./folders-write-testing.ts";

/** A name that no component can have. */
const unseen = "ü".repeat(200);

const operations = [
  "getFile",
  "createWritable",
  "write",
  "close",
  "removeEntry",
  "getDirectoryHandle",
  "getFileHandle",
] as const;

/** Whether an operation fails, on the entry of a name; it does nothing then. */
type Fails = (operation: (typeof operations)[number], name: string) => boolean;

/** The same handle, of which some operations fail, and some of all that it gives. */
function failing<T extends object>(handle: T, fails: Fails, name = ""): T {
  return new Proxy(handle, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      if (key === "entries") return value.bind(target);
      const operation = operations.find((one) => one === key);
      return async (...given: readonly unknown[]) => {
        const of = typeof given[0] === "string" ? given[0] : name;
        if (operation !== undefined && fails(operation, of)) throw new DOMException("", "QuotaExceededError");
        const result: unknown = await Reflect.apply(value, target, given);
        const isHandle = typeof result === "object" && result !== null && !(result instanceof Blob);
        return isHandle ? failing(result, fails, of) : result;
      };
    },
  });
}

/** Does something as a guest to a folder, whose operations may fail while it is written back. */
async function runFailing(folder: FakeDirectory, fails: Fails, act: (root: Descriptor) => void): Promise<string[]> {
  let isWriting = false;
  const handle = failing(folder.handle, (operation, name) => isWriting && fails(operation, name));
  return writeLeft(
    { handle },
    (seen, bytesOf) => leftBy(seen, bytesOf, act),
    async () => void (isWriting = true),
  );
}

/** Moves, such as `a>b`, and directories that are made, such as `a/`. */
function moves(words: string): (root: Descriptor) => void {
  return (root) => {
    for (const word of words.split(" ")) {
      const [from = "", to] = word.split(">");
      if (to === undefined) root.createDirectoryAt(from.slice(0, -1));
      else root.renameAt(from, root, to);
    }
  };
}

const noRoom: Fails = (operation, name) => operation === "close" && name === "b";

test.each([
  ["two files change places, and the first cannot be written", "b>t a>b t>a", "a"],
  ["two files change places, and the second cannot be written", "b>t a>b t>a", "b"],
  ["three files change places, and the last cannot be written", "a>t b>a c>b t>c", "c"],
  ["a file takes the place of one that cannot be put elsewhere", "a>b c>a", "b"],
  ["a directory takes the place of one that cannot be put elsewhere", "a>b a/ c>a/c", "b"],
  ["a file takes the place of one that cannot go into a new directory", "c>t a>u a/ t>a/d b>c", "d"],
])("nothing is lost when %s", async (_, words, bad) => {
  const given = { a: "one", b: "two", c: "three" };
  const folder = await fill(new FakeDirectory(), given);
  let seen: Texts = {};
  const failures = await runFailing(
    folder,
    (operation, name) => operation === "close" && name === bad,
    (root) => {
      moves(words)(root);
      seen = seenBy(root);
    },
  );
  expect(failures).not.toEqual([]);
  for (const text of flat(seen)) expect(flat(await textsOf(folder))).toContain(text);
});

test("files that change places half-way leave a copy, and the reason names it", async () => {
  const folder = await fill(new FakeDirectory(), { a: "one", b: "two", "a (rescued)": "mine" });
  const failures = await runFailing(folder, noRoom, moves("a>t b>a t>b"));
  expect(await textsOf(folder)).toEqual({ a: "two", b: "two", "a (rescued)": "mine", "a (rescued 2)": "one" });
  expect(failures).toEqual([
    "a (rescued 2): it is new and holds what was in a, which could not be put elsewhere.",
    "b: there is no room left.",
  ]);
});

test("files change places only when one of them can be copied first", async () => {
  const given = { a: "one", b: "two" };
  const folder = await fill(new FakeDirectory(), given);
  const isFull: Fails = (operation) => operation === "close";
  const failures = await runFailing(folder, isFull, moves("a>t b>a t>b"));
  expect(await textsOf(folder)).toEqual(given);
  expect(failures[0]).toBe("a: there is no room left.");
});

test("a copy that cannot be removed is told", async () => {
  const folder = await fill(new FakeDirectory(), { a: "one", b: "two" });
  const failures = await runFailing(folder, (operation) => operation === "removeEntry", moves("a>t b>a t>b"));
  expect(await textsOf(folder)).toEqual({ a: "two", b: "one", "a (rescued)": "one" });
  expect(failures).toEqual(["a (rescued): it is a copy that could not be removed (there is no room left)."]);
});

const place = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
const step = fc.oneof(
  fc.record({ act: fc.constant("write" as const), path: place, text: fc.string({ maxLength: 5 }) }),
  fc.record({ act: fc.constant("append" as const), path: place }),
  fc.record({ act: fc.constant("directory" as const), path: place }),
  fc.record({ act: fc.constant("remove" as const), path: place }),
  fc.record({ act: fc.constant("rename" as const), path: place, to: place }),
  fc.record({ act: fc.constant("link" as const), path: place, to: place }),
);

/** The file moves to where its directory was. */
const replacement = place.map((path) => {
  const parent = path.split("/").slice(0, -1).join("/") || "c";
  return [
    { act: "rename", path: `${parent}/${path.slice(-1)}`, to: "t" },
    { act: "remove", path: parent },
    { act: "rename", path: "t", to: parent },
  ] as const;
});

function flat(texts: Texts): readonly string[] {
  return Object.values(texts).flatMap((inner) => (typeof inner === "string" ? [inner] : flat(inner)));
}

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What the filesystem refuses changes nothing. */
function attempt(root: Descriptor, next: Step): void {
  try {
    if (next.act === "write") write(root, next.path, next.text);
    if (next.act === "append") root.openAt({}, next.path, {}, all).appendViaStream().blockingWriteAndFlush(encode("+"));
    if (next.act === "directory") root.createDirectoryAt(next.path);
    if (next.act === "rename") root.renameAt(next.path, root, next.to);
    if (next.act === "link") root.linkAt({}, next.path, root, next.to);
    if (next.act === "remove") {
      if (root.statAt({}, next.path).type === "directory") root.removeDirectoryAt(next.path);
      else root.unlinkFileAt(next.path);
    }
  } catch (code) {
    expect(typeof code).toBe("string");
  }
}

function seenBy(directory: Descriptor): Texts {
  const texts: Record<string, string | Texts> = {};
  const stream = directory.readDirectory();
  for (let entry = stream.readDirectoryEntry(); entry; entry = stream.readDirectoryEntry()) {
    const node = directory.openAt({}, entry.name, {}, { read: true });
    texts[entry.name] = entry.type === "directory" ? seenBy(node) : new TextDecoder().decode(node.read(1000n, 0n)[0]);
  }
  return texts;
}

type Entry = FakeDirectory | { readonly kind: string } | undefined;

function below(at: Entry, name: string): Entry {
  return at instanceof FakeDirectory ? at.entriesByName.get(name) : undefined;
}

test("whatever a guest does, the folder is afterwards what the guest saw", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.array(step, { maxLength: 25 }), async (first, then) => {
      const folder = new FakeDirectory();
      for (const steps of [first, then]) {
        let seen: Texts | undefined;
        const failures = await runFailing(
          folder,
          () => false,
          (root) => {
            for (const next of steps) attempt(root, next);
            seen = seenBy(root);
          },
        );
        expect(failures).toEqual([]);
        expect(await textsOf(folder)).toEqual(seen);
      }
    }),
    { numRuns: 300 },
  );
});

test("whatever a guest does beside what it does not see, no file that it kept is lost", async () => {
  const steps = fc.array(
    fc.oneof(
      step.map((one) => [one]),
      replacement,
    ),
    { maxLength: 12 },
  );
  const holders = fc.uniqueArray(place, { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(holders, steps, async (holding, then) => {
      const tree = { a: { a: "1", b: { c: "2" } }, b: { b: "3", c: { a: "4" } }, c: { c: "5" }, d: "6", e: "7" };
      const folder = await fill(new FakeDirectory(), tree);
      let leftOut = 0;
      for (const path of holding) {
        const directory = path.split("/").reduce((at: Entry, name) => below(at, name), folder);
        if (!(directory instanceof FakeDirectory)) continue;
        await fill(directory, { [unseen]: "left out" });
        leftOut += 1;
      }
      const before = new Set(flat(await textsOf(folder)));
      let seen: Texts = {};
      await runFailing(
        folder,
        () => false,
        (root) => {
          for (const next of then.flat()) attempt(root, next);
          seen = seenBy(root);
        },
      );
      const after = flat(await textsOf(folder));
      expect(after.filter((text) => text === "left out")).toHaveLength(leftOut);
      for (const text of flat(seen)) if (before.has(text)) expect(after).toContain(text);
    }),
    { numRuns: 500 },
  );
});

const swap = fc.tuple(place, place).map(
  ([some, other]) =>
    [
      { act: "rename", path: some, to: "t" },
      { act: "rename", path: other, to: some },
      { act: "rename", path: "t", to: other },
    ] as const,
);

test("whatever fails, and whether it fails once or from then on, no file that a guest kept is lost", async () => {
  const steps = fc.array(
    fc.oneof(
      step.map((one) => [one]),
      replacement,
      swap,
    ),
    { maxLength: 8 },
  );
  const when = fc.record({ call: fc.integer({ min: 1, max: 60 }), isOnce: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(steps, when, async (then, { call, isOnce }) => {
      const tree = { a: { a: "1", b: { c: "2" } }, b: "3", c: { c: "4", b: "5" }, d: "6", t: "7" };
      const folder = await fill(new FakeDirectory(), tree);
      const before = new Set(flat(tree));
      let calls = 0;
      let seen: Texts = {};
      const fails: Fails = () => {
        calls += 1;
        return isOnce ? calls === call : calls >= call;
      };
      const failures = await runFailing(folder, fails, (root) => {
        // What it writes is none of what was there before.
        for (const next of then.flat())
          attempt(root, next.act === "write" ? { ...next, text: `new ${next.text}` } : next);
        seen = seenBy(root);
      });
      const after = await textsOf(folder);
      for (const text of flat(seen)) if (before.has(text)) expect(flat(after)).toContain(text);
      if (failures.length === 0) expect(after).toEqual(seen);
    }),
    { numRuns: 300 },
  );
});
