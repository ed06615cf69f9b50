import { error, streams } from "@bytecodealliance/preview2-shim/io";
import type { Provided } from "../provider.ts";
import { Pollable, Waiting } from "./provider-pollable.ts";
import { mendStreams } from "./provider-streams.ts";
import type { Waiter } from "./provider-turns.ts";

/**
 * `wasi:io/{error,poll,streams}`: the shim's classes, so that every resource of the shim fits in, with our own waiting.
 * The classes exist once a worker; the context given last is the one whose `mayWait` is asked.
 */
export function provideIo(context: Waiter): Provided {
  mendStreams();
  const waiting = new Waiting(context);
  // The declared type has no promise: engines that suspend take one from a function declared to wait.
  Pollable.prototype.block = function (this: Pollable) {
    return waiting.block(this) as ReturnType<Pollable["block"]>;
  };
  return {
    "wasi:io/error": { Error: error.Error },
    "wasi:io/poll": { Pollable, poll: (list: readonly Pollable[]) => waiting.poll(list) },
    "wasi:io/streams": { InputStream: streams.InputStream, OutputStream: streams.OutputStream },
  };
}
