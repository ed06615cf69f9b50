import { expect, test } from "vitest";
import { decodeOutput } from "./output.ts";

test("streams are apart and a character may be spread over chunks", () => {
  const [first = 0, ...rest] = new TextEncoder().encode("é!");
  const output = [
    { stream: "stdout", bytes: new Uint8Array([first]) },
    { stream: "stderr", bytes: new TextEncoder().encode("err") },
    { stream: "stdout", bytes: new Uint8Array(rest) },
  ] as const;
  expect(decodeOutput(output)).toEqual({ stdout: "é!", stderr: "err" });
});

test("bytes that are not UTF-8 become U+FFFD, also at the end", () => {
  expect(decodeOutput([{ stream: "stdout", bytes: new Uint8Array([0x41, 0xff, 0xc3]) }]).stdout).toBe("A\ufffd\ufffd");
});
