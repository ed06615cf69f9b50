// @ts-check
/** The native engine as `reference.mjs` wants it; the same in Node and in a page. */

/** @typedef {import("./reference.mjs").Tools} Tools */

/**
 * @param {Pick<Tools, "assemble" | "camelCase"> & Pick<typeof import("../../src/component/index.ts"), "readComponent">} shared
 * @param {Tools["start"]} start
 * @returns {Tools}
 */
export function nativeTools({ assemble, camelCase, readComponent }, start) {
  return {
    assemble,
    camelCase,
    start,
    typeOf: (bytes, name) => typeOf(readComponent, bytes, name),
    // A stack that overflows is a RangeError in JavaScript.
    isTrap: (error) =>
      error instanceof WebAssembly.RuntimeError || (error instanceof RangeError && /call stack/.test(error.message)),
  };
}

/**
 * @param {typeof import("../../src/component/index.ts").readComponent} readComponent
 * @param {Uint8Array} bytes
 * @param {string} name
 */
export function typeOf(readComponent, bytes, name) {
  const read = readComponent(bytes);
  const entity = read.ok ? read.value.type.exports.get(name) : undefined;
  return entity?.sort === "func" ? entity.type : undefined;
}
