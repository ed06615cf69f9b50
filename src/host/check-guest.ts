import { z } from "zod";
import "../scenario/jitless.ts";
import { dataSize, MAX_PATH_CHARACTERS, ownsItsBuffer } from "../protocol/data-size.ts";
import type { GuestResult, Progress } from "../protocol/index.ts";
import { fail, ok, type Result } from "../result.ts";
import { makeTraceCheck, traceSchema, traceSize } from "./check-trace.ts";

/** Messages of a first burst; then one for each millisecond, and one for each KiB of output and trace. A guest sends far fewer. */
const BURST_MESSAGES = 5000;
const BYTES_A_MESSAGE = 1024;
const MAX_PATHS = 200_000;
const MAX_PATH = 10_000;
const MAX_NAMES = 20_000;
const MAX_PIECES = 1000;
/** HTTP exchanges of one message; what the texts of one can have, and its kept bodies. The guest's own caps are lower. */
const MAX_EXCHANGES = 100_000;
const MAX_HEADERS = 50_000;
const MAX_HEADER = 2 * 1024 * 1024;
const MAX_KEPT_BODY = 65_536;
const MAX_DETAIL_BYTES = 1024 * 1024;
/** What the guest's filesystem holds at most, and some more. */
const MAX_CONTENT_BYTES = 320 * 1024 * 1024;

const bytes = z.instanceof(Uint8Array<ArrayBuffer>).refine(ownsItsBuffer);
const size = z.number().int().nonnegative();
const calls = z.record(z.string().max(1000), size);

const header = z.tuple([z.string().max(MAX_HEADER), z.string().max(MAX_HEADER)]).readonly();
const headers = z.array(header).max(MAX_HEADERS).readonly();
const keptBody = z
  .strictObject({ size, bytes: bytes.refine(({ byteLength }) => byteLength <= MAX_KEPT_BODY) })
  .readonly();

const exchangeSchema = z
  .strictObject({
    startMs: z.number().nonnegative(),
    durationMs: z.number().nonnegative(),
    binding: z.enum(["real", "mock", "deny"]),
    method: z.string().max(MAX_HEADER),
    url: z.string().max(MAX_HEADER),
    requestHeaders: headers,
    requestBody: keptBody,
    status: z.number().int().min(0).max(65_535).exactOptional(),
    responseHeaders: headers,
    responseBody: keptBody,
    trailers: headers.exactOptional(),
    error: z.string().max(100).exactOptional(),
  })
  .readonly();

const progressSchema = z.strictObject({
  output: z.array(z.strictObject({ stream: z.enum(["stdout", "stderr"]), bytes })).max(MAX_PIECES),
  calls,
  trace: traceSchema.exactOptional(),
  exchanges: z.array(exchangeSchema).max(MAX_EXCHANGES).exactOptional(),
});

const detail = z.unknown().refine((value) => dataSize(value, MAX_DETAIL_BYTES) !== undefined);

const pathSchema = z.string().max(MAX_PATH);
const pathsSchema = z.array(pathSchema).max(MAX_PATHS);
const directoriesSchema = z.strictObject({ created: pathsSchema, deleted: pathsSchema });
const filesSchema = z
  .array(z.strictObject({ path: pathSchema, change: z.enum(["created", "modified", "deleted", "unchanged"]), size }))
  .max(MAX_PATHS);
const folderSchema = z.strictObject({
  files: filesSchema,
  directories: directoriesSchema,
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
  directories: directoriesSchema,
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
  let traceBytes = 0;
  const isTrace = makeTraceCheck();
  return (message) => {
    messages += 1;
    if (messages > BURST_MESSAGES + (now() - startedAt) + (bytesTaken + traceBytes) / BYTES_A_MESSAGE)
      return fail("message-limit", "Running was stopped: the guest sent more messages than any program needs.");
    const parsed = progressSchema.safeParse(message);
    if (!parsed.success || Object.keys(parsed.data.calls).length > MAX_NAMES) return broken();
    bytesTaken += parsed.data.output.reduce((total, chunk) => total + chunk.bytes.byteLength, 0);
    if (bytesTaken > outputBytes) return broken();
    const { trace } = parsed.data;
    if (trace !== undefined && !isTrace(trace)) return broken();
    traceBytes += trace === undefined ? 0 : traceSize(trace);
    return ok(parsed.data);
  };
}

/** The same for the result of a run. What it returns has the cap of the output. */
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

/** Characters of all names in a result, those of links left out: they are among the files. */
function pathCharacters({ files, directories, folder }: Pick<GuestResult, "files" | "directories" | "folder">): number {
  return sum(
    [
      ...[...files, ...(folder?.files ?? [])].map((file) => file.path),
      ...[directories, ...(folder === undefined ? [] : [folder.directories])].flatMap(({ created, deleted }) => [
        ...created,
        ...deleted,
      ]),
      ...(folder?.copies.values() ?? []),
    ].map((path) => path.length),
  );
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
