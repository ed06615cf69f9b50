import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { policyPlugin } from "./scripts/vite/policy.ts";
import { sandboxPlugin } from "./scripts/vite/sandbox.ts";
import { wasiPlugin } from "./scripts/vite/wasi.ts";

export default defineConfig({
  base: "./",
  plugins: [react({ compiler: true }), wasiPlugin(), sandboxPlugin(), policyPlugin()],
  worker: { format: "es", plugins: () => [wasiPlugin()] },
  build: { target: "esnext", sourcemap: false, chunkSizeWarningLimit: 6000 },
  optimizeDeps: { exclude: ["@bytecodealliance/jco-transpile"] },
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
});
