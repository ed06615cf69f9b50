// @ts-check
/** Runs the browser tests against `dist/`: finds a browser and free ports, then hands over to Playwright. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./find-browser.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const playwright = fileURLToPath(import.meta.resolve("@playwright/test/cli"));

/** @returns {Promise<number>} A port that nothing listens on. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("The system gave no port."));
      });
    });
  });
}

async function main() {
  if (!existsSync(`${root}dist/index.html`)) throw new Error("There is no build to test. Run: npm run build");
  const browser = await findBrowser((line) => console.log(line));
  console.log(`Browser: ${browser}`);
  const env = {
    ...process.env,
    ORRERY_CHROMIUM: browser,
    ORRERY_APP_PORT: String(await freePort()),
    ORRERY_OTHER_PORT: String(await freePort()),
  };
  const options = [playwright, "test", "--config", "e2e/playwright.config.ts", ...process.argv.slice(2)];
  const done = spawnSync(process.execPath, options, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env });
  if (done.error !== undefined) throw done.error;
  return done.status ?? 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
