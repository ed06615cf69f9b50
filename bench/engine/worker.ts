import { start, type Contestant, type Glue } from "./contestants.ts";

/** What is measured, each as so many times in a row. */
const rows = {
  "import-scalar": (glue, times) => glue.callAdd(times),
  "import-string": (glue, times) => glue.callLength(times),
  "import-list": (glue, times) => glue.callEcho(times),
  "import-method": (glue, times) => glue.callMethod(times),
  "export-scalar": (glue, times) => {
    let sum = 0;
    for (let time = 0; time < times; time += 1) sum = glue.add(sum, time);
    return sum;
  },
  hash: (glue, times) => glue.hash(times),
} satisfies Record<string, (glue: Glue, times: number) => number>;

export type Row = keyof typeof rows;

export type Job =
  | { readonly kind: "start"; readonly contestant: Contestant; readonly progress: MessagePort }
  /** For at least so many milliseconds. */
  | { readonly kind: "measure"; readonly row: Row; readonly ms: number };

/** Nanoseconds each time; nothing for a start. */
export type Answer = { readonly ns?: number } | { readonly error: string };

let glue: Glue | undefined;
/** How many times took long enough, by row. */
const known = new Map<Row, number>();

async function done(job: Job): Promise<Answer> {
  if (job.kind === "start") {
    glue = await start(job.contestant, job.progress);
    return {};
  }
  if (glue === undefined) return { error: "Nothing is started." };
  const run = rows[job.row];
  let times = known.get(job.row) ?? 1;
  for (;;) {
    const before = performance.now();
    run(glue, times);
    const took = performance.now() - before;
    if (took >= job.ms) {
      known.set(job.row, times);
      return { ns: (took * 1e6) / times };
    }
    times = Math.ceil(took < job.ms / 10 ? times * 4 : times * (job.ms / took) * 1.1);
  }
}

self.addEventListener("message", ({ data }: MessageEvent<Job>) => {
  void done(data)
    .catch((error: unknown): Answer => ({
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no other target
    .then((answer) => self.postMessage(answer));
});
