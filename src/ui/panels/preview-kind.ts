export type PreviewKind = "text" | "image" | "audio" | "binary";

export interface Kind {
  readonly kind: PreviewKind;
  /** The media type to show it with; only for images and sound. */
  readonly type?: string;
}

const images: readonly (readonly [string, readonly number[]])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["image/bmp", [0x42, 0x4d]],
];

const sounds: readonly (readonly [string, readonly number[]])[] = [
  ["audio/ogg", [0x4f, 0x67, 0x67, 0x53]],
  ["audio/flac", [0x66, 0x4c, 0x61, 0x43]],
  ["audio/mpeg", [0x49, 0x44, 0x33]],
];

/**
 * Tells from the first bytes how a file can be shown. The name decides nothing, and SVG is text: a file of a guest is never
 * given to the browser as anything that can hold a script.
 */
export function kindOf(bytes: Uint8Array): Kind {
  const starts = (mark: readonly number[], at = 0) => mark.every((byte, index) => bytes[at + index] === byte);
  if (starts([0x52, 0x49, 0x46, 0x46])) {
    if (starts([0x57, 0x41, 0x56, 0x45], 8)) return { kind: "audio", type: "audio/wav" };
    if (starts([0x57, 0x45, 0x42, 0x50], 8)) return { kind: "image", type: "image/webp" };
  }
  for (const [type, mark] of images) if (starts(mark) && !isText(bytes)) return { kind: "image", type };
  for (const [type, mark] of sounds) if (starts(mark) && !isText(bytes)) return { kind: "audio", type };
  return { kind: isText(bytes) ? "text" : "binary" };
}

const looked = 65_536;

function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, looked);
  if (head.includes(0)) return false;
  try {
    // `stream` forgives a character that is cut at the end of what is looked at.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: bytes.length > looked });
    return true;
  } catch {
    return false;
  }
}

/** Rows of a hex view: offset, 16 bytes, and the ASCII that they stand for. */
export function hexRows(bytes: Uint8Array, rows: number): readonly string[] {
  const all: string[] = [];
  for (let at = 0; at < bytes.length && all.length < rows; at += 16) {
    const part = [...bytes.subarray(at, at + 16)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    all.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(47)}  ${ascii}`);
  }
  return all;
}
