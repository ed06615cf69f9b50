import fc from "fast-check";
import { expect, test } from "vitest";
import { chunkOf, PendingRows } from "./trace-rows.ts";

test("texts of any characters are kept as UTF-8, also those of two sets of rows, from any row on", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "7", "é", "…", "\u{d7ff}", "\u{e000}", "\u{ffff}", "😀", "\ud800"),
  });
  const calls = fc.array(fc.tuple(text, text));
  fc.assert(
    fc.property(calls, calls, fc.nat(10), (before, after, skipped) => {
      const sets = [before, after].map((given, at) => {
        const rows = new PendingRows(() => 0);
        rows.clear(at === 0 ? 1 : before.length + 1);
        for (const [args, result] of given) {
          rows.add(at, 0);
          rows.text.text(args);
          rows.endArguments();
          rows.text.text(result);
          rows.endResult();
        }
        return rows;
      });
      const [older, newer] = sets;
      if (older === undefined || newer === undefined) throw new Error("There are two.");
      const from = Math.min(1 + skipped, before.length + after.length + 1);
      const { first, name, text: bytes, ends } = chunkOf(older, newer, from);
      const kept = [...before, ...after].slice(from - 1);
      expect(first).toBe(from);
      expect([...name]).toEqual([...before.map(() => 0), ...after.map(() => 1)].slice(from - 1));
      const encoder = new TextEncoder();
      const texts = kept.flat().map((_, at) => bytes.slice(at === 0 ? 0 : ends[at - 1], ends[at]));
      expect(texts).toEqual(kept.flat().map((whole) => encoder.encode(whole)));
    }),
  );
});
