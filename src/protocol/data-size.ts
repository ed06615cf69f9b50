/** Values inside each other that both sides of the sandbox accept; what the guest makes plain is less deep. */
const MAX_DEPTH = 100;

/** Names of files that a run left, in characters together. */
export const MAX_PATH_CHARACTERS = 16 * 1024 * 1024;

/**
 * About how many bytes plain data takes: characters, bytes of typed arrays, and eight for each value and field. Gives
 * `undefined` when it is more than `most`, nested deeper than 100, or not plain (primitives, arrays, objects and views that
 * own their whole buffer). Walks without recursion and stops as soon as it knows.
 */
export function dataSize(value: unknown, most: number): number | undefined {
  let size = 0;
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: current, depth } = next;
    size += 8;
    if (typeof current === "string") size += current.length;
    if (typeof current === "function" || typeof current === "symbol") return undefined;
    if (typeof current === "object" && current !== null) {
      if (ArrayBuffer.isView(current)) {
        if (!ownsItsBuffer(current)) return undefined;
        size += current.byteLength;
      } else {
        const isList = Array.isArray(current);
        if (depth >= MAX_DEPTH || (!isList && !isPlain(current))) return undefined;
        // A list may say that it is longer than it is.
        if (isList && current.length * 8 > most - size) return undefined;
        for (const [key, inner] of Object.entries(current)) {
          size += isList ? 0 : key.length + 8;
          waiting.push({ value: inner, depth: depth + 1 });
          if (size + waiting.length * 8 > most) return undefined;
        }
      }
    }
    if (size > most) return undefined;
  }
  return size;
}

/** Whether a view is all of a buffer that has a fixed size: a small view can drag a large buffer along. */
export function ownsItsBuffer(view: ArrayBufferView): boolean {
  const { buffer } = view;
  return buffer instanceof ArrayBuffer && !buffer.resizable && buffer.byteLength === view.byteLength;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm has another `Object.prototype`, which itself has none above it.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
