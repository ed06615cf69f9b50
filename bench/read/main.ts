import { componentWit } from "@bytecodealliance/jco-transpile/wasm-tools";
import { open } from "../../src/analysis/open.ts";
import { readComponent } from "../../src/component/index.ts";

/** What each of some runs took, in milliseconds. */
export interface Timings {
  readonly open: readonly number[];
  readonly read: readonly number[];
  readonly hash: readonly number[];
  readonly wit: readonly number[];
}

declare global {
  interface Window {
    /** Measures with the file at a path beside the page. */
    measure: (path: string) => Promise<Timings>;
  }
}

const warmUps = 5;
const runs = 31;
/** The clock of a page is coarse: what is quick is repeated for at least this long, and the time divided. */
const leastMs = 5;

async function time(run: () => unknown): Promise<number> {
  const start = performance.now();
  let times = 0;
  let elapsed = 0;
  do {
    // oxlint-disable-next-line no-await-in-loop
    await run();
    times += 1;
    elapsed = performance.now() - start;
  } while (elapsed < leastMs);
  return elapsed / times;
}

async function measure(path: string): Promise<Timings> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} could not be fetched: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const contestants = {
    open: async (): Promise<void> => {
      const opened = await open(path, bytes);
      if (!opened.ok) throw new Error(opened.error.message);
    },
    read: (): void => {
      const read = readComponent(bytes);
      if (!read.ok) throw new Error(read.error.reason);
    },
    hash: () => crypto.subtle.digest("SHA-256", bytes),
    wit: () => componentWit(bytes),
  };
  const timings: Record<keyof Timings, number[]> = { open: [], read: [], hash: [], wit: [] };
  // They take turns, so that whatever else the machine does meets all of them.
  for (let i = -warmUps; i < runs; i += 1) {
    for (const name of ["open", "read", "hash", "wit"] as const) {
      // oxlint-disable-next-line no-await-in-loop
      const ms = await time(contestants[name]);
      if (i >= 0) timings[name].push(ms);
    }
  }
  return timings;
}

window.measure = measure;
