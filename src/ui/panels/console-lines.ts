import type { OutputChunk } from "../../protocol/index.ts";
import { plain, styleAfter, type Style } from "./ansi.ts";

export type Stream = OutputChunk["stream"];

export interface Line {
  /** Counts from 0 over the whole run, so that a line keeps its key when older ones go. */
  readonly id: number;
  /** `typed` by the person, who sees it where it was sent. */
  readonly stream: Stream | "typed";
  readonly text: string;
  /** Colours that hold where it begins. */
  readonly style: Style;
}

/** More lines than anybody reads; older ones go in blocks. Copy and download take all bytes from the session. */
const mostLines = 100_000;
const goneAtOnce = 20_000;

/** Turns chunks of bytes into lines, each stream decoded by itself. A line that is still open grows. */
export class ConsoleLines {
  /** Changed in place. */
  readonly lines: Line[] = [];
  /** How many lines went to keep the rest few. */
  dropped = 0;
  readonly #streams: Record<Stream, StreamState> = { stdout: streamState(), stderr: streamState() };
  readonly #mostLines: number;
  readonly #goneAtOnce: number;
  #next = 0;

  constructor(most: number = mostLines, atOnce: number = goneAtOnce) {
    this.#mostLines = most;
    this.#goneAtOnce = atOnce;
  }

  push(chunk: OutputChunk): void {
    const state = this.#streams[chunk.stream];
    this.#add(chunk.stream, state, state.decoder.decode(chunk.bytes, { stream: true }));
  }

  /** Shows a line that the person sent. What was printed last, such as a prompt, goes on in a line of its own. */
  typed(text: string): void {
    this.#close(this.#streams.stdout);
    this.#close(this.#streams.stderr);
    this.#put("typed", text, plain);
  }

  /** Shows what an unfinished character left in the decoders. */
  end(): void {
    for (const stream of ["stdout", "stderr"] as const) {
      const state = this.#streams[stream];
      this.#add(stream, state, state.decoder.decode());
    }
  }

  #add(stream: Stream, state: StreamState, text: string): void {
    if (text === "") return;
    const pieces = text.split("\n");
    for (const [index, piece] of pieces.entries()) {
      const last = index === pieces.length - 1;
      if (piece !== "" || !last) this.#extend(stream, state, piece);
      if (!last) this.#close(state);
    }
  }

  #extend(stream: Stream, state: StreamState, piece: string): void {
    const index = state.open === undefined ? -1 : this.#indexOf(state.open);
    const open = this.lines[index];
    if (open !== undefined) {
      this.lines[index] = { ...open, text: open.text + piece };
      return;
    }
    state.open = this.#put(stream, piece, state.style);
  }

  /** Adds a line; gives its id. */
  #put(stream: Line["stream"], text: string, style: Style): number {
    const id = this.#next++;
    this.lines.push({ id, stream, text, style });
    if (this.lines.length > this.#mostLines) {
      this.lines.splice(0, this.#goneAtOnce);
      this.dropped += this.#goneAtOnce;
    }
    return id;
  }

  #close(state: StreamState): void {
    const index = state.open === undefined ? -1 : this.#indexOf(state.open);
    const line = this.lines[index];
    state.open = undefined;
    if (line === undefined) return;
    state.style = styleAfter(line.text, line.style);
    if (line.text.endsWith("\r")) this.lines[index] = { ...line, text: line.text.slice(0, -1) };
  }

  /** Ids are in order and without gaps. */
  #indexOf(id: number): number {
    return id - this.dropped;
  }
}

interface StreamState {
  readonly decoder: TextDecoder;
  open: number | undefined;
  style: Style;
}

function streamState(): StreamState {
  return { decoder: new TextDecoder("utf-8", { ignoreBOM: true }), open: undefined, style: plain };
}
