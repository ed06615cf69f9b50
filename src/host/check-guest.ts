import { z } from "zod";
import "../scenario/jitless.ts";
import { dataSize, MAX_PATH_CHARACTERS, ownsItsBuffer } from "../protocol/data-size.ts";
import type { GuestResult, Progress } from "../protocol/index.ts";
import { pathCharacters } from "../protocol/path-characters.ts";
import { fail, ok, type Result } from "../result.ts";
import { exchangesSchema, exchangesSize } from "./check-exchanges.ts";
import { listOf } from "./check-list.ts";
import { makeTraceCheck, traceSchema, traceSize } from "./check-trace.ts";

/** Messages of a first burst; then one for each millisecond, and one for each KiB of output, trace and HTTP exchanges. A guest sends far fewer. */
const BURST_MESSAGES = 5000;
const BYTES_A_MESSAGE = 1024;
const MAX_PATHS = 200_000;
const MAX_PATH = 10_000;
const MAX_NAMES = 20_000;
const MAX_PIECES = 1000;
const MAX_DETAIL_BYTES = 1024 * 1024;
/** What the guest's filesystem holds at most, and some more. */
const MAX_CONTENT_BYTES = 320 * 1024 * 1024;

const bytes = z.instanceof(Uint8Array<ArrayBuffer>).refine(ownsItsBuffer);
const size = z.number().int().nonnegative();
const calls = z.record(z.string().max(1000), size);

const progressSchema = z.strictObject({
  output: listOf(z.strictObject({ stream: z.enum(["stdout", "stderr"]), bytes }), MAX_PIECES),
  calls,
  trace: traceSchema.exactOptional(),
  exchanges: exchangesSchema.exactOptional(),
});

const detail = z.unknown().refine((value) => dataSize(value, MAX_DETAIL_BYTES) !== undefined);

const pathSchema = z.string().max(MAX_PATH);
const pathsSchema = listOf(pathSchema, MAX_PATHS);
const filesSchema = listOf(
  z.strictObject({ path: pathSchema, change: z.enum(["created", "modified", "deleted", "unchanged"]), size }),
  MAX_PATHS,
);
const folderSchema = z.strictObject({
  files: filesSchema,
  directories: z.strictObject({ created: pathsSchema, deleted: pathsSchema }),
  links: pathsSchema,
  copies: z.map(pathSchema, pathSchema),
});

const resultSchema = z.strictObject({
  status: z.enum(["exited", "returned", "trapped", "limited", "failed"]),
  exitCode: z.number().int().optional(),
  value: z.unknown().optional(),
  error: z
    .strictObject({ tag: z.string().max(100), message: z.string().max(100_000), detail: detail.optional() })
    .optional(),
  files: filesSchema,
  folder: folderSchema.exactOptional(),
  contents: z.map(pathSchema, bytes),
  startMs: z.number().nonnegative(),
  runMs: z.number().nonnegative(),
  progressMessages: size,
});

export type CheckedResult = GuestResult;

/**
 * Makes the check of one run's progress messages: each is believed only when it has the agreed shape, and all of them
 * together stay under the caps. `now` gives milliseconds that only grow.
 */
export function makeProgressCheck(outputBytes: number, now: () => number): (message: unknown) => Result<Progress> {
  const startedAt = now();
  let messages = 0;
  let bytesTaken = 0;
  let otherBytes = 0;
  const isTrace = makeTraceCheck();
  return (message) => {
    messages += 1;
    if (messages > BURST_MESSAGES + (now() - startedAt) + (bytesTaken + otherBytes) / BYTES_A_MESSAGE)
      return fail("message-limit", "Running was stopped: the guest sent more messages than any program needs.");
    const exchanged = exchangesOf(message);
    if (exchanged === undefined) return broken();
    const parsed = progressSchema.safeParse(message);
    if (!parsed.success || Object.keys(parsed.data.calls).length > MAX_NAMES) return broken();
    bytesTaken += parsed.data.output.reduce((total, chunk) => total + chunk.bytes.byteLength, 0);
    if (bytesTaken > outputBytes) return broken();
    const { trace } = parsed.data;
    if (trace !== undefined && !isTrace(trace)) return broken();
    otherBytes += exchanged + (trace === undefined ? 0 : traceSize(trace));
    return ok(parsed.data);
  };
}

/** What the HTTP exchanges of a message take, in bytes; `undefined` when it is more than any guest sends. */
function exchangesOf(message: unknown): number | undefined {
  if (typeof message !== "object" || message === null || !("exchanges" in message)) return 0;
  return exchangesSize(message.exchanges);
}

/** As `makeProgressCheck`, for the result of a run. What it returns has the cap of the output. */
export function checkResult(message: unknown, outputBytes: number): Result<CheckedResult> {
  const parsed = resultSchema.safeParse(message);
  if (!parsed.success) return broken();
  const { value, contents } = parsed.data;
  const fits =
    dataSize(value, outputBytes + 64) !== undefined &&
    contents.size <= parsed.data.files.length + (parsed.data.folder?.files.length ?? 0) &&
    pathCharacters(parsed.data) <= MAX_PATH_CHARACTERS &&
    sum([...contents.values()].map((content) => content.byteLength)) <= MAX_CONTENT_BYTES;
  // The schema describes `GuestResult` field by field; zod widens tags to strings and optional fields to `undefined`.
  return fits ? ok(parsed.data as CheckedResult) : broken();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function broken(): Result<never> {
  return fail(
    "sandbox",
    "Running was stopped: the guest sent something that is not part of the protocol. Its results are not shown.",
  );
}
