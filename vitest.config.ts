import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vitest/config";
import app from "./vite.config.ts";

const shim = fileURLToPath(new URL("node_modules/@bytecodealliance/preview2-shim/dist/browser/", import.meta.url));

export default mergeConfig(
  app,
  defineConfig({
    resolve: {
      // The package has a "node" condition; what we ship is its browser part, so that is what is tested.
      alias: [
        { find: /^@bytecodealliance\/preview2-shim$/, replacement: `${shim}index.js` },
        { find: /^@bytecodealliance\/preview2-shim\/(.+)$/, replacement: `${shim}$1.js` },
      ],
    },
    test: {
      environment: "node",
      setupFiles: ["scripts/test/node-20.ts"],
      include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
      // A thread for each file starts faster than a process.
      pool: "threads",
      allowOnly: false,
      passWithNoTests: false,
      // Properties over many files take their time on a small machine that also runs other things.
      testTimeout: 60_000,
      restoreMocks: true,
    },
  }),
);
