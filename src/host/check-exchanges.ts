import { z } from "zod";
import "../scenario/jitless.ts";
import { ownsItsBuffer } from "../protocol/data-size.ts";
import { EXCHANGE_BYTES, HEADER_BYTES } from "../protocol/exchange-size.ts";
import { listOf } from "./check-list.ts";

/** Of one message; the guest posts when it has 500 exchanges, or 4 MiB of them. */
const MAX_EXCHANGES = 1000;
const MAX_BYTES = 8 * 1024 * 1024;
/** What one exchange can have. The guest cuts what is longer. */
const MAX_HEADERS = 1000;
const MAX_TEXT = 65_536;
const MAX_KEPT_BODY = 65_536;
/** More than an exchange and a kept body have; others are not looked at. */
const MAX_FIELDS = 20;

const size = z.number().int().nonnegative();
const text = z.string().max(MAX_TEXT);
const headers = listOf(z.tuple([text, text]).readonly(), MAX_HEADERS).readonly();
const keptBody = z
  .strictObject({
    size,
    bytes: z
      .instanceof(Uint8Array<ArrayBuffer>)
      .refine((bytes) => ownsItsBuffer(bytes) && bytes.byteLength <= MAX_KEPT_BODY),
  })
  .readonly();

const exchangeSchema = z
  .strictObject({
    startMs: z.number().nonnegative(),
    durationMs: z.number().nonnegative(),
    binding: z.enum(["real", "mock", "deny"]),
    method: text,
    url: text,
    requestHeaders: headers,
    requestBody: keptBody,
    status: z.number().int().min(0).max(65_535).exactOptional(),
    responseHeaders: headers,
    responseBody: keptBody,
    trailers: headers.exactOptional(),
    error: z.string().max(100).exactOptional(),
  })
  .readonly();

export const exchangesSchema = listOf(exchangeSchema, MAX_EXCHANGES);

/**
 * About how many bytes the exchanges of a message take, before `exchangesSchema` looks at them. `undefined` when they are too
 * many or too large, and when one object stands in several places: a small message could be endless work for the page then,
 * and the guest sends no such thing. Stops as soon as it knows.
 */
export function exchangesSize(exchanges: unknown): number | undefined {
  if (!Array.isArray(exchanges) || exchanges.length > MAX_EXCHANGES) return undefined;
  const seen = new Set<object>();
  const isNew = (value: unknown): value is object => {
    if (typeof value !== "object" || value === null || seen.has(value)) return false;
    seen.add(value);
    return true;
  };
  const headersSize = (list: readonly unknown[]): number => {
    if (!isNew(list) || list.length > MAX_HEADERS) return Infinity;
    let bytes = 0;
    for (const header of list) {
      if (!Array.isArray(header) || header.length !== 2 || !isNew(header)) return Infinity;
      bytes += HEADER_BYTES + lengthOf(header[0]) + lengthOf(header[1]);
    }
    return bytes;
  };
  const bodySize = (body: unknown): number => {
    if (!isNew(body) || Object.keys(body).length > MAX_FIELDS) return Infinity;
    const views = Object.values(body).filter((inner) => ArrayBuffer.isView(inner));
    return views.every(isNew) ? views.reduce((sum, view) => sum + view.byteLength, 0) : Infinity;
  };
  let total = 0;
  for (const exchange of exchanges) {
    if (!isNew(exchange) || Object.keys(exchange).length > MAX_FIELDS) return undefined;
    total += EXCHANGE_BYTES;
    for (const value of Object.values(exchange)) {
      if (Array.isArray(value)) total += headersSize(value);
      else total += typeof value === "object" ? bodySize(value) : lengthOf(value);
      if (total > MAX_BYTES) return undefined;
    }
  }
  return total;
}

/** Characters of a text. What is none is left to the schema. */
function lengthOf(value: unknown): number {
  return typeof value === "string" ? value.length : 0;
}
