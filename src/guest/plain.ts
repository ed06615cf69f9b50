import { ownsItsBuffer } from "../protocol/data-size.ts";

const MAX_DEPTH = 64;

/** A returned value as data that crosses the boundary: resources become their name, everything else stays as jco maps it. */
export function plain(value: unknown, depth = 0): unknown {
  if (typeof value === "function" || typeof value === "symbol") return `<${typeof value}>`;
  if (typeof value !== "object" || value === null) return value;
  // Part of a larger buffer, such as the guest's memory, would bring all of it along.
  if (ArrayBuffer.isView(value)) return ownsItsBuffer(value) || !(value instanceof Uint8Array) ? value : value.slice();
  if (depth >= MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (value instanceof Map) return [...value].map((pair) => plain(pair, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `<resource${nameOf(value)}>`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]));
}

/** A static method of the component may be called `name`. */
function nameOf(value: object): string {
  const { name }: { readonly name: unknown } = value.constructor;
  return typeof name === "string" ? ` ${name}` : "";
}
