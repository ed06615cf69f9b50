import { fail, ok, type Result } from "../result.ts";

/** Largest file that is opened, in bytes. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

export interface FetchedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Fetches a component from an address with a plain request: no credentials, no referrer. `onProgress` gets bytes received
 * and, where the server says so, bytes in all. Fails with `fetch`, `too-large` or `stopped`.
 */
export async function fetchComponent(
  address: string,
  signal: AbortSignal,
  onProgress: (received: number, total: number | undefined) => void,
): Promise<Result<FetchedFile>> {
  const url = URL.parse(address, document.baseURI);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return fail("fetch", `Fetching failed: “${shorten(address)}” is not an http or https address.`);
  }
  let response: Response;
  try {
    response = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", signal });
  } catch {
    if (signal.aborted) return fail("stopped", "Fetching was stopped.");
    return fail("fetch", unreachable(url));
  }
  if (!response.ok)
    return fail(
      "fetch",
      `Fetching ${url.host} failed: the server answered ${response.status} ${response.statusText}. Check the address.`,
    );
  const total = Number(response.headers.get("content-length")) || undefined;
  if (total !== undefined && total > MAX_FILE_BYTES) {
    void response.body?.cancel();
    return tooLarge(nameOf(url), total);
  }
  const chunks: Uint8Array[] = [];
  let received = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      received += chunk.byteLength;
      if (received > MAX_FILE_BYTES) return tooLarge(nameOf(url), received);
      onProgress(received, total);
    }
  } catch {
    return signal.aborted
      ? fail("stopped", "Fetching was stopped.")
      : fail(
          "fetch",
          `Fetching ${url.host} failed: the connection broke off after ${received.toLocaleString("en")} bytes. Try again.`,
        );
  }
  return ok({ name: nameOf(url), bytes: new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer()) });
}

export function tooLarge(name: string, size: number): Extract<Result<never>, { readonly ok: false }> {
  const megabytes = (value: number): string => `${Math.round(value / 1_000_000)} MB`;
  return fail(
    "too-large",
    `Opening ${name} failed: it has ${megabytes(size)} or more, and files up to ${megabytes(MAX_FILE_BYTES)} can be opened.`,
  );
}

function unreachable(url: URL): string {
  const own = url.origin === location.origin;
  return own
    ? `Fetching ${url.pathname} failed: the server could not be reached. Are you offline?`
    : `Fetching from ${url.host} failed: either it could not be reached, or it does not allow other sites to read its files (CORS: the answer lacks Access-Control-Allow-Origin). Download the file and drop it here instead.`;
}

function nameOf(url: URL): string {
  const last = url.pathname.split("/").findLast((part) => part !== "");
  return last === undefined ? url.host : shorten(decode(last));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
