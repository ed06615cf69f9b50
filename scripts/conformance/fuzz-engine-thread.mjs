// @ts-check
/** A thread of `fuzz-engine.mjs`: runs damaged components one after the other, and tells how each ended. */
import { parentPort, workerData } from "node:worker_threads";
import { engineSamples, judgeMutant } from "./engine-mutants.mjs";
import { loadParts } from "./load.mjs";
import { mutant } from "./mutations.mjs";

/** @type {import("./fuzz-engine.mjs").Job} */
const { seed, from, count, now } = workerData;
const parts = await loadParts();
const given = await engineSamples(parts);
for (let index = from; index < count; index += 1) {
  const { words, bytes } = mutant(given, seed, index);
  now[0] = index;
  now[1] = Date.now();
  // oxlint-disable-next-line no-await-in-loop
  const judgement = await judgeMutant(parts, bytes);
  now[1] = 0;
  // A port between threads has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage({ index, words, ...judgement });
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage("end");
