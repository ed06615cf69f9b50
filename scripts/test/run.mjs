// @ts-check
/** `npm test`: every check in turn, the quick ones first; stops at the first that fails, with its exit code. */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

const stages = [
  { script: "types", title: "Types: each realm against what exists where it runs" },
  { script: "format:check", title: "Format" },
  { script: "lint", title: "Lint, with the import directions" },
  { script: "knip", title: "Unused files, exports and packages" },
  { script: "unit", title: "Unit tests" },
  { script: "build", title: "Build" },
  { script: "e2e", title: "Browser tests against the build" },
];

const start = performance.now();
const seconds = () => `${((performance.now() - start) / 1000).toFixed(0)} s`;

for (const [index, { script, title }] of stages.entries()) {
  console.log(`\n=== ${index + 1}/${stages.length} ${title} (npm run ${script}) ===`);
  const done = spawnSync("npm", ["run", "--silent", script], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.error !== undefined || done.status !== 0) {
    console.error(`\n=== Failed after ${seconds()}: ${title} (npm run ${script}) ===`);
    if (done.error !== undefined) console.error(done.error.message);
    process.exit(done.status ?? 1);
  }
}
console.log(`\n=== All passed in ${seconds()} ===`);
