import fc from "fast-check";
import { expect, test } from "vitest";
import { PendingRows } from "./trace-rows.ts";

test("texts of any characters are kept as UTF-8", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "7", "é", "…", "\u{d7ff}", "\u{e000}", "\u{ffff}", "😀", "\ud800"),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (given) => {
      const rows = new PendingRows();
      for (const [args, result] of given) {
        rows.add(0, 0);
        rows.text.put(args);
        rows.endArguments();
        rows.text.put(result);
        rows.endResult();
      }
      const { text: bytes, ends } = rows.take();
      const encoder = new TextEncoder();
      const texts = given.flat().map((_, at) => bytes.slice(at === 0 ? 0 : ends[at - 1], ends[at]));
      expect(texts).toEqual(given.flat().map((whole) => encoder.encode(whole)));
    }),
  );
});
