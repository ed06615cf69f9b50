import { expect, test } from "vitest";
import type { Link, Look } from "./types.ts";
import { layoutWires, type Point } from "./layout.ts";

function link(name: string, look: Look, to: string | undefined): Link {
  return {
    id: name,
    from: name,
    fromGroup: "left",
    to: to ?? "nowhere",
    toGroup: "right",
    open: to === undefined,
    look,
    word: look,
  };
}

const points = (entries: Record<string, Point>) => new Map(Object.entries(entries));

test("a mocked wire is one curve that ends in half a plug", () => {
  const [wire] = layoutWires(
    [link("a", "mock", "b")],
    points({ a: { x: 0, y: 10 } }),
    points({ b: { x: 100, y: 30 } }),
  );
  expect(wire).toMatchObject({ look: "mock", plug: "half", path: "M0,10C50,10 50,30 100,30", bar: undefined });
});

test("a denied wire is cut in two with a bar across its middle", () => {
  const [wire] = layoutWires([link("a", "deny", "b")], points({ a: { x: 0, y: 0 } }), points({ b: { x: 100, y: 0 } }));
  expect(wire?.path.match(/M/g)).toHaveLength(2);
  expect(wire?.path.startsWith("M0,0")).toBe(true);
  expect(wire?.path.endsWith("100,0")).toBe(true);
  const [top, bottom] = wire!.bar!;
  expect(top.x).toBeCloseTo(50);
  expect(bottom.x).toBeCloseTo(50);
  expect(Math.abs(top.y - bottom.y)).toBeCloseTo(16);
});

test("a missing wire ends open in the gap, at its own height", () => {
  const [wire] = layoutWires(
    [link("a", "missing", undefined)],
    points({ a: { x: 0, y: 7 } }),
    points({ b: { x: 100, y: 0 } }),
  );
  expect(wire).toMatchObject({ plug: "open", hangs: true, end: { x: 42, y: 7 } });
});

test("folded groups bundle their links, and the worst look wins", () => {
  const wires = layoutWires(
    [link("a", "mock", "p"), link("b", "deny", "q"), link("c", "real", "p")],
    points({ left: { x: 0, y: 0 } }),
    points({ right: { x: 100, y: 0 } }),
  );
  expect(wires).toHaveLength(1);
  expect(wires[0]).toMatchObject({ look: "deny", links: ["a", "b", "c"] });
});

test("a link whose ends are not on the board is not drawn", () => {
  expect(layoutWires([link("a", "real", "b")], points({}), points({ b: { x: 1, y: 1 } }))).toEqual([]);
  expect(layoutWires([link("a", "real", "b")], points({ a: { x: 1, y: 1 } }), points({}))).toEqual([]);
});
