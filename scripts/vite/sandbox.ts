import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));
const GUEST = "virtual:orrery/guest";

/**
 * Serves the sandbox in development and in the build alike: `sandbox.html` with its boot script inline and the script's
 * hash in its policy, and the guest worker as one bundled text, since nothing can be fetched from inside the sandbox.
 */
export function sandboxPlugin(): Plugin {
  return {
    name: "orrery-sandbox",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? "").split("?")[0];
        if (path !== `${server.config.base}sandbox.html`) return next();
        sandboxPage().then((html) => {
          response.setHeader("Content-Type", "text/html; charset=utf-8");
          response.end(html);
        }, next);
      });
    },
    resolveId(id) {
      return id === GUEST ? `\0${GUEST}` : undefined;
    },
    async load(id) {
      if (id !== `\0${GUEST}`) return undefined;
      const script = await bundle("src/guest/entry.ts");
      for (const file of script.files) this.addWatchFile(file);
      return `export default ${JSON.stringify(script.code)};`;
    },
    async generateBundle() {
      if (this.environment.name !== "client") return;
      this.emitFile({ type: "asset", fileName: "sandbox.html", source: await sandboxPage() });
    },
  };
}

async function sandboxPage(): Promise<string> {
  const template = await readFile(`${root}sandbox.html`, "utf8");
  const { code } = await bundle("src/guest/frame.ts");
  // A closing tag inside the script would end it early; the backslash changes nothing in a JavaScript string.
  const script = code.trim().replaceAll("</script", "<\\/script");
  const hash = createHash("sha256").update(script).digest("base64");
  return template.replace("%SCRIPT_HASH%", `sha256-${hash}`).replace("%SCRIPT%", () => script);
}

async function bundle(entry: string) {
  const output = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: "esnext",
      minify: true,
      modulePreload: false,
      lib: { entry: `${root}${entry}`, formats: ["iife"], name: "orreryGuest", fileName: "guest" },
    },
  });
  const result = Array.isArray(output) ? output[0] : output;
  if (result === undefined || !("output" in result)) throw new Error(`${entry} gave no bundle`);
  const chunks = result.output.filter((part) => part.type === "chunk");
  const [chunk] = chunks;
  if (chunk === undefined || chunks.length !== 1) throw new Error(`${entry} must bundle into one script`);
  return { code: chunk.code, files: chunk.moduleIds.filter((id) => id.startsWith("/")) };
}
