// @ts-check
/**
 * `npm run fuzz -- component [--seed N] [--count N]`: damaged components for the reader, and such as are made to cost much.
 * It must answer each with a value, in time, and hold no more memory than is in proportion to the file, neither in its
 * answer nor in passing. The same seed gives the same files.
 */
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { fuzzEngine } from "./fuzz-engine.mjs";
import { hostile } from "./hostile.mjs";
import { loadComponentRoom } from "./load.mjs";
import { mutant } from "./mutations.mjs";
import { peakWithin } from "./peak.mjs";
import { samples } from "./samples.mjs";

/** @typedef {import("./mutations.mjs").Mutant} Mutant */
/** @typedef {{ readonly seed: number, readonly count: number, readonly now: Float64Array }} Job */
/** @typedef {{ read: number, bytes: number, incomplete: number, slowest: number, most: number, largest: { index: number, size: number }[], refused: Record<string, number>, faults: string[] }} Tally */

const slowMs = 100;
/** A file that takes this long is not waited for. */
const hangMs = 20_000;
/** How many times its own size a file's answer may hold, and what any answer may: smaller cannot be measured. */
const memoryTimes = 10;
const memoryFloor = 256 * 1024;
/** What the reading of any file may hold in passing, beside so many times its size. */
const peakFloor = 4e6;
/** Of so many of the largest damaged files the peak is looked at. */
const peaks = 10;
const answersHeld = 8;
/** Past this an allocation ends the reading thread: far above what the largest file may take in passing. */
const heapMegabytes = 256;

/** @returns {() => void} */
const collector = () => runInNewContext("gc");

/**
 * `ms` is the time that passes, or the processor's if that is less: other programs do not count, helping threads do.
 * @template T
 * @param {() => T} run
 */
function measured(run) {
  const heap = getHeapStatistics().used_heap_size;
  const before = process.cpuUsage();
  const start = performance.now();
  const value = run();
  const passed = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const ms = Math.min(passed, (user + system) / 1000);
  return { value, ms, heap: getHeapStatistics().used_heap_size - heap };
}

/**
 * Reads one file and says what is wrong with that.
 * @param {Pick<typeof import("../../src/component/index.ts"), "readComponent" | "binaryKind">} room
 * @param {Mutant} mutant
 * @param {Tally} tally
 * @param {() => void} collect
 * @returns {string | undefined}
 */
function judge(room, { bytes }, tally, collect) {
  const read = () => room.readComponent(bytes);
  const first = measured(read);
  const result = first.value;
  if (result.ok) {
    tally.read += 1;
    if (result.value.incomplete !== undefined) tally.incomplete += 1;
  } else {
    const { tag, offset, section, reason } = result.error;
    tally.refused[tag] = (tally.refused[tag] ?? 0) + 1;
    if (!(offset >= 0 && offset <= bytes.length)) return `the error's offset ${offset} is outside of the file`;
    if (section === "" || reason === "") return "the error says too little";
  }
  if (room.binaryKind(bytes) === "unknown" && result.ok) return "it is read, but of no kind";
  // The first runs pay for compiling and collecting: what counts is the best of some.
  let { ms } = first;
  for (let again = 0; again < 4 && ms > slowMs; again += 1) ms = Math.min(ms, measured(read).ms);
  tally.slowest = Math.max(tally.slowest, ms);
  if (ms > slowMs) return `it takes ${ms.toFixed(0)} ms`;

  const allowed = Math.max(bytes.length * memoryTimes, memoryFloor);
  if (first.heap <= allowed) return undefined;
  // What was allocated in passing counts until it is collected, and the runtime's own tools allocate too: several
  // answers are held at once, and the least of some measurements counts.
  let held = Infinity;
  for (let again = 0; again < 3 && held > allowed; again += 1) {
    collect();
    const { heap } = measured(() => {
      const kept = Array.from({ length: answersHeld }, read);
      collect();
      return kept;
    });
    held = Math.min(held, heap / answersHeld);
  }
  if (bytes.length * memoryTimes > memoryFloor) tally.most = Math.max(tally.most, held / bytes.length);
  return held > allowed
    ? `the answer holds ${held.toFixed(0)} bytes of memory, the file has ${bytes.length}`
    : undefined;
}

/** @param {Job} job */
async function work({ seed, count, now }) {
  const room = await loadComponentRoom();
  const given = await samples();
  const collect = collector();
  /** @type {Tally} */
  const tally = { read: 0, incomplete: 0, bytes: 0, slowest: 0, most: 0, largest: [], refused: {}, faults: [] };
  // The first reads pay for compiling the reader.
  for (const { bytes } of given) for (let i = 0; i < 20; i += 1) room.readComponent(bytes);
  /** @param {string} where @param {Mutant} made */
  const check = (where, made) => {
    tally.bytes += made.bytes.length;
    now[1] = Date.now();
    /** @type {string | undefined} */
    let fault;
    try {
      fault = judge(room, made, tally, collect);
    } catch (error) {
      fault = `it throws ${error instanceof Error ? error.stack : String(error)}`;
    }
    now[1] = 0;
    if (fault !== undefined) tally.faults.push(`${where} (${made.words}): ${fault}`);
  };
  for (let index = 0; index < count; index += 1) {
    now[0] = index;
    const made = mutant(given, seed, index);
    check(String(index), made);
    tally.largest.push({ index, size: made.bytes.length });
    if (tally.largest.length > peaks)
      tally.largest = tally.largest.toSorted((one, other) => other.size - one.size).slice(0, peaks);
  }
  for (const factor of /** @type {const} */ ([1, 2]))
    for (const { name, bytes } of hostile(factor)) check("made to cost much", { words: name, bytes });
  // A port between threads has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(tally);
}

/**
 * @param {number} seed
 * @param {number} count
 * @returns {Promise<Tally | string>} A sentence when the reading did not come to an end.
 */
async function fuzz(seed, count) {
  setFlagsFromString("--expose-gc");
  const now = new Float64Array(new SharedArrayBuffer(16));
  /** @type {Job} */
  const job = { seed, count, now };
  const worker = new Worker(fileURLToPath(import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  /** @type {Tally | string | undefined} */
  let outcome;
  worker.on("message", (tally) => (outcome = tally));
  worker.on("error", (error) => (outcome = `${now[0]}: the reading broke off: ${String(error)}`));
  while (outcome === undefined) {
    // oxlint-disable-next-line no-await-in-loop
    await wait(100);
    const since = now[1] ?? 0;
    if (since !== 0 && Date.now() - since > hangMs) outcome ??= `${now[0]}: no answer in ${hangMs / 1000} s`;
  }
  await worker.terminate();
  return outcome;
}

/**
 * Reads the files made to cost much, and the largest damaged ones, where the peak is bounded.
 * @param {number} seed
 * @param {Tally} tally
 * @returns {Promise<number>} How many files that were.
 */
async function peak(seed, { largest, faults }) {
  const given = await samples();
  const stays = await peakWithin(memoryTimes, peakFloor);
  const files = [
    ...largest.map(({ index }) => mutant(given, seed, index)),
    ...[...hostile(1), ...hostile(2)].map(({ name, bytes }) => ({ words: name, bytes })),
  ];
  for (const { words, bytes } of files) {
    // One after the other: they are to have the machine for themselves.
    // oxlint-disable-next-line no-await-in-loop
    if (!(await stays(bytes))) faults.push(`${words}: its reading holds too much in passing`);
  }
  return files.length;
}

/** @param {string | undefined} text @param {number} otherwise */
function integer(text, otherwise) {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${text} is not a count.`);
  return value;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: "string" }, count: { type: "string" } },
  });
  const [what] = positionals;
  if (positionals.length !== 1 || (what !== "component" && what !== "engine")) {
    console.error("npm run fuzz -- component|engine [--seed N] [--count N]");
    process.exitCode = 2;
    return;
  }
  const seed = integer(values.seed, Math.floor(Math.random() * 2 ** 31));
  if (what === "engine") {
    if (!(await fuzzEngine(seed, integer(values.count, 5000)))) process.exitCode = 1;
    return;
  }
  const count = integer(values.count, 10_000);
  console.log(`Reading ${count} damaged components, seed ${seed}.`);
  const tally = await fuzz(seed, count);
  if (typeof tally === "string") {
    console.log(tally);
    process.exitCode = 1;
    return;
  }
  const refused = Object.entries(tally.refused)
    .map(([tag, times]) => `${times} ${tag}`)
    .join(", ");
  const peaked = await peak(seed, tally);
  console.log(
    `read ${tally.read} (${tally.incomplete} up to something unknown), refused: ${refused}; ` +
      `${(tally.bytes / 1e6).toFixed(1)} MB in all`,
  );
  console.log(`slowest: ${tally.slowest.toFixed(1)} ms (allowed: ${slowMs})`);
  console.log(
    `memory held by an answer (heap after collection): at most ${memoryTimes} times the file or ${memoryFloor / 1024} KiB ` +
      `allowed; ${tally.most === 0 ? "never near" : `the most was ${tally.most.toFixed(1)} times the file`}`,
  );
  console.log(
    `memory in passing (a thread whose heap is no larger): ${peaked} of the largest files, each within ${memoryTimes} ` +
      `times its size and ${peakFloor / 1e6} MB, beside what an empty component takes, unless it is among the faults`,
  );
  console.log(`faults: ${tally.faults.length}, seed ${seed}`);
  for (const fault of tally.faults.slice(0, 50)) console.log(`  ${fault}`);
  if (tally.faults.length > 0) process.exitCode = 1;
}

if (isMainThread) await main();
else await work(workerData);
