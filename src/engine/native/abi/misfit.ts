import type { Context } from "../model.ts";

/** A value of the host that does not fit its type. Whoever contains it adds where it stands, from the inside to the outside. */
export class Misfit extends TypeError {
  override readonly name = "TypeError";
  readonly #path: string;
  readonly #reason: string;
  #place = "";

  constructor(cx: Context, reason: string) {
    super(`${cx.path}: ${reason}`);
    this.#path = cx.path;
    this.#reason = reason;
  }

  inside(step: string): void {
    this.#place = this.#place === "" ? step : `${step}, ${this.#place}`;
    this.message = `${this.#path}: ${this.#place}: ${this.#reason}`;
  }
}

/** The usual one. */
export function unlike(cx: Context, wanted: string, value: unknown): Misfit {
  return new Misfit(cx, `${wanted} is expected, but this is ${shown(value)}`);
}

/** Adds a place to an error on its way out; other errors are not touched. */
export function inside(error: unknown, step: string): unknown {
  if (error instanceof Misfit) error.inside(step);
  return error;
}

/** The longest piece of a wrong value that stands in a message. */
const MAX_SHOWN = 40;

/** A value in words for an error message. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "string":
      return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
    case "number":
    case "boolean":
      return String(value);
    case "bigint":
      return `${value}n`.slice(0, MAX_SHOWN);
    case "symbol":
      return "a symbol";
    case "function":
      return "a function";
    default:
      return value === null ? "null" : Array.isArray(value) ? "an array" : "an object";
  }
}
