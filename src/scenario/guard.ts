import { caps } from "./limits.ts";
import type { Reason } from "./reasons.ts";

export type PlainObject = Readonly<Record<string, unknown>>;

/** An object as JSON makes them: no class instance, no list. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object from another realm has another `Object.prototype`, which itself has none above it.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Looks over a value from outside before any schema does: it must be JSON-like, not nested too deeply, not too large, and
 * hold no key that would reach a prototype. Walks without recursion. Bytes are let through.
 */
export function guard(value: unknown): Reason | undefined {
  const waiting: { readonly value: unknown; readonly path: readonly PropertyKey[] }[] = [{ value, path: [] }];
  let values = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: current, path } = next;
    if (++values > caps.values) return { path: [], text: `holds more than ${caps.values} values` };
    if (typeof current !== "object" || current === null) {
      if (typeof current === "function" || typeof current === "symbol" || typeof current === "bigint") {
        return { path, text: `must be plain data, not a ${typeof current}` };
      }
      continue;
    }
    if (current instanceof Uint8Array) continue;
    if (path.length >= caps.nesting)
      return { path: path.slice(0, 8), text: `is nested more than ${caps.nesting} levels deep` };
    if (Array.isArray(current)) {
      if (current.length > caps.values) return { path, text: `holds more than ${caps.values} values` };
      for (const [index, item] of current.entries()) waiting.push({ value: item, path: [...path, index] });
    } else if (isPlainObject(current)) {
      for (const key of Object.keys(current)) {
        if (key === "__proto__") return { path: [...path, key], text: "is a name that cannot be used" };
        waiting.push({ value: current[key], path: [...path, key] });
      }
    } else {
      return { path, text: "must be plain data" };
    }
  }
  return undefined;
}
