import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";
import { fail, ok, type Result } from "../result.ts";
import { crc32, fromBase64Url, toBase64Url } from "./bytes.ts";
import { dictionary } from "./dictionary.ts";
import { minimize, parseScenario } from "./parse.ts";
import type { FileNode, FileTree, Scenario, Stdin } from "./schema.ts";
import { newerVersion } from "./upgrade.ts";

/** The codec and its version. */
const prefix = "#w1.";
const newest = 1;

export const linkCaps = {
  /** Characters of the payload. */
  packedLength: 64 * 1024,
  /** Bytes of the JSON inside. */
  unpackedBytes: 1024 * 1024,
} as const;

/** The length of every link that stands for too much: no payload has it that can be opened. */
const tooLong = prefix + "_".repeat(linkCaps.packedLength + 1);

/**
 * The part of an address that carries a scenario: `#w1.` and, as base64url, the CRC-32 (big-endian) of the minimized JSON and then
 * this JSON, deflated with the frozen dictionary. A scenario over `linkCaps` gives a link that is longer than they allow and
 * that `decodeLink` refuses: offer a file in its place.
 */
export function encodeLink(scenario: Scenario): string {
  // Large files are told from their text's length, so that a live length costs nothing.
  if (contentsLength(scenario) > linkCaps.unpackedBytes) return tooLong;
  const json = strToU8(JSON.stringify(minimize(scenario)));
  if (json.length > linkCaps.unpackedBytes) return tooLong;
  const deflated = deflateSync(json, { level: 9, dictionary });
  const packed = new Uint8Array(4 + deflated.length);
  new DataView(packed.buffer).setUint32(0, crc32(json));
  packed.set(deflated, 4);
  const payload = toBase64Url(packed);
  return payload.length > linkCaps.packedLength ? tooLong : prefix + payload;
}

/**
 * The scenario of a link's hash part, with or without the leading `#`. It may ask for real bindings: see `asks.ts`. Errors:
 * `link-damaged`, `link-too-large`, `newer-version`, and `scenario` for a link that was made by hand.
 */
export function decodeLink(hash: string): Result<Scenario> {
  const [, version, payload] = /^#?w(\d{1,6})\.([^]*)$/.exec(hash.trim()) ?? [];
  if (version === undefined || payload === undefined) return damaged("it does not begin as a link does");
  if (Number(version) > newest) return newerVersion("link", Number(version), newest);
  if (Number(version) !== newest) return damaged("it does not begin as a link does");
  if (payload.length > linkCaps.packedLength)
    return tooLarge(`has ${payload.length} characters, and ${linkCaps.packedLength} are allowed`);
  const packed = fromBase64Url(payload);
  if (packed === undefined || packed.length < 5) return damaged("characters are missing or were changed");
  const json = inflate(packed.subarray(4));
  if (!json.ok) return json;
  if (crc32(json.value) !== new DataView(packed.buffer).getUint32(0))
    return damaged("characters are missing or were changed");
  let value: unknown;
  try {
    value = JSON.parse(strFromU8(json.value));
  } catch {
    return damaged("it does not hold a scenario");
  }
  return parseScenario(value);
}

/** Whether a hash part of an address is meant as a link of any version. */
export function isLink(hash: string): boolean {
  return /^#?w\d{1,6}\./.test(hash);
}

/** Inflates a little at a time and stops as soon as the cap is passed, so that a small link cannot fill the memory. */
function inflate(deflated: Uint8Array): Result<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate({ dictionary }, (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  const step = 512;
  try {
    for (let start = 0; start < deflated.length; start += step) {
      stream.push(deflated.subarray(start, start + step), start + step >= deflated.length);
      if (size > linkCaps.unpackedBytes) return tooLarge(`unpacks to more than ${linkCaps.unpackedBytes} bytes`);
    }
  } catch {
    return damaged("characters are missing or were changed");
  }
  const whole = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    whole.set(chunk, end);
    end += chunk.length;
  }
  return ok(whole);
}

/** UTF-16 units of the files and the input: less than what the JSON takes. */
function contentsLength(scenario: Scenario): number {
  return scenario.files.reduce((sum, { tree }) => sum + treeLength(tree), stdinLength(scenario.program.stdin));
}

function stdinLength(stdin: Stdin): number {
  if ("text" in stdin) return stdin.text.length;
  if ("base64" in stdin) return stdin.base64.length;
  return "lines" in stdin ? stdin.lines.reduce((sum, line) => sum + line.text.length, 0) : 0;
}

function treeLength(tree: FileTree): number {
  return Object.values(tree).reduce((sum, node) => sum + nodeLength(node), 0);
}

function nodeLength(node: FileNode): number {
  if ("tree" in node) return treeLength(node.tree);
  if ("text" in node) return node.text.length;
  if ("base64" in node) return node.base64.length;
  return "symlink" in node ? node.symlink.length : node.hardlink.length;
}

function damaged(how: string): Result<never> {
  return fail("link-damaged", `The link is damaged: ${how}. Ask for it again and copy it whole.`);
}

function tooLarge(how: string): Result<never> {
  return fail("link-too-large", `The link is too large: it ${how}. Ask for the scenario as a file.`);
}
