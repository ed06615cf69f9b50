import { defineConfig } from "@playwright/test";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { appUrl } from "../scripts/test/addresses.mjs";
import { launchArguments } from "../scripts/test/find-browser.mjs";

// Run by `npm run e2e`, which finds the browser and the ports.
const executablePath = process.env["ORRERY_CHROMIUM"] ?? process.env["CHROMIUM_PATH"];
const root = fileURLToPath(new URL("../", import.meta.url));
const inCi = process.env["CI"] !== undefined;

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: inCi,
  // The largest modules take a while to be transpiled on a small machine.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL: appUrl,
    browserName: "chromium",
    launchOptions: { args: launchArguments, ...(executablePath === undefined ? {} : { executablePath }) },
    // Recording every step of every test takes a third of the time; `npm run e2e -- --trace on` shows one that failed.
    trace: "off",
    screenshot: "only-on-failure",
  },
  webServer: {
    command: "node scripts/test/serve.mjs",
    cwd: root,
    url: appUrl,
    reuseExistingServer: false,
    timeout: 15_000,
  },
});
