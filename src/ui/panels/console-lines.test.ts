import { expect, test } from "vitest";
import { ConsoleLines, type Stream } from "./console-lines.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const shown = (lines: ConsoleLines) => lines.lines.map((line) => `${line.stream}: ${line.text}`);

function feed(chunks: readonly (readonly [Stream, string | readonly number[]])[]): ConsoleLines {
  const lines = new ConsoleLines();
  for (const [stream, content] of chunks) {
    lines.push({ stream, bytes: typeof content === "string" ? bytes(content) : new Uint8Array(content) });
  }
  lines.end();
  return lines;
}

test("splits at line ends, with or without carriage return", () => {
  expect(shown(feed([["stdout", "a\r\nb\n\nc"]]))).toEqual(["stdout: a", "stdout: b", "stdout: ", "stdout: c"]);
});

test("a line goes on after the other stream spoke", () => {
  const lines = feed([
    ["stdout", "one "],
    ["stderr", "oops\n"],
    ["stdout", "two\n"],
  ]);
  expect(shown(lines)).toEqual(["stdout: one two", "stderr: oops"]);
});

test("a character cut between chunks is put together, per stream", () => {
  const lines = feed([
    ["stdout", [0xc3]],
    ["stderr", "x"],
    ["stdout", [0xa9]],
  ]);
  expect(shown(lines)).toEqual(["stderr: x", "stdout: é"]);
});

test("invalid bytes are shown as replacement characters", () => {
  expect(shown(feed([["stdout", [0x61, 0xff, 0xc3]]]))).toEqual(["stdout: a\ufffd\ufffd"]);
});

test("colours go on over lines of their own stream only", () => {
  const lines = feed([
    ["stdout", "\u001b[31mred\nstill\n"],
    ["stderr", "plain\n"],
  ]);
  expect(lines.lines.map((line) => line.style)).toEqual([{}, { fg: 1 }, {}]);
});

test("old lines go in blocks, and ids stay", () => {
  const lines = new ConsoleLines(5, 2);
  lines.push({ stream: "stdout", bytes: bytes("0\n1\n2\n3\n4\n5") });
  lines.push({ stream: "stdout", bytes: bytes("!\n6\n") });
  expect(lines.dropped).toBe(2);
  expect(lines.lines.map((line) => `${line.id}=${line.text}`)).toEqual(["2=2", "3=3", "4=4", "5=5!", "6=6"]);
});

test("what was typed stands where it was sent, and ends the line of the prompt before it", () => {
  const lines = new ConsoleLines();
  lines.push({ stream: "stdout", bytes: bytes("Name? ") });
  lines.typed("Ada");
  lines.push({ stream: "stdout", bytes: bytes("Hello, Ada\n") });
  lines.typed("");
  lines.end();
  expect(shown(lines)).toEqual(["stdout: Name? ", "typed: Ada", "stdout: Hello, Ada", "typed: "]);
  expect(lines.lines.map((line) => line.id)).toEqual([0, 1, 2, 3]);
});
