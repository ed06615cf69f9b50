import { isPlainObject, type PlainObject } from "./guard.ts";

/** Objects that are alternatives or documents of their own: they are taken whole and never merged field by field. */
const wholes: ReadonlySet<string> = new Set(["component", "world", "files", "invocation", "program.stdin"]);

/** A patch over a value: objects merge, all else replaces, `null` takes away, `undefined` says nothing. */
export function merge(base: unknown, patch: unknown, path = ""): unknown {
  if (patch === null || patch === undefined) return patch === null ? undefined : base;
  if (wholes.has(path) || !isPlainObject(patch)) return patch;
  const under: PlainObject = isPlainObject(base) ? base : {};
  return fromFields([...Object.keys(under), ...Object.keys(patch)], (key) =>
    merge(field(under, key), field(patch, key), inside(path, key)),
  );
}

/** What is left out of a value has its default. */
export function fill(defaults: unknown, value: unknown, path = ""): unknown {
  if (value === undefined) return defaults;
  if (wholes.has(path) || !isPlainObject(defaults) || !isPlainObject(value)) return value;
  return fromFields([...Object.keys(defaults), ...Object.keys(value)], (key) =>
    fill(field(defaults, key), field(value, key), inside(path, key)),
  );
}

/** The opposite of `fill`: what equals its default is left out; `undefined` when nothing is left. */
export function subtract(defaults: unknown, value: unknown, path = ""): unknown {
  if (same(defaults, value)) return undefined;
  if (wholes.has(path) || !isPlainObject(defaults) || !isPlainObject(value)) return value;
  return fromFields(Object.keys(value), (key) => subtract(field(defaults, key), field(value, key), inside(path, key)));
}

function fromFields(keys: readonly string[], make: (key: string) => unknown): PlainObject {
  const made: [string, unknown][] = [];
  for (const key of new Set(keys)) {
    const value = make(key);
    if (value !== undefined) made.push([key, value]);
  }
  // Defines fields in place of assigning them, so that no key can reach a prototype.
  return Object.fromEntries(made);
}

function field(object: PlainObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function inside(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
