import { dispose } from "../../wit/dispose.ts";
import type { GuestStream, HostStream } from "./provider-streams.ts";

/** A stream as a guest writes it: these pieces, then the end. Tells when the host has dropped it. */
export function written(
  ...pieces: readonly (string | Uint8Array)[]
): GuestStream & { readonly dropped: () => boolean } {
  const left = pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece));
  let dropped = false;
  const stream = {
    async read() {
      const value = left.shift();
      return value === undefined ? { done: true } : { value, done: false };
    },
    [dispose]() {
      dropped = true;
    },
    dropped: () => dropped,
  };
  return stream;
}

/** All that a stream gives, to its end. */
export async function all<T>(stream: HostStream<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of stream) values.push(value);
  return values;
}

/** The text of a stream of bytes. */
export async function text(stream: HostStream<Uint8Array>): Promise<string> {
  return (await all(stream)).map((piece) => new TextDecoder().decode(piece)).join("");
}
