// @ts-check
/** Whether a file can be read in a thread that may hold no more than so much: a peak that passes by does not go unnoticed. */
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "vite";

const megabyte = 1e6;
const emptyComponent = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00]);
/** Enough for a thread with the reader in it, whatever the runtime. */
const mostForNothing = 64;

const readOne = `
import { parentPort, workerData } from "node:worker_threads";
parentPort.postMessage(readComponent(workerData).ok);`;

/** @returns {Promise<URL>} A thread's program: the reader in one piece, so that hardly anything but the file is in its memory. */
async function program() {
  const entry = fileURLToPath(new URL("../../src/component/index.ts", import.meta.url));
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: "error",
    build: { write: false, target: "esnext", minify: false, lib: { entry, formats: ["es"] } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output !== undefined && "output" in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error("The reader could not be put in one piece.");
  return new URL(`data:text/javascript;base64,${Buffer.from(chunk.code + readOne).toString("base64")}`);
}

/**
 * @param {URL} code
 * @param {Uint8Array} bytes
 * @param {number} heapMb
 * @returns {Promise<boolean>} Whether the reading came to its end, with whatever answer.
 */
function survives(code, bytes, heapMb) {
  // Shared memory is not part of a thread's heap.
  const file = new Uint8Array(new SharedArrayBuffer(bytes.length));
  file.set(bytes);
  const worker = new Worker(code, {
    workerData: file,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 1 },
  });
  return new Promise((resolve, reject) => {
    let answered = false;
    worker.on("message", () => (answered = true));
    worker.on("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === "ERR_WORKER_OUT_OF_MEMORY" ? resolve(false) : reject(error),
    );
    worker.on("exit", () => resolve(answered));
  });
}

/**
 * @param {number} times How many times its size a file's reading may hold at its peak …
 * @param {number} floor … and how many bytes the reading of any file may hold beside that.
 * @returns {Promise<(bytes: Uint8Array) => Promise<boolean>>} Tells whether a file's reading stays within that.
 */
export async function peakWithin(times, floor) {
  const code = await program();
  let empty = 1;
  // What an empty component takes is the thread's own.
  // oxlint-disable-next-line no-await-in-loop
  while (empty < mostForNothing && !(await survives(code, emptyComponent, empty))) empty += 1;
  return (bytes) => survives(code, bytes, empty + Math.ceil((bytes.length * times + floor) / megabyte));
}
