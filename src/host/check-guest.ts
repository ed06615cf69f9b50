import { z } from "zod";
import "../scenario/jitless.ts";
import type { GuestResult, Progress } from "../protocol/index.ts";
import { fail, ok, type Result } from "../result.ts";

const MAX_MESSAGES = 2_000_000;
const MAX_PATHS = 200_000;
const MAX_NAMES = 20_000;

const bytes = z.instanceof(Uint8Array<ArrayBuffer>);
const size = z.number().int().nonnegative();
const calls = z.record(z.string().max(1000), size);

const progressSchema = z.strictObject({
  output: z.array(z.strictObject({ stream: z.enum(["stdout", "stderr"]), bytes })).max(100_000),
  calls,
});

const resultSchema = z.strictObject({
  status: z.enum(["exited", "returned", "trapped", "limited", "failed"]),
  exitCode: z.number().int().optional(),
  value: z.unknown().optional(),
  error: z
    .strictObject({ tag: z.string().max(100), message: z.string().max(100_000), detail: z.unknown().optional() })
    .optional(),
  files: z
    .array(
      z.strictObject({
        path: z.string().max(10_000),
        change: z.enum(["created", "modified", "deleted", "unchanged"]),
        size,
      }),
    )
    .max(MAX_PATHS),
  contents: z.map(z.string().max(10_000), bytes),
  startMs: z.number().nonnegative(),
  runMs: z.number().nonnegative(),
  progressMessages: size,
});

export type CheckedResult = GuestResult;

/** Believes a progress message of a guest only when it has the agreed shape and stays under the caps. */
export function checkProgress(message: unknown, received: number, outputBytes: number): Result<Progress> {
  if (received >= MAX_MESSAGES)
    return fail("message-limit", "Running was stopped: the guest sent more messages than any program needs.");
  const parsed = progressSchema.safeParse(message);
  if (!parsed.success || Object.keys(parsed.data.calls).length > MAX_NAMES) return broken();
  const sum = parsed.data.output.reduce((total, chunk) => total + chunk.bytes.byteLength, 0);
  if (sum > outputBytes) return broken();
  return ok(parsed.data);
}

/** The same for the result of a run. */
export function checkResult(message: unknown): Result<CheckedResult> {
  const parsed = resultSchema.safeParse(message);
  if (!parsed.success) return broken();
  // The schema describes `GuestResult` field by field; zod widens tags to strings and optional fields to `undefined`.
  return ok(parsed.data as CheckedResult);
}

function broken(): Result<never> {
  return fail(
    "sandbox",
    "Running was stopped: the guest sent something that is not part of the protocol. Its results are not shown.",
  );
}
