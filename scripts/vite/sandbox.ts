import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Each engine has a sandbox document and a guest worker of its own, made of the same template and frame. */
const sandboxes = [
  {
    page: "sandbox.html",
    guest: "virtual:orrery/guest-native",
    entry: "src/guest/entry.ts",
    sources: "'wasm-unsafe-eval'",
  },
  // What jco generates is imported from a blob: address.
  {
    page: "sandbox-jco.html",
    guest: "virtual:orrery/guest-jco",
    entry: "src/guest/entry-jco.ts",
    sources: "blob: 'wasm-unsafe-eval'",
  },
] as const;

/**
 * Serves the sandboxes in development and in the build alike: documents with their boot script inline and the script's
 * hash in their policy, and the guest workers as one bundled text each, since nothing can be fetched from inside a sandbox.
 */
export function sandboxPlugin(): Plugin {
  return {
    name: "orrery-sandbox",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? "").split("?")[0];
        const sandbox = sandboxes.find(({ page }) => path === `${server.config.base}${page}`);
        if (sandbox === undefined) return next();
        sandboxPage(sandbox.sources).then((html) => {
          response.setHeader("Content-Type", "text/html; charset=utf-8");
          response.end(html);
        }, next);
      });
    },
    resolveId(id) {
      return sandboxes.some(({ guest }) => guest === id) ? `\0${id}` : undefined;
    },
    async load(id) {
      const sandbox = sandboxes.find(({ guest }) => id === `\0${guest}`);
      if (sandbox === undefined) return undefined;
      const script = await bundle(sandbox.entry);
      for (const file of script.files) this.addWatchFile(file);
      return `export default ${JSON.stringify(script.code)};`;
    },
    async generateBundle() {
      if (this.environment.name !== "client") return;
      for (const { page, sources } of sandboxes)
        // oxlint-disable-next-line no-await-in-loop
        this.emitFile({ type: "asset", fileName: page, source: await sandboxPage(sources) });
    },
  };
}

/** The document, whose policy lets scripts come from `sources` besides its own. */
async function sandboxPage(sources: string): Promise<string> {
  const template = await readFile(`${root}sandbox.html`, "utf8");
  const { code } = await bundle("src/guest/frame.ts");
  // A closing tag inside the script would end it early; the backslash changes nothing in a JavaScript string.
  const script = code.trim().replaceAll("</script", "<\\/script");
  const hash = createHash("sha256").update(script).digest("base64");
  return template
    .replace("%SCRIPT_HASH%", `sha256-${hash}`)
    .replace("%ENGINE_SOURCES%", sources)
    .replace("%SCRIPT%", () => script);
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
