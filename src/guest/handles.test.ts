import { expect, test } from "vitest";
import { dispose } from "../wit/dispose.ts";
import type { FuncType, ValType } from "../component/index.ts";
import { Handles, ownedArguments, ownedResult } from "./handles.ts";

const resource = { kind: "resource", abstract: true } as const;
const own: ValType = { kind: "own", resource };
const borrow: ValType = { kind: "borrow", resource };
const func = (params: readonly ValType[], result?: ValType): FuncType => ({
  kind: "func",
  async: false,
  params: params.map((type, index) => ({ name: index === 0 && type.kind === "borrow" ? "self" : `p${index}`, type })),
  result,
});

function found(type: ValType, value: unknown): unknown[] {
  const all: unknown[] = [];
  ownedResult(func([], type))?.(value, (object) => all.push(object));
  return all;
}

/** What engines do when the guest drops a handle. */
function drop(object: object): void {
  const method: unknown = Reflect.get(object, dispose);
  if (typeof method !== "function") throw new Error("no dispose");
  Reflect.apply(method, object, []);
}

test("owned resources are found wherever a result carries them", () => {
  const a = { a: 1 };
  const b = { b: 1 };
  const list: ValType = { kind: "list", element: own, length: undefined };
  expect(found(own, a)).toEqual([a]);
  expect(found({ kind: "result", ok: own, error: undefined }, a)).toEqual([a]);
  expect(found(list, [a, b])).toEqual([a, b]);
  expect(found({ kind: "tuple", elements: [own, { kind: "u8" }, own] }, [a, 1, b])).toEqual([a, b]);
  expect(found({ kind: "record", fields: [{ name: "the-one", type: own }] }, { theOne: a })).toEqual([a]);
  expect(found({ kind: "option", some: own }, a)).toEqual([a]);
  expect(found({ kind: "option", some: own }, undefined)).toEqual([]);
  expect(found({ kind: "option", some: { kind: "option", some: own } }, { tag: "some", val: a })).toEqual([a]);
  const variant: ValType = {
    kind: "variant",
    cases: [
      { name: "none", type: undefined },
      { name: "one", type: list },
    ],
  };
  expect(found(variant, { tag: "one", val: [a] })).toEqual([a]);
  expect(found(variant, { tag: "none" })).toEqual([]);
});

test("what carries none costs nothing: there is no walk for it", () => {
  for (const type of [
    borrow,
    { kind: "string" },
    { kind: "list", element: { kind: "u8" }, length: undefined },
  ] as const)
    expect(ownedResult(func([], type))).toBe(undefined);
  expect(ownedArguments(func([borrow, { kind: "u8" }]))).toBe(undefined);
  let deep: ValType = own;
  for (let level = 0; level < 100_000; level += 1) deep = { kind: "option", some: deep };
  expect(ownedResult(func([], deep))).toBe(undefined);
});

test("the arguments of a method are found without its self", () => {
  const all: unknown[] = [];
  const given = {};
  ownedArguments(func([borrow, { kind: "u8" }, own]))?.([1, given], (object) => all.push(object));
  expect(all).toEqual([given]);
});

test("a handle is live until it is dropped or given away, and the host's own dispose still runs", () => {
  const closed: unknown[] = [];
  class File {
    [dispose](): void {
      closed.push(this);
    }
  }
  class Pipe {}
  const handles = new Handles();
  const file = new File();
  const kept = new Pipe();
  const other = new Pipe();
  for (const object of [file, kept, other, file]) handles.hold(object);
  expect(handles.live).toBe(3);
  drop(file);
  drop(file);
  expect(closed).toEqual([file, file]);
  expect(handles.live).toBe(2);
  drop(kept);
  handles.release(other);
  expect(handles.live).toBe(0);
});
