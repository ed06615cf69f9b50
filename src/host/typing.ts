import type { SessionCore } from "./core.ts";

/** What was typed and is not read yet. */
const MAX_TYPED_BYTES = 1024 * 1024;
/** A program reads its input in one place; this many reads at once are none. */
const MAX_READS = 64;

/** One run's terminal. */
interface RunTerminal {
  /** Gives what is typed next, or the end of input. False when too many reads wait already. */
  ask(give: (typed: Uint8Array<ArrayBuffer> | undefined) => void): boolean;
  close(): void;
}

/** What the person types for the run that is under way. Typed ahead, it is kept until the component reads it. */
export function makeTyping(core: SessionCore) {
  let ahead: Uint8Array<ArrayBuffer>[] = [];
  let aheadBytes = 0;
  let ended = false;
  let reads: ((typed: Uint8Array<ArrayBuffer> | undefined) => void)[] = [];
  /** Tells the run of a read that starts to wait, or ends; `undefined` while no component runs. */
  let waits: ((isWaiting: boolean) => void) | undefined;

  function reset(): void {
    ahead = [];
    aheadBytes = 0;
    ended = false;
    reads = [];
    show();
  }

  const underWay = (): boolean => core.get().run.state === "running";

  function show(): void {
    const typing = reads.length > 0;
    if (core.get().typing !== typing) core.set({ typing });
  }

  /** Gives the reads that wait what there is for them: the first all that was typed, and each the end of input. */
  function serve(): void {
    const served = ended ? reads.length : Math.min(reads.length, ahead.length, 1);
    for (const give of reads.splice(0, served)) {
      waits?.(false);
      give(taken());
    }
    show();
  }

  function taken(): Uint8Array<ArrayBuffer> | undefined {
    if (ahead.length === 0) return undefined;
    const bytes = new Uint8Array(aheadBytes);
    let end = 0;
    for (const piece of ahead) {
      bytes.set(piece, end);
      end += piece.byteLength;
    }
    ahead = [];
    aheadBytes = 0;
    return bytes;
  }

  return {
    /** A run begins: what is typed from now on is for it, also before its component has started. */
    begin: reset,
    open(tell: (isWaiting: boolean) => void): RunTerminal {
      waits = tell;
      return {
        ask(give) {
          if (reads.length >= MAX_READS) return false;
          waits?.(true);
          reads.push(give);
          serve();
          return true;
        },
        close() {
          if (waits !== tell) return;
          waits = undefined;
          reset();
        },
      };
    },
    type(text: string): void {
      if (!underWay() || ended || text === "") return;
      const bytes = new TextEncoder().encode(text);
      if (aheadBytes + bytes.byteLength > MAX_TYPED_BYTES) {
        core.notify("What you typed was not taken: 1 MiB waits already to be read by the component.");
        return;
      }
      ahead.push(bytes);
      aheadBytes += bytes.byteLength;
      serve();
    },
    endInput(): void {
      if (!underWay()) return;
      ended = true;
      serve();
    },
  };
}
