import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { readComponent } from "./component.ts";
import type { DefType, Entity, InstanceType } from "./types.ts";

async function exportsOf(wat: string): Promise<ReadonlyMap<string, Entity>> {
  const result = readComponent(await parse(wat));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return new Map([...result.value.type.imports, ...result.value.type.exports]);
}

function instance(entity: Entity | undefined): InstanceType {
  if (entity?.sort !== "instance") throw new Error(`not an instance: ${entity?.sort}`);
  return entity.type;
}

function typeIn(of: InstanceType, name: string): DefType {
  const entity = of.exports.get(name);
  if (entity?.sort !== "type") throw new Error(`${name} is no type`);
  return entity.type;
}

test("an instance exports the types that its component was given", async () => {
  const all = await exportsOf(`(component
    (import "give" (instance $give
      (export "r" (type $r (sub resource)))
      (type $p' (record (field "n" u8))) (export "p" (type (eq $p')))))
    (alias export $give "r" (type $r))
    (alias export $give "p" (type $p))
    (component $c
      (import "r" (type $r (sub resource)))
      (type $p' (record (field "n" u8)))
      (import "p" (type $p (eq $p')))
      (export $re "r" (type $r))
      (type $list (list (own $re)))
      (export $le "list" (type $list))
      (type $own (enum "mine"))
      (export "own" (type $own))
      (export "p" (type $p)))
    (instance $a (instantiate $c (with "r" (type $r)) (with "p" (type $p))))
    (instance $b (instantiate $c (with "r" (type $r)) (with "p" (type $p))))
    (export "a" (instance $a))
    (export "b" (instance $b)))`);
  const [give, a, b] = ["give", "a", "b"].map((name) => instance(all.get(name)));
  if (give === undefined || a === undefined || b === undefined) throw new Error("missing");
  for (const made of [a, b]) {
    expect(typeIn(made, "r")).toBe(typeIn(give, "r"));
    expect(typeIn(made, "p")).toBe(typeIn(give, "p"));
    const list = typeIn(made, "list");
    expect(list.kind === "list" && list.element.kind === "own" && list.element.resource).toBe(typeIn(give, "r"));
  }
  expect(typeIn(a, "own")).toBe(typeIn(b, "own"));
});

test("types go through instances that are given, and through several levels", async () => {
  const all = await exportsOf(`(component
    (import "give" (instance $give (export "r" (type (sub resource)))))
    (component $outer
      (import "in" (instance $in (export "r" (type (sub resource)))))
      (component $inner
        (import "in" (instance $in (export "r" (type $r (sub resource))) (export "f" (func (result (own $r))))))
        (export "again" (instance $in)))
      (alias export $in "r" (type $r))
      (component $source
        (import "r" (type $r (sub resource)))
        (import "f" (func $f (result (own $r))))
        (export $e "r" (type $r))
        (export "f" (func $f) (func (result (own $e)))))
      (import "f" (func $f (result (own $r))))
      (instance $s (instantiate $source (with "r" (type $r)) (with "f" (func $f))))
      (instance $i (instantiate $inner (with "in" (instance $s))))
      (alias export $i "again" (instance $again))
      (export "out" (instance $again)))
    (alias export $give "r" (type $r))
    (import "f" (func $f (result (own $r))))
    (instance $o (instantiate $outer (with "in" (instance $give)) (with "f" (func $f))))
    (alias export $o "out" (instance $out))
    (export "out" (instance $out)))`);
  const out = instance(all.get("out"));
  const given = typeIn(instance(all.get("give")), "r");
  expect(typeIn(out, "r")).toBe(given);
  const f = out.exports.get("f");
  expect(f?.sort === "func" && f.type.result?.kind === "own" && f.type.result.resource).toBe(given);
});

test("naming one number type does not name all of them", async () => {
  const all = await exportsOf(`(component
    (component $c
      (type $n u64) (import "size" (type $size (eq $n)))
      (type $m u64) (import "other" (type $other (eq $m)))
      (export "size" (type $size)) (export "other" (type $other)))
    (type $given u64)
    (type $given-other u64)
    (instance $a (instantiate $c (with "size" (type $given)) (with "other" (type $given-other))))
    (export "a" (instance $a)))`);
  const a = instance(all.get("a"));
  expect(typeIn(a, "size")).toEqual({ kind: "u64" });
  expect(typeIn(a, "size")).not.toBe(typeIn(a, "other"));
});

test("instantiating a large component again and again reaches the limit of definitions", async () => {
  const exported = Array.from({ length: 1000 }, (_, at) => `(export "f${at}" (func $f))`).join(" ");
  const bytes = await parse(`(component
    (component $c (import "r" (type $r (sub resource))) (import "f" (func $f (param "x" (own $r)))) ${exported})
    (import "r" (type $r (sub resource)))
    (import "f" (func $f (param "x" (own $r))))
    ${Array.from({ length: 2000 }, () => `(instance (instantiate $c (with "r" (type $r)) (with "f" (func $f))))`).join("\n")})`);
  const result = readComponent(bytes);
  expect(result.ok ? "read" : result.error.tag).toBe("limit");
});

test("types of any depth are followed only so far", () => {
  const levels = 1000;
  const section = (id: number, body: readonly number[]): number[] => [id, ...leb(body.length), ...body];
  const vec = (count: number, items: readonly number[]): number[] => [...leb(count), ...items];
  // Instance types, each of which exports an instance of the one before it, the first one a resource.
  const types = [0x42, 1, 0x04, 0x00, 1, 0x72, 0x03, 0x01];
  for (let level = 1; level < levels; level += 1)
    types.push(0x42, 2, 0x02, 0x03, 0x02, 1, ...leb(level - 1), 0x04, 0x00, 1, 0x61, 0x05, 0);
  const preamble = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
  // A component that imports an instance of the last of these types and exports it again.
  const inner = [
    ...preamble,
    ...section(6, vec(1, [0x03, 0x02, 1, ...leb(levels - 1)])),
    ...section(10, vec(1, [0x00, 1, 0x78, 0x05, 0])),
    ...section(11, vec(1, [0x00, 1, 0x79, 0x05, 0, 0])),
  ];
  const bytes = new Uint8Array([
    ...preamble,
    ...section(7, vec(levels, types)),
    ...section(10, vec(1, [0x00, 1, 0x69, 0x05, ...leb(levels - 1)])),
    ...section(4, inner),
    ...section(5, vec(1, [0x00, 0, 1, 1, 0x78, 0x05, 0])),
    ...section(11, vec(1, [0x00, 1, 0x6f, 0x05, 1, 0])),
  ]);
  const result = readComponent(bytes);
  expect(result.ok ? [...result.value.type.exports.keys()] : result.error).toEqual(["o"]);
});

function leb(value: number): readonly number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}
