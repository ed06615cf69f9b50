/**
 * Whether an import is looked up by its whole name, version included: WASI 0.2 and 0.3 have interfaces of one name, and a component
 * may import both. jco drops the version of every name that is not mapped, and takes `*` and `#` in a mapped one for patterns.
 */
export function isWholeName(name: string): boolean {
  return /^[0-9a-z:/-]+@[0-9a-z.+-]+$/i.test(name);
}
