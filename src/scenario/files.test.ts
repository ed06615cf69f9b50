import { expect, test } from "vitest";
import { defaultScenario } from "./defaults.ts";
import { filesSchema } from "./files.ts";
import { caps } from "./limits.ts";
import { applyPatch } from "./merge.ts";
import { reasonsOf } from "./reasons.ts";

const mounted = (tree: unknown) => [{ mount: "/m", writable: true, tree }];

function reason(tree: unknown): string {
  const parsed = filesSchema.safeParse(mounted(tree), { reportInput: true });
  if (parsed.success) throw new Error("nothing was refused");
  return reasonsOf(parsed.error.issues)
    .map(({ path, text }) => `${path.join(".")}: ${text}`)
    .join("; ");
}

test("links stand beside files and directories", () => {
  const tree = {
    dir: { tree: { file: { text: "f" }, up: { symlink: "../../out" }, dangling: { symlink: "nothing/" } } },
    bytes: { base64: "AAE=" },
    again: { hardlink: "dir/file" },
    third: { hardlink: "bytes" },
  };
  expect(filesSchema.parse(mounted(tree))).toEqual(mounted(tree));
});

test.each([
  ["", "must name something"],
  ["/etc", "must be relative"],
  ["a\0", "cannot hold NUL"],
  ["\ud800", "must be valid Unicode"],
  ["é".repeat(caps.pathLength / 2 + 1), `can have ${caps.pathLength} bytes at most`],
])("a symbolic link to %j is refused", (symlink, text) => {
  expect(reason({ l: { symlink } })).toContain(`0.tree.l.symlink: ${text}`);
});

test.each([
  ["missing", "names nothing in this mount"],
  ["dir/missing", "names nothing in this mount"],
  ["file/x", "names nothing in this mount"],
  ["soft/x", "names nothing in this mount"],
  ["constructor", "names nothing in this mount"],
  ["dir", "names a directory"],
  ["soft", "names another link"],
  ["hard", "names another link"],
  ["l", "names another link"],
  ["/file", "must be a path below the mount"],
  ["dir/../file", "must have no empty part"],
  ["file/", "must have no empty part"],
  ["", "names nothing in this mount"],
])("a hard link to %j is refused", (hardlink, text) => {
  const tree = { file: { text: "f" }, dir: { tree: {} }, soft: { symlink: "dir" }, hard: { hardlink: "file" } };
  expect(reason({ ...tree, l: { hardlink } })).toContain(`0.tree.l.hardlink: ${text}`);
});

test("a link has one kind", () => {
  expect(reason({ f: { text: "" }, l: { symlink: "f", hardlink: "f" } })).toContain("0.tree.l.hardlink");
});

test("links take room: a target its bytes, every name an entry", () => {
  // Two bytes less than the cap.
  const full = { base64: `${"A".repeat(((caps.fileBytes - 4) / 3) * 4)}AAA=` };
  const names = Object.fromEntries(
    Array.from({ length: caps.fileEntries }, (_, index) => [`l${index}`, { hardlink: "f" }]),
  );
  expect(reason({ f: { text: "" }, ...names })).toContain(`${caps.fileEntries} files`);
  expect(reason({ full, l: { symlink: "xyz" } })).toContain(`${caps.fileBytes} bytes`);
});

test("a patch may give links", () => {
  const files = mounted({
    f: new Uint8Array([1]),
    hard: { hardlink: "f" },
    d: { tree: { soft: { symlink: "../f" } } },
  });
  const patched = applyPatch(defaultScenario(), { files });
  expect(patched.ok && patched.value.files[0]?.tree).toEqual({
    f: { base64: "AQ==" },
    hard: { hardlink: "f" },
    d: { tree: { soft: { symlink: "../f" } } },
  });
});
