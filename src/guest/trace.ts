import { ProgramExit } from "../capabilities/exit/program-exit.ts";
import type { ComponentType, FuncType, ValType } from "../component/index.ts";
import {
  traceOutcomes,
  type TraceEnding,
  type TraceName,
  type TraceOutcome,
  type TraceProgress,
} from "../protocol/trace.ts";
import { cut } from "./trace-bytes.ts";
import { TraceClock, type Timed, type TraceTimes } from "./trace-clock.ts";
import type { QuickWriter } from "./trace-quick.ts";
import { PendingRows } from "./trace-rows.ts";
import { functionType } from "./trace-types.ts";

/** More pending rows, bytes of text or late endings than this are posted without waiting for their time. */
const MANY_ROWS = 10_000;
const MANY_BYTES = 1024 * 1024;
const MANY_ENDINGS = 1000;
const RETURNED = traceOutcomes.indexOf("returned");

/** How values become text. What it throws is not seen: such a text is left empty. */
export interface TextPrinter {
  /** All parameters with the `self` of a method first: `(descriptor#3, 10)`. */
  arguments(args: readonly unknown[], func: FuncType): string;
  /** Called for functions with a result only. Where that is a WIT `result`, the value is `{ tag: "ok" | "err", val }`. */
  result(value: unknown, func: FuncType): string;
  /** Writes the same texts without making strings; `undefined` where it cannot for any values of the function. */
  quick?(func: FuncType, isMethod: boolean): QuickWriter | undefined;
}

export interface TracerOptions extends TraceTimes {
  /** Rows that are kept at most; 0 traces nothing. */
  readonly entries: number;
  readonly types: ComponentType | undefined;
  readonly printer: TextPrinter;
}

/** A function that can be traced. */
export interface TracedFunction extends Timed {
  readonly name: TraceName;
  readonly type: FuncType | undefined;
  readonly isMethod: boolean;
  readonly quick: QuickWriter | undefined;
  /** Whether it takes and gives numbers alone: such an import does nothing that takes time, and its end is not timed. */
  readonly instant: boolean;
  /** Its place among the names that were posted; -1 before the first call. */
  index: number;
}

/** Writes down every call that crosses the boundary, until `take` gives the rows away. */
export class Tracer {
  readonly #options: TracerOptions;
  readonly #rows = new PendingRows();
  readonly #clock: TraceClock;
  readonly #exports = new Map<string, TracedFunction>();
  /** When the calls began that are under way and whose rows are gone. */
  readonly #open = new Map<number, number>();
  #names: TraceName[] = [];
  #nextName = 0;
  #endings: TraceEnding[] = [];
  #within = 0;

  constructor(options: TracerOptions) {
    this.#options = options;
    this.#clock = new TraceClock(options);
  }

  get on(): boolean {
    return this.#options.entries > 0;
  }

  /** Whether so much is pending that it should be posted now. */
  get full(): boolean {
    return (
      this.#rows.count >= MANY_ROWS || this.#rows.text.length >= MANY_BYTES || this.#endings.length >= MANY_ENDINGS
    );
  }

  /** Readies a function for tracing; does so once for each. */
  traced(name: TraceName): TracedFunction {
    const { types } = this.#options;
    const names = name.direction === "import" ? types?.imports : types?.exports;
    const type = functionType(names, name.interface, name.function);
    const isMethod = name.direction === "import" && name.function.startsWith("[method]");
    const instant = name.direction === "import" && type !== undefined && isInstant(type);
    return {
      name,
      type,
      isMethod,
      quick: type && this.#options.printer.quick?.(type, isMethod),
      instant,
      byTicks: instant,
      index: -1,
    };
  }

  /** A call begins; `self` is what a method is called on. Gives its number; 0 when the trace is off. */
  begin(called: TracedFunction, args: readonly unknown[], self?: unknown): number {
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
    const row = rows.add(called.index, this.#within);
    this.#putArguments(called, args, self);
    rows.endArguments();
    rows.start[row] = this.#clock.start(called);
    return rows.first + row;
  }

  /** The call came back with a value. */
  returned(number: number, called: TracedFunction, value: unknown): void {
    if (number === 0) return;
    const rows = this.#rows;
    const row = number - rows.first;
    if (row < 0 || row !== rows.count - 1) {
      this.#late(number, called, "returned", { value });
      return;
    }
    rows.duration[row] = called.instant ? 0 : this.#clock.duration(called, rows.start[row] ?? 0);
    rows.outcome[row] = RETURNED;
    this.#putResult(called, value);
    rows.endResult();
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
    const rows = this.#rows;
    const row = number - rows.first;
    if (row < 0 || row !== rows.count - 1) {
      this.#late(number, called, outcome, given);
      return;
    }
    rows.duration[row] = this.#clock.duration(called, rows.start[row] ?? 0);
    rows.outcome[row] = traceOutcomes.indexOf(outcome);
    if (given !== undefined) rows.text.put(this.#result(called.type, outcome, given.value));
    rows.endResult();
  }

  /** Other calls began since, or the row is gone: the texts of a row stand together, so this one comes later. */
  #late(number: number, called: TracedFunction, outcome: TraceOutcome, given?: { readonly value: unknown }): void {
    const rows = this.#rows;
    const row = number - rows.first;
    const start = row >= 0 ? rows.start[row] : this.#open.get(number);
    const duration = start === undefined ? 0 : this.#clock.duration(called, start);
    const text = given === undefined ? "" : this.#result(called.type, outcome, given.value);
    if (row >= 0) {
      rows.duration[row] = duration;
      rows.outcome[row] = traceOutcomes.indexOf(outcome);
      if (text === "") return;
    } else this.#open.delete(number);
    this.#endings.push({ number, duration, outcome, result: cut(text) });
  }

  #putArguments(called: TracedFunction, args: readonly unknown[], self: unknown): void {
    const { text } = this.#rows;
    const before = text.length;
    try {
      if (called.quick?.arguments(text, self, args) === true) return;
    } catch {
      // The printer says what it is that cannot be read.
    }
    text.length = before;
    text.put(this.#arguments(called.type, called.isMethod ? [self, ...args] : args));
  }

  #putResult(called: TracedFunction, value: unknown): void {
    const { text } = this.#rows;
    const before = text.length;
    try {
      if (called.quick?.returned(text, value) === true) return;
    } catch {
      // As above.
    }
    text.length = before;
    text.put(this.#result(called.type, "returned", value));
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

/** Whether all that crosses is numbers: no memory, no handle, nothing that could be waited for. */
function isInstant({ params, result }: FuncType): boolean {
  return (result === undefined || isNumber(result)) && params.every(({ type }) => isNumber(type));
}

function isNumber({ kind }: ValType): boolean {
  return /^(bool|char|[us](8|16|32|64)|f(32|64))$/.test(kind);
}
