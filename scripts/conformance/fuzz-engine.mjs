// @ts-check
/**
 * `npm run fuzz -- engine [--seed N] [--count N]`: damaged components run with the native engine, each in a thread that can be
 * ended. It must end each with a value, a tagged error or a trap. Guests that never end are ended by the time limit, as in the
 * page, and are no fault. The same seed gives the same files.
 */
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

/** @typedef {{ readonly seed: number, readonly from: number, readonly count: number, readonly now: Float64Array }} Job */
/** @typedef {{ readonly index: number, readonly words: string, readonly ending: string, readonly fault?: string }} Ended */

/** A guest that takes this long is taken for one that never ends. */
const limitMs = 4000;
/** Past this an allocation of JavaScript ends the thread: memories of the guest do not count. */
const heapMegabytes = 512;

/**
 * Runs mutants in one thread until all are done or one must be ended.
 * @param {Job} job
 * @param {(ended: Ended) => void} told
 * @returns {Promise<number>} The index to go on from.
 */
async function thread(job, told) {
  const { now, count } = job;
  now.fill(0);
  now[0] = job.from;
  const worker = new Worker(fileURLToPath(new URL("fuzz-engine-thread.mjs", import.meta.url)), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  /** @type {number | undefined} */
  let next;
  worker.on("message", (/** @type {Ended | "end"} */ message) => {
    if (message === "end") next = count;
    else told(message);
  });
  worker.on("error", (/** @type {Error} */ error) => {
    const index = now[0] ?? 0;
    told({ index, words: "", ending: "fault", fault: `the thread broke off: ${error.stack ?? error.message}` });
    next ??= index + 1;
  });
  while (next === undefined) {
    // oxlint-disable-next-line no-await-in-loop
    await wait(50);
    const since = now[1] ?? 0;
    if (since === 0 || Date.now() - since <= limitMs) continue;
    const index = now[0] ?? 0;
    told({ index, words: "", ending: "never ended" });
    next ??= index + 1;
  }
  await worker.terminate();
  return next;
}

/**
 * @param {number} seed
 * @param {number} count
 * @returns {Promise<boolean>} Whether there was no fault.
 */
export async function fuzzEngine(seed, count) {
  console.log(`Running ${count} damaged components, seed ${seed}.`);
  const now = new Float64Array(new SharedArrayBuffer(16));
  /** @type {Map<string, number>} */
  const endings = new Map();
  /** @type {string[]} */
  const faults = [];
  let from = 0;
  while (from < count) {
    // oxlint-disable-next-line no-await-in-loop
    from = await thread({ seed, from, count, now }, ({ index, words, ending, fault }) => {
      endings.set(ending, (endings.get(ending) ?? 0) + 1);
      if (fault !== undefined) faults.push(`${index} (${words}): ${fault}`);
    });
  }
  for (const [ending, times] of [...endings].toSorted((one, other) => other[1] - one[1]))
    console.log(`  ${String(times).padStart(6)}  ${ending}`);
  console.log(`faults: ${faults.length}, seed ${seed}`);
  for (const fault of faults.slice(0, 50)) console.log(`  ${fault}`);
  return faults.length === 0;
}
