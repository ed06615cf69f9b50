import { defineConfig } from "vite";
import { wasiPlugin } from "../../scripts/vite/wasi.ts";

export default defineConfig({
  plugins: [wasiPlugin()],
  build: { target: "esnext", modulePreload: false, chunkSizeWarningLimit: 6000 },
});
