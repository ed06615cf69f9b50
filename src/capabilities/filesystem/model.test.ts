import fc from "fast-check";
import { expect, test } from "vitest";
import { dispose } from "../../wit/dispose.ts";
import { thrown } from "../provider-testing.ts";
import type { Tree } from "../provider.ts";
import { Descriptor } from "./provider-descriptor.ts";
import { createVirtualFilesystem } from "./virtual-filesystem.ts";

const limits = { bytes: 200, entries: 4 };
const name = fc.constantFrom("a", "b", "c", "d", "__proto__");
const small = fc.nat(80);
const step = fc.oneof(
  fc.record({
    act: fc.constant("write" as const),
    name,
    offset: small,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }),
  }),
  fc.record({ act: fc.constant("truncate" as const), name, length: small }),
  fc.record({ act: fc.constant("unlink" as const), name }),
  fc.record({ act: fc.constant("rename" as const), name, to: name }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What should happen, in the plainest way: names to arrays. Gives the error code that is due. */
function model(files: Map<string, number[]>, next: Step): string | undefined {
  const total = (): number =>
    Array.from(files.values(), (file) => file.length).reduce((sum, length) => sum + length, 0);
  const file = files.get(next.name);
  if (next.act === "unlink") return files.delete(next.name) ? undefined : "no-entry";
  if (next.act === "rename") {
    if (!file) return "no-entry";
    files.delete(next.name);
    files.set(next.to, file);
    return undefined;
  }
  if (!file && files.size >= limits.entries) return "insufficient-space";
  const now = file ?? [];
  files.set(next.name, now);
  const length = next.act === "truncate" ? next.length : Math.max(now.length, next.offset + next.bytes.length);
  if (total() - now.length + length > limits.bytes) return "insufficient-space";
  while (now.length < length) now.push(0);
  now.length = length;
  if (next.act === "write") now.splice(next.offset, next.bytes.length, ...next.bytes);
  return undefined;
}

function act(root: Descriptor, next: Step): void {
  if (next.act === "unlink") return root.unlinkFileAt(next.name);
  if (next.act === "rename") return root.renameAt(next.name, root, next.to);
  const file = root.openAt({}, next.name, { create: true }, { read: true, write: true });
  try {
    if (next.act === "write") file.write(next.bytes, BigInt(next.offset));
    else file.setSize(BigInt(next.length));
  } finally {
    Reflect.get(file, dispose).call(file);
  }
}

test("files are what a plain model says, errors and limits too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.array(step, { maxLength: 60 }), (initial, steps) => {
      const tree: Tree = new Map([["a", initial]]);
      const filesystem = createVirtualFilesystem([{ path: "/m", writable: true, tree }], limits);
      const [mounted] = filesystem.mounts;
      const root = new Descriptor(mounted!, mounted!.root, {});
      const files = new Map([["a", Array.from(initial)]]);
      for (const next of steps) {
        const expected = model(files, next);
        if (expected === undefined) act(root, next);
        else expect(thrown(() => act(root, next))).toBe(expected);
      }
      for (const [path, content] of files) expect(Array.from(filesystem.read(`/m/${path}`)!)).toEqual(content);
      const kept = (path: string): boolean => path === "a" && files.get("a")!.join() === Array.from(initial).join();
      const changes = Array.from(files, ([path, content]) => ({
        path: `/m/${path}`,
        change: kept(path) ? "unchanged" : path === "a" ? "modified" : "created",
        size: content.length,
      }));
      if (!files.has("a")) changes.push({ path: "/m/a", change: "deleted", size: 0 });
      expect(filesystem.changes()).toEqual(changes.toSorted((x, y) => (x.path < y.path ? -1 : 1)));
    }),
    { numRuns: 300 },
  );
});
