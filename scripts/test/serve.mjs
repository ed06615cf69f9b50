// @ts-check
/**
 * A file host as plain as they come: loopback only, no special headers. Serves `dist/` for the browser tests,
 * and the same files from another origin. See `addresses.mjs`.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { appPath, appUrl, otherOrigin, ports } from "./addresses.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const build = join(root, "dist");
const fixtures = join(root, "e2e", "fixtures");

/** @type {Readonly<Record<string, string>>} */
const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".wat": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".wit": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/**
 * @param {string} folder
 * @param {string} path Still percent-encoded, relative.
 * @returns {Promise<string | undefined>} The file meant, when it exists inside the folder.
 */
async function find(folder, path) {
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (decoded.includes("\0")) return undefined;
  const file = normalize(join(folder, decoded.endsWith("/") || decoded === "" ? `${decoded}index.html` : decoded));
  if (!file.startsWith(folder + sep)) return undefined;
  try {
    return (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {string | undefined} file
 * @param {Readonly<Record<string, string>>} headers
 */
function send(response, file, headers) {
  if (file === undefined) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8", ...headers }).end("Not found\n");
    return;
  }
  response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", ...headers });
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response);
}

/** @param {string | undefined} url @returns {string} */
const pathOf = (url) => (url ?? "/").replace(/[?#].*$/, "");

const app = createServer(async (request, response) => {
  const path = pathOf(request.url);
  const file = path.startsWith(appPath) ? await find(build, path.slice(appPath.length)) : undefined;
  send(response, file, {});
});

/** @type {string[]} */
const seen = [];

const other = createServer(async (request, response) => {
  const path = pathOf(request.url);
  if (path === "/seen") {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(seen));
    return;
  }
  seen.push(`${request.method} ${request.url}`);
  const [, kind, rest] = /^\/(cors|no-cors)\/(.*)$/.exec(path) ?? [];
  const file = rest === undefined ? undefined : ((await find(fixtures, rest)) ?? (await find(build, rest)));
  send(response, file, kind === "cors" ? { "access-control-allow-origin": "*" } : {});
});

other.listen(ports.other, "127.0.0.1", () => {
  app.listen(ports.app, "127.0.0.1", () => console.log(`Serving dist/ at ${appUrl} and ${otherOrigin}`));
});
