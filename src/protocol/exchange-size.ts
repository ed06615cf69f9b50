import type { HttpExchange } from "../capabilities/outside.ts";

/** What an exchange takes besides its texts and bytes, and a header besides its text. */
export const EXCHANGE_BYTES = 500;
export const HEADER_BYTES = 64;

/** About how many bytes an exchange takes: characters, the bytes that are kept of its bodies, and an amount for each header. */
export function exchangeSize(exchange: HttpExchange): number {
  const { url, method, requestHeaders, responseHeaders, trailers = [], requestBody, responseBody } = exchange;
  let size = EXCHANGE_BYTES + url.length + method.length + requestBody.bytes.byteLength + responseBody.bytes.byteLength;
  for (const headers of [requestHeaders, responseHeaders, trailers])
    for (const [name, value] of headers) size += HEADER_BYTES + name.length + value.length;
  return size;
}
