// @ts-check
/**
 * Finds a Chromium that starts, installing one as the last resort. Run alone it prints the path.
 */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const probeMs = 60_000;
const playwrightInstallMs = 180_000;
const aptMs = 600_000;

const isRoot = process.getuid?.() === 0;

/** What every start of the browser is given: no background traffic, and no sandbox of its own where it refuses root. */
export const launchArguments = [
  ...(isRoot ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Tries, in this order: `CHROMIUM_PATH`, Playwright's own, one on the path, `npx playwright install chromium`,
 * and on Debian as root `apt-get install -y chromium`.
 * @param {(line: string) => void} say Takes a line for each step worth telling.
 * @returns {Promise<string>} The path of a browser that starts. Rejects with what a person can do.
 */
export async function findBrowser(say) {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    const problem = await probe(named);
    if (problem === undefined) return named;
    say(`CHROMIUM_PATH is ${named}, which does not start (${problem}); looking further.`);
  }

  const own = await playwrightsOwn();
  const found = await firstThatStarts([own, ...onPath()], say);
  if (found !== undefined) return found;

  say("No Chromium found. Trying: npx playwright install chromium");
  run("npx", ["playwright", "install", "chromium"], playwrightInstallMs, say);
  const downloaded = await firstThatStarts([own], say);
  if (downloaded !== undefined) return downloaded;

  if (isRoot && existsSync("/etc/debian_version")) {
    say("Trying: apt-get install -y chromium");
    run("apt-get", ["update"], aptMs, say);
    run("apt-get", ["install", "-y", "chromium"], aptMs, say);
    const installed = await firstThatStarts(onPath(), say);
    if (installed !== undefined) return installed;
  }

  throw new Error(
    "The browser tests need Chromium 137 or later and none was found. Do one of these and run the command again:\n" +
      "  - install Chromium or Google Chrome so that it is on the PATH (Debian: apt-get install chromium)\n" +
      "  - run: npx playwright install --with-deps chromium\n" +
      "  - set CHROMIUM_PATH to the browser's executable",
  );
}

/** @returns {Promise<string | undefined>} */
async function playwrightsOwn() {
  try {
    const { chromium } = await import("@playwright/test");
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

/** @returns {string[]} */
function onPath() {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * @param {readonly (string | undefined)[]} candidates
 * @param {(line: string) => void} say
 * @returns {Promise<string | undefined>}
 */
async function firstThatStarts(candidates, say) {
  for (const candidate of candidates) {
    if (candidate === undefined || !isExecutable(candidate)) continue;
    // One after the other: two browsers starting at once help nobody.
    // oxlint-disable-next-line no-await-in-loop
    const problem = await probe(candidate);
    if (problem === undefined) return candidate;
    say(`${candidate} does not start: ${problem}`);
  }
  return undefined;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts the browser on an empty page and waits for its document.
 * @param {string} path
 * @returns {Promise<string | undefined>} Why it does not start, or undefined.
 */
async function probe(path) {
  const profile = mkdtempSync(join(tmpdir(), "orrery-browser-"));
  try {
    return await new Promise((resolve) => {
      const page = "data:text/html,<p>orrery</p>";
      const options = [...launchArguments, "--headless", `--user-data-dir=${profile}`, "--dump-dom", page];
      const child = spawn(path, options, {
        stdio: ["ignore", "pipe", "pipe"],
        timeout: probeMs,
        killSignal: "SIGKILL",
      });
      let output = "";
      let complaints = "";
      child.stdout.on("data", (chunk) => (output += String(chunk)));
      child.stderr.on("data", (chunk) => (complaints = (complaints + String(chunk)).slice(-2000)));
      child.on("error", (error) => resolve(error.message));
      child.on("close", (code, signal) => {
        if (output.includes("orrery")) resolve(undefined);
        else if (signal !== null) resolve(`no answer in ${probeMs / 1000} s`);
        else resolve(complaints.trim().split("\n").at(-1) ?? `exit code ${code}`);
      });
    });
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Runs an installer; whether it served is seen by looking for the browser again.
 * @param {string} command
 * @param {readonly string[]} options
 * @param {number} timeout In milliseconds.
 * @param {(line: string) => void} say
 */
function run(command, options, timeout, say) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const done = spawnSync(command, options, {
    stdio: ["ignore", "inherit", "inherit"],
    timeout,
    killSignal: "SIGKILL",
    env,
  });
  if (done.error !== undefined) say(`${command} did not finish: ${done.error.message}`);
  else if (done.status !== 0) say(`${command} ended with exit code ${done.status}.`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(await findBrowser((line) => console.error(line)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
