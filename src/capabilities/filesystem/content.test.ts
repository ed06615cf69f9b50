import fc from "fast-check";
import { expect, test } from "vitest";
import { Content } from "./content.ts";

const place = fc.nat(600);
const step = fc.oneof(
  fc.record({ act: fc.constant("write" as const), offset: place, bytes: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ act: fc.constant("copy" as const), from: place, length: place, offset: place }),
  fc.record({ act: fc.constant("resize" as const), length: place }),
  fc.record({ act: fc.constant("read" as const), offset: place, length: place }),
);

test("does what a plain array does", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(step, { maxLength: 40 }), (initial, steps) => {
      const given = initial.slice();
      const content = new Content(initial, 64);
      let model = Array.from(initial);
      for (const next of steps) {
        if (next.act === "write" && next.bytes.length > 0) {
          while (model.length < next.offset) model.push(0);
          model.splice(next.offset, next.bytes.length, ...next.bytes);
        }
        if (next.act === "write" && next.bytes.length > 0) content.write(next.offset, next.bytes);
        if (next.act === "copy") {
          const copied = model.slice(next.from, next.from + next.length);
          if (copied.length > 0) {
            while (model.length < next.offset) model.push(0);
            model.splice(next.offset, copied.length, ...copied);
            content.write(next.offset, content.view(next.from, next.length));
          }
        }
        if (next.act === "resize") {
          content.resize(next.length);
          model = Array.from({ length: next.length }, (_, index) => model[index] ?? 0);
        }
        if (next.act === "read") {
          const taken = content.read(next.offset, next.length);
          expect(Array.from(taken)).toEqual(model.slice(next.offset, next.offset + next.length));
          taken.fill(255);
          expect(Array.from(content.view(next.offset, next.length))).toEqual(
            model.slice(next.offset, next.offset + next.length),
          );
        }
        expect(content.length).toBe(model.length);
      }
      expect(Array.from(content.read(0, 10_000))).toEqual(model);
      expect(content.equals(Uint8Array.from(model))).toBe(true);
      expect(content.equals(Uint8Array.from([...model, 0]))).toBe(false);
      expect(initial).toEqual(given);
    }),
  );
});
