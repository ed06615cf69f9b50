import { looksLikeWit } from "../wit/text/looks.ts";

const magics: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b], "it looks like a gzip archive: unpack it first"],
  [[0x50, 0x4b, 0x03, 0x04], "it looks like a zip archive: unpack it first"],
  [[0x28, 0xb5, 0x2f, 0xfd], "it looks like a zstd archive: unpack it first"],
  [[0x7f, 0x45, 0x4c, 0x46], "it looks like a native program for Linux"],
  [[0xcf, 0xfa, 0xed, 0xfe], "it looks like a native program for macOS"],
  [[0x4d, 0x5a], "it looks like a native program for Windows"],
  [[0x25, 0x50, 0x44, 0x46], "it looks like a PDF"],
  [[0x89, 0x50, 0x4e, 0x47], "it looks like a PNG picture"],
];

/** A guess at what a file is that is not WebAssembly, in words. */
export function whatItLooksLike(bytes: Uint8Array): string {
  const magic = magics.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  if (magic !== undefined) return magic[1];
  const start = text(bytes.subarray(0, 4096));
  if (start === undefined) return "it is data of an unknown kind";
  if (/^\s*<(!doctype|html)/i.test(start))
    return "it looks like a web page: the address may lead to a page about the file";
  if (start.startsWith("version https://git-lfs"))
    return "it is a Git LFS pointer: the file itself is stored elsewhere";
  if (looksLikeWit(start)) return "it looks like WIT text: choose “Your own world” to use it as a world";
  return "it is text";
}

/** Whether this is WebAssembly text: after white space and comments it begins with a module, a component, or a field of one. */
export function looksLikeWat(bytes: Uint8Array): boolean {
  const start = text(bytes.subarray(0, 65_536));
  if (start === undefined) return false;
  let rest = start.replace(/^\ufeff/, "");
  for (;;) {
    const next = rest
      .replace(/^\s+/, "")
      .replace(/^;;[^\n]*(\n|$)/, "")
      .replace(/^\(;[^]*?;\)/, "");
    if (next === rest) break;
    rest = next;
  }
  return /^\(\s*(module|component|core|func|import|type|memory)\b/.test(rest);
}

/** Decodes a beginning of UTF-8 text; a character cut at the end is no fault, a NUL or another broken one is. */
function text(bytes: Uint8Array): string | undefined {
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return decoded.includes("\0") ? undefined : decoded;
  } catch {
    return undefined;
  }
}
