import type { BinaryKind } from "./model.ts";

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const COMPONENT_VERSION = 0x0d;

/**
 * Tells what a binary is by its magic, version and layer (Binary.md, "preamble"). `old-component` is the component layer in
 * any version but the current one. Reading a `component` tells whether it is sound, and `isWitPackage` what it is for.
 */
export function binaryKind(bytes: Uint8Array): BinaryKind {
  if (bytes.length < 8 || MAGIC.some((byte, i) => bytes[i] !== byte)) return "unknown";
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const version = view.getUint16(4, true);
  const layer = view.getUint16(6, true);
  if (layer === 0) return version === 1 ? "module" : "unknown";
  if (layer !== 1) return "unknown";
  return version === COMPONENT_VERSION ? "component" : "old-component";
}
