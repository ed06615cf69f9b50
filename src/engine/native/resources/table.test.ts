import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guestKind, hostKind, newState, newStore } from "../calls/calls-testing.ts";
import { CallScope, createHandleTable } from "./index.ts";

const kind = hostKind();
const other = hostKind();

describe("the handle table", () => {
  it("gives indices from 1 and the last freed first", () => {
    const table = createHandleTable();
    expect([1, 2, 3].map((rep) => table.add(kind, rep, true, undefined))).toEqual([1, 2, 3]);
    table.remove(1, kind);
    table.remove(3, kind);
    table.remove(2, kind);
    expect([4, 5, 6, 7].map((rep) => table.add(kind, rep, true, undefined))).toEqual([2, 3, 1, 4]);
  });

  it("traps for what is not there, in words", () => {
    const table = createHandleTable();
    table.add(kind, "a", true, undefined);
    expect(() => table.get(0, kind)).toThrow("unknown handle index 0");
    expect(() => table.get(5, kind)).toThrow("unknown handle index 5");
    expect(() => table.remove(-1, kind)).toThrow("unknown handle index 4294967295");
    table.remove(1, kind);
    expect(() => table.get(1, kind)).toThrow("unknown handle index 1");
    expect(() => table.remove(1, kind)).toThrow(WebAssembly.RuntimeError);
  });

  it("traps for another kind, and says which", () => {
    const table = createHandleTable();
    table.add(kind, "a", true, undefined);
    expect(() => table.get(1, other)).toThrow(
      "handle index 1 used with the wrong type, expected host-defined resource but found a different host-defined resource",
    );
    const state = newState(newStore(), "guest");
    expect(() => table.remove(1, guestKind(state))).toThrow(
      "expected guest-defined resource but found host-defined resource",
    );
    expect(table.live).toBe(1);
  });

  it("does not remove what is lent", () => {
    const table = createHandleTable();
    table.add(kind, "a", true, undefined);
    const scope = new CallScope();
    scope.lend(table.get(1, kind));
    scope.lend(table.get(1, kind));
    expect(table.list()).toEqual([{ index: 1, resource: kind.name, own: true, lends: 2 }]);
    expect(() => table.remove(1, kind)).toThrow("cannot remove owned resource while borrowed");
    scope.giveBack();
    expect(table.remove(1, kind).rep).toBe("a");
  });

  it("holds what a plain map of indices would hold", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }))), (steps) => {
        const table = createHandleTable();
        const model = new Map<number, number>();
        steps.forEach((step, rep) => {
          if (step === 0) {
            const index = table.add(kind, rep, true, undefined);
            expect(model.has(index)).toBe(false);
            model.set(index, rep);
          } else if (model.has(step)) {
            expect(table.get(step, kind).rep).toBe(model.get(step));
            expect(table.remove(step, kind).rep).toBe(model.get(step));
            model.delete(step);
          } else {
            expect(() => table.remove(step, kind)).toThrow("unknown handle index");
          }
          expect(table.live).toBe(model.size);
        });
        expect(table.list().map(({ index }) => index)).toEqual([...model.keys()].toSorted((a, b) => a - b));
      }),
    );
  });
});
