import type { App } from "./support/app.ts";
import { ask, openGuest, run } from "./guests/ask.ts";
import { expect, test } from "./support/test.ts";

const files = [
  { mount: "/ro", writable: false, tree: { a: { text: "A" }, d: { tree: { b: { text: "B" } } } } },
  { mount: "/other", writable: true, tree: { o: { text: "O" } } },
  {
    mount: "/rw",
    writable: true,
    tree: {
      a: { text: "one" },
      dir: { tree: { x: { text: "X" }, up: { symlink: "../../ro/a" } } },
      loop: { symlink: "loop" },
      ping: { symlink: "pong" },
      pong: { symlink: "ping" },
      out: { symlink: "../ro/a" },
      etc: { symlink: "../../../etc" },
    },
  },
];

/** Every file of the mounts with what it holds. */
const contents = { "/ro/a": "A", "/ro/d/b": "B", "/other/o": "O", "/rw/a": "one", "/rw/dir/x": "X" };

async function nothingIsLost(app: App): Promise<void> {
  for (const [path, text] of Object.entries(contents)) expect([path, await app.text(path)]).toEqual([path, text]);
}

test("a guest cannot leave its mounts, nor change what it may only read", async ({ app }) => {
  await openGuest(app, "probe");
  const attacks: Readonly<Record<string, string>> = {
    // Upwards, and from the root.
    "cat /rw:../ro/a": "not-permitted",
    "cat /rw:..": "not-permitted",
    "cat /rw:dir/../../ro/a": "not-permitted",
    "cat /rw:/ro/a": "not-permitted",
    "ls /rw:/": "not-permitted",
    "mkdir /rw:../x": "not-permitted",
    "rm /rw:../other/o": "not-permitted",
    "put /rw:/other/o lost": "not-permitted",
    "mv /rw:a /rw:../b": "not-permitted",
    "stat /rw:../other/o": "not-permitted",
    // Through symbolic links.
    "cat /rw:loop": "loop",
    "cat /rw:ping": "loop",
    "put /rw:loop/x lost": "loop",
    "cat /rw:out": "not-permitted",
    "put /rw:out lost": "not-permitted",
    "cat /rw:dir/up": "not-permitted",
    "cat /rw:etc/passwd": "not-permitted",
    "symlink /ro/a /rw:evil": "not-permitted",
    // From one mount to another.
    "mv /rw:a /other:a": "cross-device",
    "mv /other:o /rw:a": "cross-device",
    "link /rw:a /other:a": "cross-device",
    "mv /rw:a /ro:a": "read-only",
    "mv /ro:a /rw:b": "read-only",
    "link /ro:a /ro:b": "read-only",
    // On a mount that may only be read.
    "put /ro:a lost": "read-only",
    "put /ro:new lost": "read-only",
    "open /ro:a w": "read-only",
    "open /ro:a rt": "read-only",
    "open /ro:. m": "read-only",
    "mkdir /ro:e": "read-only",
    "rm /ro:a": "read-only",
    "rmdir /ro:d": "read-only",
    "symlink a /ro:s": "read-only",
    "touch /ro:a": "read-only",
    "mv /ro:a /ro:b": "read-only",
    // Against the tree itself.
    "mv /rw:dir /rw:dir/inside": "invalid",
    "mv /rw:. /rw:b": "invalid",
    "rmdir /rw:.": "invalid",
    "rm /rw:dir": "is-directory",
    "rmdir /rw:a": "not-directory",
    "rmdir /rw:dir": "not-empty",
    "cat /rw:a/": "not-directory",
    "cat /rw:a/x": "not-directory",
    "cat /rw:": "no-entry",
    [`put /rw:${"n".repeat(300)} lost`]: "name-too-long",
  };
  const expected = Object.entries(attacks).map(([command, error]) => `${command.split(" ")[0]}! ${error}`);
  expect(await ask(app, Object.keys(attacks), { files })).toEqual(expected);
  await nothingIsLost(app);

  // A link may be made to lead out; nothing can be reached through it.
  expect(
    await ask(app, ["symlink ../ro /rw:evil", "cat /rw:evil/a", "put /rw:evil/a lost", "ls /rw:evil"], { files }),
  ).toEqual(["symlink: ok", "cat! not-permitted", "put! not-permitted", "ls! not-permitted"]);
  await nothingIsLost(app);
});

test("ten thousand handles and a full quota lose no file", async ({ app }) => {
  await openGuest(app, "probe");
  expect(await ask(app, ["handles /rw:a 10000", "cat /rw:a"], { files })).toEqual([
    "handles: 10000 handles",
    'cat: "one"',
  ]);
  await nothingIsLost(app);
  const limited = await run(app, ["handles /rw:a 10000"], { files, limits: { handles: 5000 } });
  expect(limited).toMatchObject({
    status: "limited",
    error: {
      tag: "handle-limit",
      message: expect.stringContaining("more than 5,000 resource handles at once"),
      detail: { limit: 5000, call: "wasi:filesystem/types@0.2.12#[method]descriptor.open-at" },
    },
  });
  await nothingIsLost(app);

  const bindings = { filesystem: { quotaBytes: 3500 } };
  const full = ["fill /rw:big 5000", "append /rw:a more", "put /other:new x", "truncate /rw:big 90000", "cat /rw:a"];
  expect(await ask(app, [...full, "rm /rw:big", "fill /rw:again 3000"], { files, bindings })).toEqual([
    "fill! insufficient-space after 3000",
    "append: 4 bytes",
    "put: 1 bytes",
    "truncate! insufficient-space",
    'cat: "onemore"',
    "rm: ok",
    "fill: 3000 bytes",
  ]);
});
