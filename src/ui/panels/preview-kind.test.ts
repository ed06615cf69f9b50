import { expect, test } from "vitest";
import { hexRows, kindOf } from "./preview-kind.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const wav = new Uint8Array([...bytes("RIFF"), 0, 0, 0, 0, ...bytes("WAVEfmt ")]);

test.each([
  [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0]), { kind: "image", type: "image/png" }],
  [wav, { kind: "audio", type: "audio/wav" }],
  [bytes("<svg onload='x()'/>"), { kind: "text" }],
  [bytes("BMW is a car"), { kind: "text" }],
  [new Uint8Array([0, 1]), { kind: "binary" }],
  [new Uint8Array([0xff, 0xfe]), { kind: "binary" }],
  [new Uint8Array(), { kind: "text" }],
])("kind of file %#", (content, kind) => expect(kindOf(content)).toEqual(kind));

test("a character cut by the end of the look is still text", () => {
  expect(kindOf(bytes("a".repeat(65_535) + "é")).kind).toBe("text");
});

test("hex rows hold offset, bytes and ASCII", () => {
  expect(hexRows(bytes("0123456789abcdef\n"), 9)).toEqual([
    "00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef",
    `00000010  0a${" ".repeat(45)}  .`,
  ]);
  expect(hexRows(new Uint8Array(100), 2)).toHaveLength(2);
});
