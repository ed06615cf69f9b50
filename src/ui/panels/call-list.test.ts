import { expect, test } from "vitest";
import { callList } from "./call-list.ts";

test("all calls stand at their places", () => {
  const list = callList(5, 9, undefined);
  expect([list.length, list.number(0), list.number(4), list.number(5)]).toEqual([5, 5, 9, 0]);
  expect([list.place(1), list.place(7), list.place(20)]).toEqual([0, 2, 4]);
  expect(callList(1, 0, undefined).length).toBe(0);
});

test("of some calls the next one is found", () => {
  const list = callList(1, 100, [3, 10, 40]);
  expect([list.length, list.number(1), list.number(3)]).toEqual([3, 10, 0]);
  expect([1, 3, 4, 10, 11, 40, 99].map((number) => list.place(number))).toEqual([0, 0, 1, 1, 2, 2, 2]);
  expect(callList(1, 100, []).place(5)).toBe(0);
});
