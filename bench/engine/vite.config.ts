import { defineConfig } from "vite";

export default defineConfig({
  worker: { format: "es" },
  build: { target: "esnext", modulePreload: false, chunkSizeWarningLimit: 6000 },
});
