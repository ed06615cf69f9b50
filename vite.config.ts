import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "vite";
import { policyPlugin } from "./scripts/vite/policy.ts";
import { sandboxPlugin } from "./scripts/vite/sandbox.ts";
import { wasiPlugin } from "./scripts/vite/wasi.ts";

const browserShim = fileURLToPath(
  new URL("node_modules/@bytecodealliance/preview2-shim/dist/browser/", import.meta.url),
);

const resolve: UserConfig["resolve"] = {
  alias: [
    {
      find: /^@bytecodealliance\/preview2-shim\/(io|cli|filesystem|http|sockets)$/,
      replacement: `${browserShim}$1.js`,
    },
  ],
};

export default defineConfig({
  base: "./",
  resolve,
  plugins: [react({ compiler: true }), wasiPlugin(), sandboxPlugin({ resolve }), policyPlugin()],
  worker: { format: "es", plugins: () => [wasiPlugin()] },
  build: { target: "esnext", sourcemap: false, chunkSizeWarningLimit: 6000 },
  optimizeDeps: { exclude: ["@bytecodealliance/jco-transpile"] },
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
});
