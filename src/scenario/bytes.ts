const chunk = 0x8000;

/** Bytes as base64 (RFC 4648, section 4, padded). */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // A multiple of three bytes at a time, so that the parts join without padding between them.
  const step = chunk * 3;
  for (let start = 0; start < bytes.length; start += step)
    parts.push(btoa(latin1(bytes.subarray(start, start + step))));
  return parts.join("");
}

/** The bytes that base64 stands for; `undefined` when it is not padded base64 of the standard alphabet. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (base64Size(text) === undefined) return undefined;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

const standard = /^[A-Za-z0-9+/]*$/;

/** How many bytes a base64 text stands for, without decoding it; `undefined` when it is malformed. */
export function base64Size(text: string): number | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const body = text.length - padding;
  for (let start = 0; start < body; start += chunk) {
    if (!standard.test(text.slice(start, Math.min(start + chunk, body)))) return undefined;
  }
  return (text.length / 4) * 3 - padding;
}

/** Bytes as base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes of base64url without padding; `undefined` when malformed. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const padded = text
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .padEnd(Math.ceil(text.length / 4) * 4, "=");
  return text.length % 4 === 1 ? undefined : fromBase64(padded);
}

/** How many bytes a text takes in UTF-8; a lone surrogate takes the three of U+FFFD. */
export function utf8Size(text: string): number {
  let size = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    size += unit < 0x800 ? 1 : 2;
    // A pair is two units and four bytes.
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) index++;
  }
  return size;
}

/** CRC-32 as in zip and PNG (polynomial 0xEDB88320), unsigned. */
export function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += chunk) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + chunk)));
  }
  return parts.join("");
}
