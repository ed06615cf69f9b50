import { ProgramExit } from "../capabilities/exit/program-exit.ts";
import type { ComponentType, FuncType } from "../component/index.ts";
import {
  traceOutcomes,
  type TraceEnding,
  type TraceName,
  type TraceOutcome,
  type TraceProgress,
} from "../protocol/trace.ts";
import { cut, PendingRows } from "./trace-rows.ts";
import { functionType } from "./trace-types.ts";

/** More pending rows, bytes of text or late endings than this are posted without waiting for their time. */
const MANY_ROWS = 10_000;
const MANY_BYTES = 1024 * 1024;
const MANY_ENDINGS = 1000;

/** How values become text. What it throws is not seen: such a text is left empty. */
export interface TextPrinter {
  /** All parameters with the `self` of a method first: `(descriptor#3, 10)`. */
  arguments(args: readonly unknown[], func: FuncType): string;
  /** Called for functions with a result only. Where that is a WIT `result`, the value is `{ tag: "ok" | "err", val }`. */
  result(value: unknown, func: FuncType): string;
}

export interface TracerOptions {
  /** Rows that are kept at most; 0 traces nothing. */
  readonly entries: number;
  readonly types: ComponentType | undefined;
  readonly printer: TextPrinter;
  /** Milliseconds since the run started. */
  now(): number;
}

/** A function that can be traced. */
export interface TracedFunction {
  readonly name: TraceName;
  readonly type: FuncType | undefined;
  /** Its place among the names that were posted; -1 before the first call. */
  index: number;
}

/** Writes down every call that crosses the boundary, until `take` gives the rows away. */
export class Tracer {
  readonly #options: TracerOptions;
  readonly #rows = new PendingRows();
  readonly #exports = new Map<string, TracedFunction>();
  /** When the calls began that are under way and whose rows are gone. */
  readonly #open = new Map<number, number>();
  #names: TraceName[] = [];
  #nextName = 0;
  #endings: TraceEnding[] = [];
  #within = 0;

  constructor(options: TracerOptions) {
    this.#options = options;
  }

  get on(): boolean {
    return this.#options.entries > 0;
  }

  /** Whether so much is pending that it should be posted now. */
  get full(): boolean {
    return this.#rows.count >= MANY_ROWS || this.#rows.bytes >= MANY_BYTES || this.#endings.length >= MANY_ENDINGS;
  }

  /** Readies a function for tracing; does so once for each. */
  traced(name: TraceName): TracedFunction {
    const { types } = this.#options;
    const names = name.direction === "import" ? types?.imports : types?.exports;
    return { name, type: functionType(names, name.interface, name.function), index: -1 };
  }

  /** A call begins. Gives its number; 0 when the trace is off. */
  begin(called: TracedFunction, args: readonly unknown[]): number {
    const { entries } = this.#options;
    if (entries === 0) return 0;
    if (called.index < 0) {
      called.index = this.#nextName;
      this.#nextName += 1;
      this.#names.push(called.name);
    }
    const rows = this.#rows;
    if (rows.full) {
      const extra = rows.count + 1 - entries;
      if (extra > rows.count / 2) this.#drop(extra);
      else rows.grow();
    }
    const row = rows.add(called.index, this.#within, this.#arguments(called.type, args));
    rows.start[row] = this.#options.now();
    return rows.first + row;
  }

  /** The call came back with a value. */
  returned(number: number, called: TracedFunction, value: unknown): void {
    this.#end(number, called, "returned", { value });
  }

  /** The call ended in a throw: an error value of its `result`, the end of the program, or a trap. */
  threw(number: number, called: TracedFunction, error: unknown): void {
    if (error instanceof ProgramExit) this.#end(number, called, "returned");
    else if (typeof error === "object" && error !== null && Object.hasOwn(error, "payload"))
      this.#end(number, called, "error", { value: Reflect.get(error, "payload") });
    // Engines take what an import throws for an error value only where its type has one; an export throws payloads alone.
    else if (error instanceof Error || called.name.direction === "export" || called.type?.result?.kind !== "result")
      this.#end(number, called, "trapped");
    else this.#end(number, called, "error", { value: error });
  }

  /** Calls an export: calls of imports until its end happen within it. */
  exported<T>(
    name: { readonly interface: string; readonly function: string },
    args: readonly unknown[],
    act: () => T,
  ): T {
    if (!this.on) return act();
    const path = `${name.interface}#${name.function}`;
    const called = this.#exports.get(path) ?? this.traced({ direction: "export", ...name });
    this.#exports.set(path, called);
    const number = this.begin(called, args);
    const outer = this.#within;
    const over = (): void => {
      if (this.#within === number) this.#within = outer;
    };
    this.#within = number;
    let value: T;
    try {
      value = act();
    } catch (error) {
      over();
      this.threw(number, called, error);
      throw error;
    }
    if (!(value instanceof Promise)) {
      over();
      this.returned(number, called, value);
      return value;
    }
    const settled = value.then(
      (result: unknown) => {
        over();
        this.returned(number, called, result);
        return result;
      },
      (error: unknown) => {
        over();
        this.threw(number, called, error);
        throw error;
      },
    );
    // The same promise, but for when it settles.
    return settled as T;
  }

  /** Gives what was not posted yet away; `undefined` when there is nothing. */
  take(): TraceProgress | undefined {
    const rows = this.#rows;
    if (rows.count === 0 && this.#endings.length === 0) return undefined;
    const keptFrom = Math.max(1, rows.first + rows.count - this.#options.entries);
    this.#drop(Math.min(rows.count, Math.max(0, keptFrom - rows.first)));
    const names = this.#names;
    const endings = this.#endings.filter((ending) => ending.number >= keptFrom);
    this.#names = [];
    this.#endings = [];
    if (rows.count === 0) return { names, endings, keptFrom };
    this.#remember(rows.count);
    return { names, chunk: rows.take(), endings, keptFrom };
  }

  #drop(rows: number): void {
    this.#remember(rows);
    this.#rows.drop(rows);
  }

  /** The first rows go: those of calls that are under way still get an end. */
  #remember(rows: number): void {
    const { outcome, start, first } = this.#rows;
    for (let row = 0; row < rows; row += 1) if (outcome[row] === 0) this.#open.set(first + row, start[row] ?? 0);
  }

  #end(number: number, called: TracedFunction, outcome: TraceOutcome, given?: { readonly value: unknown }): void {
    if (number === 0) return;
    const now = this.#options.now();
    const rows = this.#rows;
    const row = number - rows.first;
    const text = given === undefined ? "" : this.#result(called.type, outcome, given.value);
    if (row >= 0) {
      const duration = now - (rows.start[row] ?? now);
      rows.duration[row] = duration;
      rows.outcome[row] = traceOutcomes.indexOf(outcome);
      // Other calls began since: the texts of a row stand together, so this one comes later.
      if (row === rows.count - 1) rows.result(text);
      else if (text !== "") this.#endings.push({ number, duration, outcome, result: cut(text) });
      return;
    }
    const duration = now - (this.#open.get(number) ?? now);
    this.#open.delete(number);
    this.#endings.push({ number, duration, outcome, result: cut(text) });
  }

  #arguments(type: FuncType | undefined, args: readonly unknown[]): string {
    if (type === undefined) return "";
    try {
      return this.#options.printer.arguments(args, type);
    } catch {
      return "";
    }
  }

  #result(type: FuncType | undefined, outcome: TraceOutcome, value: unknown): string {
    if (type?.result === undefined) return "";
    try {
      const whole = type.result.kind === "result" ? { tag: outcome === "error" ? "err" : "ok", val: value } : value;
      return this.#options.printer.result(whole, type);
    } catch {
      return "";
    }
  }
}
