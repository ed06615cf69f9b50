import { inputStreamCreate } from "@bytecodealliance/preview2-shim/io";
import { pollableAt, sleepUntil } from "../io/provider-deadline.ts";
import { Feed } from "../io/provider-feed.ts";
import { type Pollable, readyPollable } from "../io/provider-pollable.ts";
import { closed, failed, type InputStream } from "../io/provider-streams.ts";
import { after } from "../io/virtual-time.ts";
import type { Provider, ProviderContext, StdinSource, Time } from "../provider.ts";
import type { StdinBinding } from "./capability.ts";

/** `wasi:cli/terminal-input`: a handle without methods. */
class TerminalInput {}

/** How far virtual time moves when input is asked for that has not come yet, so that a loop that only asks comes to an end. */
const tickNs = 1000n;

type Bytes = Uint8Array<ArrayBuffer>;
type GivenSource = Exclude<StdinSource, { readonly kind: "typed" }>;

/**
 * `wasi:cli/{stdin,terminal-stdin,terminal-input}`: the input of the scenario, or what the person types, then the end. All streams
 * share one position. Where pieces come in real time or are typed, `blocking-read` and `blocking-skip` give a promise; nothing else
 * does. Input that is typed takes no virtual time.
 */
export const provideStdin: Provider<StdinBinding> = (context) => {
  const { binding, program } = context;
  const source: StdinSource = binding.mode === "deny" ? { kind: "closed" } : program.stdin;
  const terminal = binding.mode === "real" || (binding.mode === "mock" && binding.terminal);
  return {
    "wasi:cli/stdin": { getStdin: source.kind === "typed" ? typedInput(context) : givenInput(source, context) },
    "wasi:cli/terminal-stdin": { getTerminalStdin: () => (terminal ? new TerminalInput() : undefined) },
    "wasi:cli/terminal-input": { TerminalInput },
  };
};

type Context = Pick<ProviderContext<StdinBinding>, "time" | "mayWait" | "canWait" | "outside">;

/** Opens streams of what the person types; each ask is for what comes next, and there is one at a time. */
function typedInput(waiter: Context): () => InputStream {
  const feed = new Feed({
    waiter,
    async ask() {
      const bytes = await waiter.outside.readTerminal();
      return bytes === undefined ? { end: true } : { bytes };
    },
    fail: ({ why }) => failed(why),
  });
  return () => feed.stream();
}

/** Opens streams of what was given before the run. */
function givenInput(source: GivenSource, { time, mayWait }: Context): () => InputStream {
  const input = openInput(source, time);

  /** Reads when a piece is there or the input is at its end; waits for that first. */
  const blockingRead = (length: bigint, functionName: string): Bytes | Promise<Bytes> => {
    const readyNs = input.readyNs();
    if (readyNs === undefined || readyNs <= time.now()) return input.read(Number(length));
    if (time.virtual) {
      time.advanceTo(readyNs);
      return blockingRead(length, functionName);
    }
    mayWait(`wasi:io/streams#[method]input-stream.${functionName}`);
    return sleepUntil(time, readyNs).then(() => blockingRead(length, functionName));
  };
  const blockingSkip = (length: bigint): bigint | Promise<bigint> => {
    const read = blockingRead(length, "blocking-skip");
    return read instanceof Promise ? read.then(({ length: count }) => BigInt(count)) : BigInt(read.length);
  };
  const subscribe = (): Pollable => {
    const readyNs = input.readyNs();
    return readyNs === undefined ? readyPollable() : pollableAt(time, readyNs, tickNs);
  };
  return () =>
    inputStreamCreate({
      read: (length) => input.read(Number(length)),
      // The declared types have no promise: engines that suspend take one from a function declared to wait.
      blockingRead: (length) => blockingRead(length, "blocking-read") as Bytes,
      blockingSkip: (length) => blockingSkip(length) as bigint,
      subscribe,
    });
}

/** Input with one position. */
interface Input {
  /** When the next piece comes or came, or the end after a piece without bytes; `undefined` at the end. */
  readyNs(): bigint | undefined;
  /** At most `length` bytes of the next piece, none when it has not come; `closed` at the end. */
  read(length: number): Bytes;
}

function openInput(source: GivenSource, time: Time): Input {
  let comesNs = time.now();
  const pieces = piecesOf(source).map(({ bytes, delayNs }) => {
    comesNs = after(comesNs, delayNs);
    return { bytes, comesNs };
  });
  let index = 0;
  let position = 0;
  /** The piece that is read next; those that have come and are used up are passed over. */
  const next = () => {
    let piece = pieces[index];
    while (piece !== undefined && position >= piece.bytes.length && piece.comesNs <= time.now()) {
      index += 1;
      position = 0;
      piece = pieces[index];
    }
    return piece;
  };
  return {
    readyNs: () => next()?.comesNs,
    read(length) {
      const piece = next();
      if (piece === undefined) return closed();
      if (piece.comesNs > time.now()) {
        time.advanceTo(time.now() + tickNs);
        return new Uint8Array();
      }
      const taken = piece.bytes.slice(position, position + length);
      position += taken.length;
      return taken;
    },
  };
}

function piecesOf(source: GivenSource): readonly { readonly bytes: Bytes; readonly delayNs: bigint }[] {
  switch (source.kind) {
    case "bytes":
      return [{ bytes: source.bytes, delayNs: 0n }];
    case "pieces":
      return source.pieces;
    case "closed":
      return [];
  }
}
