import type { TraceEntry, TraceFilter } from "../api.ts";
import { traceOutcomes, type TraceChunk, type TraceName, type TraceProgress } from "../protocol/trace.ts";
import { ROW_BYTES } from "./check-trace.ts";
import { foldText, givesError, holdsBytes, holdsText } from "./trace-search.ts";
import { areValues, valuesText } from "./trace-values.ts";

/** What a trace may take in the page; beyond that the oldest calls go, however many are wanted. */
const MAX_BYTES = 512 * 1024 * 1024;
const CHUNK_BYTES = 1024;
/** What fits into a string everywhere. */
const MAX_JSON = 256 * 1024 * 1024;
const PAGE = 10_000;
const errorOutcome = traceOutcomes.indexOf("error");

/** Which calls `entries` gives: from which number on, how many at most, and only those that match. */
export interface TraceQuery {
  readonly from?: number | undefined;
  readonly count?: number | undefined;
  readonly filter?: string | TraceFilter | undefined;
}

type Matches = (chunk: TraceChunk, row: number) => boolean;

/** The trace of a run as it came, in chunks of columns: entries are made when they are asked for. */
export class TraceStore {
  #most = Infinity;
  readonly #decoder = new TextDecoder();
  #names: TraceName[] = [];
  #chunks: TraceChunk[] = [];
  #bytes = 0;
  /** Results of calls that ended after their row was posted, by number. */
  #late = new Map<number, string>();
  #first = 1;
  #last = 0;
  #version = 0;

  /** Number of the oldest call that is kept; more than `last` when there is none. */
  get first(): number {
    return this.#first;
  }

  /** Number of the newest call; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** How many calls were thrown away. */
  get dropped(): number {
    return this.#first - 1;
  }

  /** Grows with each change. */
  get version(): number {
    return this.#version;
  }

  /** Takes what was checked; it belongs to the store then. */
  take({ names, chunk, endings, keptFrom }: TraceProgress): void {
    this.#version += 1;
    for (const name of names) this.#names.push(name);
    if (chunk !== undefined && chunk.name.length > 0) {
      this.#chunks.push(chunk);
      this.#bytes += sizeOf(chunk);
      this.#last = chunk.first + chunk.name.length - 1;
    }
    this.#dropBefore(Math.max(keptFrom, this.#last - this.#most + 1));
    for (const { number, duration, outcome, result } of endings) {
      const place = this.#place(number);
      if (place === undefined) continue;
      place.chunk.duration[place.row] = duration;
      place.chunk.outcome[place.row] = traceOutcomes.indexOf(outcome);
      if (result !== "") this.#late.set(number, result);
    }
  }

  /** Starts afresh. `most`: how many calls are kept from now on; the guest says it too, but nobody has to believe it. */
  clear(most = Infinity): void {
    this.#most = most;
    this.#version += 1;
    this.#names = [];
    this.#chunks = [];
    this.#bytes = 0;
    this.#late = new Map();
    this.#first = 1;
    this.#last = 0;
  }

  /** One call; `undefined` when it was thrown away or has not happened. */
  entry(number: number): TraceEntry | undefined {
    const place = this.#place(number);
    return place === undefined ? undefined : this.#entryAt(place.chunk, place.row);
  }

  /** Calls in their order, 10,000 unless told otherwise. */
  entries({ from = 1, count = PAGE, filter }: TraceQuery = {}): readonly TraceEntry[] {
    const found: TraceEntry[] = [];
    if (count <= 0) return found;
    this.#scan(from, filter, (chunk, row) => {
      found.push(this.#entryAt(chunk, row));
      return found.length < count;
    });
    return found;
  }

  /** Numbers of all calls that match, in their order: what a list of a million rows needs to know. */
  numbers(filter: TraceFilter): Uint32Array<ArrayBuffer> {
    const numbers = new Uint32Array(Math.max(0, this.#last - this.#first + 1));
    let found = 0;
    this.#scan(1, filter, (chunk, row) => {
      numbers[found] = chunk.first + row;
      found += 1;
      return true;
    });
    return numbers.slice(0, found);
  }

  /** A JSON list of all entries, a line for each; of very many the oldest, as far as one string can hold them. */
  toJson(): string {
    const lines: string[] = [];
    let length = 0;
    this.#scan(1, undefined, (chunk, row) => {
      const line = JSON.stringify(this.#entryAt(chunk, row));
      lines.push(line);
      length += line.length;
      return length < MAX_JSON;
    });
    return lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n`;
  }

  /** Goes through the kept calls that match until `use` gives false. */
  #scan(from: number, filter: string | TraceFilter | undefined, use: (chunk: TraceChunk, row: number) => boolean) {
    const matches = this.#matcher(typeof filter === "string" ? { text: filter } : (filter ?? {}));
    const first = Math.max(from, this.#first);
    for (const chunk of this.#chunks) {
      for (let row = Math.max(0, Math.ceil(first - chunk.first)); row < chunk.name.length; row += 1) {
        if (matches(chunk, row) && !use(chunk, row)) return;
      }
    }
  }

  /** Names are looked at once each; the texts of a call only where its name and outcome fit, and without decoding them. */
  #matcher(filter: TraceFilter): Matches {
    const text = filter.text === undefined || filter.text === "" ? undefined : foldText(filter.text);
    const fits = this.#names.map(
      (name) =>
        (filter.interface === undefined || name.interface === filter.interface) &&
        (filter.function === undefined || name.function === filter.function),
    );
    const named = this.#names.map((name) => text === undefined || holdsText(foldText(pathOf(name)), text));
    const outcome = filter.outcome === undefined ? undefined : traceOutcomes.indexOf(filter.outcome);
    return (chunk, row) => {
      const name = chunk.name[row] ?? -1;
      if (fits[name] !== true || (outcome !== undefined && chunk.outcome[row] !== outcome)) return false;
      const seeks = text !== undefined && named[name] !== true;
      if (!seeks && filter.errors !== true) return true;
      const { ends } = chunk;
      const start = startOf(chunk, row);
      const middle = ends[2 * row] ?? start;
      const end = ends[2 * row + 1] ?? middle;
      const lateText = this.#late.size === 0 ? undefined : this.#late.get(chunk.first + row);
      const late = lateText === undefined ? undefined : foldText(lateText);
      if (filter.errors === true && chunk.outcome[row] !== errorOutcome) {
        if (!(late === undefined ? givesError(chunk.text, middle, end) : givesError(late))) return false;
      }
      if (!seeks) return true;
      const holds = (bytes: Uint8Array, from = 0, to: number = bytes.length) =>
        holdsText(bytes, text, from, to) || holdsBytes(bytes, text, from, to);
      const holdsCarried = (which: "params" | "result", from: number, to: number) =>
        areValues(chunk.text, from, to)
          ? holds(foldText(valuesText(this.#nameAt(chunk, row), which, chunk.text, from)))
          : holds(chunk.text, from, to);
      return (
        holdsCarried("params", start, middle) ||
        (late === undefined ? holdsCarried("result", middle, end) : holds(late))
      );
    };
  }

  #entryAt(chunk: TraceChunk, row: number): TraceEntry {
    const number = chunk.first + row;
    const name = this.#nameAt(chunk, row);
    const outcome = traceOutcomes[chunk.outcome[row] ?? 0] ?? "running";
    const start = startOf(chunk, row);
    const middle = chunk.ends[2 * row] ?? start;
    const duration = chunk.duration[row] ?? Number.NaN;
    const result =
      this.#late.get(number) ?? this.#text(chunk, name, "result", middle, chunk.ends[2 * row + 1] ?? middle);
    const within = chunk.within[row] ?? 0;
    const slack = chunk.slack[row] ?? 0;
    return {
      number,
      direction: name.direction,
      interface: name.interface,
      function: name.function,
      startMs: chunk.start[row] ?? 0,
      ...(slack === 0 ? {} : { slackMs: slack }),
      ...(Number.isNaN(duration) ? {} : { durationMs: duration }),
      arguments: this.#text(chunk, name, "params", start, middle),
      ...(result === "" ? {} : { result }),
      outcome,
      ...(name.binding === undefined ? {} : { binding: name.binding }),
      ...(within === 0 ? {} : { within }),
    };
  }

  /** The check made sure that each row's name is known, and that its values are whole. */
  #nameAt(chunk: TraceChunk, row: number): TraceName {
    return this.#names[chunk.name[row] ?? 0] ?? { direction: "import", interface: "", function: "" };
  }

  #text(chunk: TraceChunk, name: TraceName, which: "params" | "result", start: number, end: number): string {
    const { text } = chunk;
    return areValues(text, start, end)
      ? valuesText(name, which, text, start)
      : this.#decoder.decode(text.subarray(start, end));
  }

  /** Forgets the calls before a number; chunks go when none of their calls is left. */
  #dropBefore(number: number): void {
    let gone = 0;
    for (const chunk of this.#chunks) {
      if (chunk.first + chunk.name.length > number && this.#bytes <= MAX_BYTES) break;
      this.#bytes -= sizeOf(chunk);
      gone += 1;
    }
    this.#chunks.splice(0, gone);
    this.#first = Math.max(this.#first, number, this.#chunks[0]?.first ?? this.#last + 1);
    for (const late of this.#late.keys()) if (late < this.#first) this.#late.delete(late);
  }

  #place(number: number): { readonly chunk: TraceChunk; readonly row: number } | undefined {
    if (!(number >= this.#first && number <= this.#last)) return undefined;
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const chunk = this.#chunks[middle];
      if (chunk === undefined) return undefined;
      if (number < chunk.first) high = middle - 1;
      else if (number >= chunk.first + chunk.name.length) low = middle + 1;
      else return Number.isInteger(number) ? { chunk, row: number - chunk.first } : undefined;
    }
    return undefined;
  }
}

function sizeOf(chunk: TraceChunk): number {
  return CHUNK_BYTES + chunk.text.byteLength + ROW_BYTES * chunk.name.length;
}

function startOf(chunk: TraceChunk, row: number): number {
  return row === 0 ? 0 : (chunk.ends[2 * row - 1] ?? 0);
}

function pathOf(name: TraceName): string {
  return name.interface === "" ? name.function : `${name.interface}#${name.function}`;
}
