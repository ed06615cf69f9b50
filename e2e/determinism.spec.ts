import { readFile } from "node:fs/promises";
import { chanceScenario } from "./guests/ask.ts";
import { App, must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

// Fifty runs take seconds, and much longer on a machine that does other things too.
test.describe.configure({ timeout: 180_000 });

const program = new URL("guests/chance.wasm", import.meta.url);

/** Runs what is open some times; gives every hash over the output and the files that was seen, and one run's output. */
function runs(app: App, count: number): Promise<{ readonly hashes: readonly string[]; readonly stdout: string }> {
  return app.page.evaluate(async (times) => {
    const hashes = new Set<string>();
    let last = "";
    for (let done = 0; done < times; done += 1) {
      // oxlint-disable-next-line no-await-in-loop -- a page runs one thing at a time
      const result = await window.orrery.run();
      if (!("status" in result) || result.exitCode !== 0) throw new Error(JSON.stringify(result));
      // oxlint-disable-next-line no-await-in-loop
      const contents = await Promise.all(result.files.map(({ path }) => window.orrery.file(path)));
      const left = result.files.map((file, index) => [file, String(contents[index])]);
      const text = new TextEncoder().encode(JSON.stringify([result.stdout, result.stderr, left]));
      // oxlint-disable-next-line no-await-in-loop
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
      hashes.add([...hash].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
      last = result.stdout;
    }
    return { hashes: [...hashes], stdout: last };
  }, count);
}

test("a program of time, chance, files and answers gives the same bytes fifty times, and elsewhere", async ({
  app,
  browser,
}) => {
  const bytes = new Uint8Array(await readFile(program));
  await app.open(bytes, "chance.wasm");
  await app.apply(chanceScenario);
  const here = await runs(app, 50);
  expect(here.hashes).toHaveLength(1);
  // All of it was used.
  expect(here.stdout).toMatch(/^now 98117310\d+\nrandom [0-9a-f]{16}\norder \[/);
  expect(here.stdout).toContain('dice.example/roll Ok((200, "{\\"rolled\\":4}")) after 30');
  expect(here.stdout).toContain('slow.example/ Ok((503, "later")) after 500');
  expect(here.stdout).toContain("gone.example/ Err(ErrorCode::ConnectionRefused)");
  expect(here.stdout).toContain("unknown.example/ Err(ErrorCode::HttpRequestDenied)");
  expect(here.stdout).toMatch(/\/data\/more\/elapsed 16 bytes, of 98117311\d+\n/);

  const link = must(await app.call("shareLink"));
  const context = await browser.newContext();
  const there = new App(await context.newPage());
  await there.page.goto(link);
  await there.ready();
  await there.open(bytes, "chance.wasm");
  expect((await runs(there, 2)).hashes).toEqual(here.hashes);
  await context.close();

  // What is left to chance shows: another seed gives other bytes.
  await app.apply({ bindings: { random: { seed: 12 } } });
  expect((await runs(app, 1)).hashes).not.toEqual(here.hashes);
});
