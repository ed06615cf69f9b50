import { ask, openGuest, run } from "./guests/ask.ts";
import { must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

const files = [
  { mount: "/ro", writable: false, tree: { a: { text: "A" } } },
  {
    mount: "/rw",
    writable: true,
    tree: {
      a: { text: "one" },
      dir: { tree: { x: { text: "X" } } },
      soft: { symlink: "a" },
      hard: { hardlink: "a" },
    },
  },
];

test("files of the scenario: mounts, links, times, a quota and faults", async ({ app }) => {
  await openGuest(app, "probe");
  const steps: readonly (readonly [string, string])[] = [
    ["mounts", "mounts: /ro /rw"],
    ["ls /rw:.", "ls: a=RegularFile dir=Directory hard=RegularFile soft=SymbolicLink"],
    ["cat /ro:a", 'cat: "A"'],
    ["slurp /rw/dir/x", "slurp: X"],
    ["cat /rw:soft", 'cat: "one"'],
    ["stat /rw:hard", "stat: RegularFile links=2 size=3 modified=0"],
    ["lstat /rw:soft", "lstat: SymbolicLink links=1 size=1 modified=0"],
    ["readlink /rw:soft", "readlink: a"],
    ["put /rw:new hello", "put: 5 bytes"],
    ["append /rw:new more", "append: 4 bytes"],
    ["patch /rw:new 1 XX", "patch: 2 bytes"],
    ["cat /rw:new", 'cat: "hXXlomore"'],
    ["truncate /rw:new 2", "truncate: ok"],
    ["mv /rw:new /rw:dir/moved", "mv: ok"],
    ["cat /rw:dir/moved", 'cat: "hX"'],
    ["link /rw:a /rw:a2", "link: ok"],
    ["stat /rw:a2", "stat: RegularFile links=3 size=3 modified=0"],
    ["rm /rw:a2", "rm: ok"],
    ["symlink a /rw:s2", "symlink: ok"],
    ["cat /rw:s2", 'cat: "one"'],
    ["mkdir /rw:d2", "mkdir: ok"],
    ["rmdir /rw:d2", "rmdir: ok"],
    ["rmdir /rw:dir", "rmdir! not-empty"],
    ["touch /rw:a", "touch: ok"],
    ["cat /rw:missing", "cat! no-entry"],
    ["open /rw:a wcx", "open! exist"],
    ["open /rw:soft rn", "open! loop"],
  ];
  expect(
    await ask(
      app,
      steps.map(([command]) => command),
      { files },
    ),
  ).toEqual(steps.map(([, line]) => line));
  expect(await app.text("/rw/dir/moved")).toBe("hX");

  const clock = { filesystem: { timestamps: "clock" }, "wall-clock": { instant: "2001-02-03T04:05:06Z" } };
  const modified = Date.UTC(2001, 1, 3, 4, 5, 6) / 1000;
  expect(
    await ask(app, ["put /rw:new x", "stat /rw:new", "touch /rw:a", "stat /rw:a"], { files, bindings: clock }),
  ).toEqual([
    "put: 1 bytes",
    `stat: RegularFile links=1 size=1 modified=${modified}`,
    "touch: ok",
    `stat: RegularFile links=2 size=3 modified=${modified}`,
  ]);

  const faults = [
    { path: "/rw/a", operations: ["read"], error: "io" },
    { path: "/rw/dir/*", error: "access" },
    { path: "/rw/q", operations: ["create"], error: "insufficient-space" },
  ];
  expect(
    await ask(app, ["cat /rw:a", "stat /rw:a", "cat /rw:dir/x", "put /rw:q q", "fill /rw:big 5000", "cat /ro:a"], {
      files,
      bindings: { filesystem: { faults, quotaBytes: 2000 } },
    }),
  ).toEqual([
    "cat! io",
    "stat: RegularFile links=2 size=3 modified=0",
    "cat! access",
    "put! insufficient-space",
    "fill! insufficient-space after 1000",
    'cat: "A"',
  ]);

  // Without a mount there is no descriptor that anything could be asked of.
  expect(await ask(app, ["mounts", "slurp /rw/a"], { files, bindings: { filesystem: { mode: "deny" } } })).toEqual([
    "mounts: ",
    expect.stringMatching(/^slurp! No such file or directory/),
  ]);
});

test("what a guest did to files can be read in the trace", async ({ app }) => {
  await openGuest(app, "probe");
  await run(app, ["open /rw:dir/x r", "cat /rw:missing"], { files });
  const opened = must(await app.call("trace", { filter: { function: "[method]descriptor.open-at" } }));
  expect(opened).toMatchObject([
    {
      direction: "import",
      interface: "wasi:filesystem/types@0.2.12",
      arguments: expect.stringMatching(/^\(descriptor#\d+, \{symlink-follow\}, "dir\/x", \{\}, \{read\}\)$/),
      result: expect.stringMatching(/^ok\(descriptor#\d+\)$/),
      outcome: "returned",
      binding: "mock",
      within: 1,
    },
    { arguments: expect.stringContaining('"missing"'), result: "err(no-entry)", binding: "mock" },
  ]);
});
