import { expect, test } from "vitest";
import { defaultScenario } from "../scenario/defaults.ts";
import type { Stdin } from "../scenario/schema.ts";
import { stdinSource } from "./stdin.ts";

function source(stdin: Stdin) {
  const scenario = defaultScenario();
  const files = [{ mount: "/data", writable: false, tree: { "in.txt": { text: "from a file" } } }];
  return stdinSource({ ...scenario, files, program: { ...scenario.program, stdin } });
}
const bytes = (text: string) => new TextEncoder().encode(text);

test("every way to say what standard input is", () => {
  expect(source({ text: "é" })).toEqual({ ok: true, value: { kind: "bytes", bytes: bytes("é") } });
  expect(source({ base64: "AP8=" })).toEqual({ ok: true, value: { kind: "bytes", bytes: Uint8Array.of(0, 255) } });
  expect(source({ file: "/data/in.txt" })).toEqual({
    ok: true,
    value: { kind: "bytes", bytes: bytes("from a file") },
  });
  expect(source({ closed: true })).toEqual({ ok: true, value: { kind: "closed" } });
  expect(source({ lines: [{ text: "one" }, { text: "two", delayMs: 1.5 }] })).toEqual({
    ok: true,
    value: {
      kind: "pieces",
      pieces: [
        { bytes: bytes("one\n"), delayNs: 0n },
        { bytes: bytes("two\n"), delayNs: 1_500_000n },
      ],
    },
  });
});

test("a file that is not mounted is told by its path", () => {
  const missing = source({ file: "/data/none" });
  expect(missing.ok ? undefined : missing.error).toMatchObject({
    tag: "no-file",
    message: expect.stringContaining("/data/none"),
  });
});
