import { z } from "zod";
import "../scenario/jitless.ts";
import { ownsItsBuffer } from "../protocol/data-size.ts";
import type { OutsideAsk } from "../protocol/outside.ts";
import { err, fail, ok, type OrreryError, type Result } from "../result.ts";
import { listOf } from "./check-list.ts";

/** Messages of a first burst; then one for each millisecond, and one for each KiB that was answered. A guest sends far fewer. */
const BURST_MESSAGES = 5000;
const BYTES_A_MESSAGE = 1024;
/** What the guest's own caps let through at most. */
const MAX_TEXT = 65_536;
const MAX_HEADERS = 1000;
const MAX_BODY = 64 * 1024 * 1024;

const id = z.int().positive();
const text = z.string().max(MAX_TEXT);

const requestSchema = z
  .strictObject({
    method: text,
    url: text,
    headers: listOf(z.tuple([text, text]).readonly(), MAX_HEADERS).readonly(),
    body: z
      .instanceof(Uint8Array<ArrayBuffer>)
      .refine((bytes) => ownsItsBuffer(bytes) && bytes.byteLength <= MAX_BODY)
      .or(z.undefined()),
    timeoutMs: z.number().nonnegative().or(z.undefined()),
  })
  .readonly();

const askSchema = z.discriminatedUnion("ask", [
  z.strictObject({ id, ask: z.literal("terminal") }),
  z.strictObject({ id, ask: z.literal("request"), request: requestSchema }),
  z.strictObject({ id, ask: z.literal("body"), body: id }),
  z.strictObject({ id, ask: z.literal("drop"), body: id }),
  z.strictObject({ id, ask: z.literal("suspended"), is: z.boolean() }),
]);

/** What one run asks of the page, checked. */
interface OutsideCheck {
  /** A message is believed only when it has the agreed shape, its id grows, and there are not too many of them. */
  take(message: unknown): Result<OutsideAsk>;
  /** So many bytes were answered: the guest may send more messages for them. */
  answered(bytes: number): void;
}

/** Makes the check of one run's asks. `now` gives milliseconds that only grow. */
export function makeOutsideCheck(now: () => number): OutsideCheck {
  const startedAt = now();
  let messages = 0;
  let bytes = 0;
  let last = 0;
  return {
    take(message) {
      messages += 1;
      if (messages > BURST_MESSAGES + (now() - startedAt) + bytes / BYTES_A_MESSAGE)
        return fail(
          "message-limit",
          "Running was stopped: the guest asked the page more often than any program needs.",
        );
      const parsed = askSchema.safeParse(message);
      if (!parsed.success || parsed.data.id <= last) return err(brokenAsk);
      last = parsed.data.id;
      return ok(parsed.data);
    },
    answered(count) {
      bytes += count;
    },
  };
}

export const brokenAsk: OrreryError = {
  tag: "sandbox",
  message:
    "Running was stopped: the guest asked the page for something that is not part of the protocol. Its results are not shown.",
};
