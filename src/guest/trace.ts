import { ProgramExit } from "../capabilities/exit/program-exit.ts";
import type { ComponentType, FuncType, ValType } from "../component/index.ts";
import {
  traceOutcomes,
  type TraceEnding,
  type TraceName,
  type TraceOutcome,
  type TraceProgress,
} from "../protocol/trace.ts";
import { cutText } from "../protocol/trace-values.ts";
import { TraceClock, type Timed, type TraceTimes } from "./trace-clock.ts";
import { carriedOf, NOTHING, NO_VALUE, type Carried, type ResourceNames } from "./trace-kinds.ts";
import { chunkOf, PendingRows } from "./trace-rows.ts";
import { functionType } from "./trace-types.ts";

/** Rows that one message has at most. Where more are kept, `MANY_ROWS` are posted without waiting for their time. */
const MOST_ROWS = 100_000;
const MANY_ROWS = 50_000;
/** The same for bytes that calls carried and for late endings. */
const MANY_BYTES = 4 * 1024 * 1024;
const MANY_ENDINGS = 1000;
const RETURNED = traceOutcomes.indexOf("returned");

/** How values become text. What it throws is not seen: such a text is left empty. */
export interface TextPrinter {
  /** All parameters with the `self` of a method first: `(descriptor#3, 10)`. */
  arguments(args: readonly unknown[], func: FuncType): string;
  /** Called for functions with a result only. Where that is a WIT `result`, the value is `{ tag: "ok" | "err", val }`. */
  result(value: unknown, func: FuncType): string;
  /** How it names resources; where it is there, values that need not become text cross as they are. */
  readonly resources?: ResourceNames;
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
  readonly isImport: boolean;
  readonly carried: Carried;
  /** Whether it takes and gives numbers alone: such an import does nothing that takes time, and its end is not timed. */
  readonly instant: boolean;
  /** Its place among the names that were posted; -1 before the first call. */
  index: number;
}

/** Writes down every call that crosses the boundary, until `take` gives the rows away. */
export class Tracer {
  readonly #options: TracerOptions;
  /** The rows that are written, and those before them; between two posts more rows than are kept may come. */
  #rows: PendingRows;
  #older: PendingRows;
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
    const numberOf = (resource: object): number => options.printer.resources?.number(resource) ?? 0;
    this.#rows = new PendingRows(numberOf);
    this.#older = new PendingRows(numberOf);
    this.#clock = new TraceClock(options, (from, calls, ms) => {
      for (let number = from; number < from + calls; number += 1) {
        const rows = this.#holding(number);
        if (rows !== undefined) rows.slack[number - rows.first] = ms;
      }
    });
  }

  get on(): boolean {
    return this.#options.entries > 0;
  }

  /** Whether so much is pending that it should be posted now. */
  get full(): boolean {
    return (
      (this.#rows.count >= MANY_ROWS && this.#options.entries > MOST_ROWS) ||
      this.#rows.text.length + this.#older.text.length >= MANY_BYTES ||
      this.#endings.length >= MANY_ENDINGS
    );
  }

  /** Readies a function for tracing; does so once for each. */
  traced(name: TraceName): TracedFunction {
    const { types, printer } = this.#options;
    const names = name.direction === "import" ? types?.imports : types?.exports;
    const type = functionType(names, name.interface, name.function);
    const isImport = name.direction === "import";
    const isMethod = isImport && name.function.startsWith("[method]");
    const instant = isImport && type !== undefined && isInstant(type);
    const carried = carriedOf(type, printer.resources);
    return {
      name: { ...name, ...carried.told },
      type,
      isMethod,
      isImport,
      carried,
      instant,
      byTicks: instant,
      index: -1,
    };
  }

  /** A call begins; `self` is what a method is called on. Gives its number; 0 when the trace is off. */
  begin(called: TracedFunction, args: readonly unknown[], self?: unknown): number {
    if (this.#options.entries === 0) return 0;
    const rows = this.#add(called);
    const all = called.isMethod ? [self, ...args] : args;
    const { params } = called.carried;
    const from = rows.text.open();
    let fits = params?.length === all.length;
    for (let at = 0; fits && at < all.length; at += 1) fits = rows.text.put(params?.[at] ?? NOTHING, all[at]);
    if (!fits) this.#print(rows, from, called, all);
    return this.#begun(rows, called);
  }

  /** As `begin`, when the trace is on and the values are as many as the function carries: here none. */
  begin0(called: TracedFunction): number {
    const rows = this.#add(called);
    rows.text.open();
    return this.#begun(rows, called);
  }

  /** As `begin0` with one: the argument, or what a method is called on. */
  begin1(called: TracedFunction, a: unknown): number {
    const rows = this.#add(called);
    const { text } = rows;
    const from = text.open();
    if (!text.put(called.carried.first, a)) this.#print(rows, from, called, [a]);
    return this.#begun(rows, called);
  }

  /** As `begin0` with two: the arguments, or what a method is called on and its argument. */
  begin2(called: TracedFunction, a: unknown, b: unknown): number {
    const rows = this.#add(called);
    const { text } = rows;
    const { first, second } = called.carried;
    const from = text.open();
    if (!text.put(first, a) || !text.put(second, b)) this.#print(rows, from, called, [a, b]);
    return this.#begun(rows, called);
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
    if (called.instant) rows.duration[row] = 0;
    else this.#time(rows, row, called);
    rows.outcome[row] = RETURNED;
    const { result } = called.carried;
    if (result === NOTHING) return;
    const { text } = rows;
    const from = text.openNext();
    if (result !== NO_VALUE && (result === undefined || !text.put(result, value)))
      this.#printResult(rows, from, called, value);
    rows.endResult();
  }

  /** The call gave a promise: from now on it waits. */
  waits(number: number, called: TracedFunction): void {
    const rows = this.#rows;
    const row = number - rows.first;
    if (number === 0 || !called.byTicks || row !== rows.count - 1) return;
    rows.slack[row] = this.#clock.over(called);
    called.byTicks = false;
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
    const [older, rows] = [this.#older, this.#rows];
    if (rows.count === 0 && this.#endings.length === 0) return undefined;
    this.#clock.settle();
    const next = rows.first + rows.count;
    const keptFrom = Math.max(1, next - this.#options.entries);
    const names = this.#names;
    const endings = this.#endings.filter((ending) => ending.number >= keptFrom);
    this.#names = [];
    this.#endings = [];
    if (rows.count === 0) return { names, endings, keptFrom };
    this.#remember(older);
    this.#remember(rows);
    const chunk = chunkOf(older, rows, Math.max(keptFrom, next - MOST_ROWS));
    older.clear(next);
    rows.clear(next);
    return { names, chunk, endings, keptFrom };
  }

  /** A row for a call; gives the rows it is the last of. */
  #add(called: TracedFunction): PendingRows {
    if (called.index < 0) this.#introduce(called);
    let rows = this.#rows;
    if (rows.count === rows.room) rows = this.#makeRoom();
    rows.add(called.index, this.#within);
    return rows;
  }

  #introduce(called: TracedFunction): void {
    called.index = this.#nextName;
    this.#nextName += 1;
    this.#names.push(called.name);
  }

  /** As many rows as are kept can stand beside the older ones, which then go. Gives those to write to. */
  #makeRoom(): PendingRows {
    const rows = this.#rows;
    if (rows.room < this.#options.entries) {
      rows.grow(this.#options.entries);
      return rows;
    }
    const older = this.#older;
    this.#remember(older);
    older.clear(rows.first + rows.count);
    this.#older = rows;
    this.#rows = older;
    return older;
  }

  /** What a call carries is written: it starts. Gives its number. */
  #begun(rows: PendingRows, called: TracedFunction): number {
    const row = rows.count - 1;
    const number = rows.first + row;
    rows.endArguments();
    rows.start[row] = called.instant ? this.#clock.instant(number) : this.#start(called);
    return number;
  }

  #start(called: TracedFunction): number {
    return called.byTicks && called.isImport ? this.#clock.last : this.#clock.start(called);
  }

  /** The last call is over, and nothing was called since it began. */
  #time(rows: PendingRows, row: number, called: TracedFunction): void {
    if (called.instant) rows.duration[row] = 0;
    else if (called.byTicks && called.isImport) {
      rows.duration[row] = 0;
      const slack = this.#clock.over(called);
      if (slack > 0) rows.slack[row] = slack;
    } else rows.duration[row] = this.#clock.duration(called, (rows.start[row] ?? 0) + (rows.slack[row] ?? 0));
  }

  #holding(number: number): PendingRows | undefined {
    if (number >= this.#rows.first) return this.#rows;
    return this.#older.count > 0 && number >= this.#older.first ? this.#older : undefined;
  }

  /** Rows go: those of calls that are under way still get an end. */
  #remember({ outcome, start, slack, first, count }: PendingRows): void {
    for (let row = outcome.indexOf(0); row >= 0 && row < count; row = outcome.indexOf(0, row + 1))
      this.#open.set(first + row, (start[row] ?? 0) + (slack[row] ?? 0));
  }

  #end(number: number, called: TracedFunction, outcome: TraceOutcome, given?: { readonly value: unknown }): void {
    if (number === 0) return;
    const rows = this.#rows;
    const row = number - rows.first;
    if (row < 0 || row !== rows.count - 1) {
      this.#late(number, called, outcome, given);
      return;
    }
    this.#time(rows, row, called);
    rows.outcome[row] = traceOutcomes.indexOf(outcome);
    if (given !== undefined) rows.text.text(this.#result(called.type, outcome, given.value));
    rows.endResult();
  }

  /** Other calls began since, or the row is gone: the texts of a row stand together, so this one comes later. */
  #late(number: number, called: TracedFunction, outcome: TraceOutcome, given?: { readonly value: unknown }): void {
    const rows = this.#holding(number);
    const row = rows === undefined ? 0 : number - rows.first;
    // Whatever it did before it waited takes no time.
    const start = rows === undefined ? this.#open.get(number) : (rows.start[row] ?? 0) + (rows.slack[row] ?? 0);
    const duration = start === undefined ? 0 : this.#clock.duration(called, start);
    const text = given === undefined ? "" : this.#result(called.type, outcome, given.value);
    if (rows === undefined) this.#open.delete(number);
    else {
      rows.duration[row] = duration;
      rows.outcome[row] = traceOutcomes.indexOf(outcome);
      if (text === "") return;
    }
    this.#endings.push({ number, duration, outcome, result: cutText(text) });
  }

  /** Writes texts in place of values. */
  #print(rows: PendingRows, from: number, called: TracedFunction, all: readonly unknown[]): void {
    rows.text.length = from;
    rows.text.text(this.#arguments(called.type, all));
  }

  #printResult(rows: PendingRows, from: number, called: TracedFunction, value: unknown): void {
    rows.text.length = from;
    rows.text.text(this.#result(called.type, "returned", value));
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
function isInstant({ params, result, async }: FuncType): boolean {
  return !async && (result === undefined || isNumber(result)) && params.every(({ type }) => isNumber(type));
}

function isNumber({ kind }: ValType): boolean {
  return /^(bool|char|[us](8|16|32|64)|f(32|64))$/.test(kind);
}
