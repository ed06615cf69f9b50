// Adds up what it reads from standard input: one entry a line, a name and a number.
// The same file is a command (`run`) and a library (`sum`, `pi`).
import environment from "wasi:cli/environment@0.2.12";
import stdin from "wasi:cli/stdin@0.2.12";
import stdout from "wasi:cli/stdout@0.2.12";

/** All of standard input as text. */
function readInput() {
  const input = stdin.getStdin();
  const chunks = [];
  for (;;) {
    try {
      const chunk = input.blockingRead(4096);
      chunks.push(...chunk);
    } catch {
      // The stream answers `closed` at its end.
      return decodeUtf8(chunks);
    }
  }
}

// QuickJS brings the language and no web interfaces, so there is no TextDecoder.
function decodeUtf8(bytes) {
  return decodeURIComponent(bytes.map((byte) => "%" + byte.toString(16).padStart(2, "0")).join(""));
}

function encodeUtf8(text) {
  const bytes = [];
  for (const character of encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|./g)) {
    bytes.push(character[1] === undefined ? character[0].charCodeAt(0) : Number.parseInt(character[1], 16));
  }
  return new Uint8Array(bytes);
}

function print(text) {
  const output = stdout.getStdout();
  // One write takes at most 4096 bytes.
  const bytes = encodeUtf8(text + "\n");
  for (let at = 0; at < bytes.length; at += 4096) output.blockingWriteAndFlush(bytes.subarray(at, at + 4096));
}

/** `name number` for each line that has both; a line of one number has an empty name. */
function parse(text) {
  const entries = [];
  const strange = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const found = /^\s*(.*?)[\s:=,]*(-?\d+(?:\.\d+)?)\s*$/.exec(line);
    if (found === null) strange.push(line);
    else entries.push({ name: found[1], value: Number(found[2]) });
  }
  return { entries, strange };
}

export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

// Machin's formula in whole numbers: pi = 16 atan(1/5) - 4 atan(1/239), with ten digits to spare.
export function pi(digits) {
  const scale = 10n ** BigInt(digits + 10);
  const arctangent = (inverse) => {
    let term = scale / inverse;
    let total = term;
    for (let n = 3n, sign = -1n; term !== 0n; n += 2n, sign = -sign) {
      term /= inverse * inverse;
      total += sign * (term / n);
    }
    return total;
  };
  const value = (16n * arctangent(5n) - 4n * arctangent(239n)) / 10n ** 10n;
  const text = value.toString();
  return digits === 0 ? "3" : `3.${text.slice(1)}`;
}

export const run = {
  run() {
    const [, first, second] = environment.getArguments();
    if (first === "pi") {
      print(pi(Number(second ?? 100)));
      return;
    }
    const { entries, strange } = parse(readInput());
    const groups = new Map();
    for (const { name, value } of entries) groups.set(name, [...(groups.get(name) ?? []), value]);
    const names = [...groups.keys()].sort();
    const width = Math.max(5, ...names.map((name) => name.length));
    for (const name of names) {
      const values = groups.get(name);
      print(`${name.padEnd(width)} ${sum(values).toFixed(2).padStart(10)}  from ${values.length}`);
    }
    print(`${"total".padEnd(width)} ${sum(entries.map((entry) => entry.value)).toFixed(2).padStart(10)}  from ${entries.length}`);
    for (const line of strange) print(`no number in: ${line}`);
  },
};
