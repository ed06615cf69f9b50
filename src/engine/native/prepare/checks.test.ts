import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, test } from "vitest";
import type { OrreryError } from "../../../result.ts";
import { prepare } from "../prepare.ts";

async function errorOf(text: string): Promise<OrreryError | undefined> {
  const made = prepare(await parse(`(component ${text})`), { memoryBytes: 2 ** 24 });
  return made.ok ? undefined : made.error;
}

/** Core functions of many types, and a memory. */
const core = `(core module $m
    (memory (export "mem") 1)
    (func (export "none"))
    (func (export "take") (param i32))
    (func (export "take2") (param i32 i32))
    (func (export "wide") (param i64))
    (func (export "give") (result i32) unreachable)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable))
  (core instance $i (instantiate $m))
  (alias core export $i "mem" (core memory $mem))
  ${["none", "take", "take2", "wide", "give", "realloc"].map((name) => `(alias core export $i "${name}" (core func $${name}))`).join(" ")}`;

/** A core module that imports a function of a type, and is given one. */
const given = (type: string, func: string): string =>
  `(core module $user (import "a" "f" (func ${type})))
   (core instance (instantiate $user (with "a" (instance (export "f" (func ${func}))))))`;

const seventeen = Array.from({ length: 17 }, (_, index) => `(param "p${index}" u8)`).join(" ");

/** What is wrong, why, the wrong one, and one beside it that is right. */
const pairs: readonly (readonly [what: string, why: RegExp, wrong: string, right: string])[] = [
  [
    "a lifted core function of another type",
    /lifted has the type \(i64\) -> \(\), where \(i32\) -> \(\) is needed/,
    `${core} (func (param "a" u32) (canon lift (core func $wide)))`,
    `${core} (func (param "a" u32) (canon lift (core func $take)))`,
  ],
  [
    "a lifted core function without the pointer to a result",
    /where \(\) -> \(i32\) is needed/,
    `${core} (func (result (tuple u8 u8)) (canon lift (core func $none) (memory $mem)))`,
    `${core} (func (result (tuple u8 u8)) (canon lift (core func $give) (memory $mem)))`,
  ],
  [
    "a lowered function where another type is imported",
    /"f" of "a" has the type \(i32 i32\) -> \(\), where \(i32\) -> \(\) is needed/,
    `(import "h" (func $h (param "a" u32) (param "b" u32))) (core func $l (canon lower (func $h))) ${given("(param i32)", "$l")}`,
    `(import "h" (func $h (param "a" u32) (param "b" u32))) (core func $l (canon lower (func $h))) ${given("(param i32 i32)", "$l")}`,
  ],
  [
    "a built-in of a resource where another type is imported",
    /is needed/,
    `(type $r (resource (rep i32))) (core func $n (canon resource.new $r)) ${given("(param i32)", "$n")}`,
    `(type $r (resource (rep i32))) (core func $n (canon resource.new $r)) ${given("(param i32) (result i32)", "$n")}`,
  ],
  [
    "a function that a core module imports and is not given",
    /not given as a func/,
    `(core module $user (import "a" "f" (func))) (core instance $e) (core instance (instantiate $user (with "a" (instance $e))))`,
    `${core} ${given("", "$none")}`,
  ],
  [
    "a destructor of another type",
    /the destructor/,
    `${core} (type (resource (rep i32) (dtor (core func $give))))`,
    `${core} (type (resource (rep i32) (dtor (core func $take))))`,
  ],
  [
    "a post-return function of another type",
    /a post-return function/,
    `${core} (func (result u32) (canon lift (core func $give) (post-return (core func $none))))`,
    `${core} (func (result u32) (canon lift (core func $give) (post-return (core func $take))))`,
  ],
  [
    "a realloc function of another type",
    /a realloc function/,
    `${core} (func (param "s" string) (canon lift (core func $take2) (memory $mem) (realloc (core func $give))))`,
    `${core} (func (param "s" string) (canon lift (core func $take2) (memory $mem) (realloc (core func $realloc))))`,
  ],
  [
    "a realloc without a memory",
    /realloc, but not memory/,
    `${core} (func (canon lift (core func $none) (realloc (core func $realloc))))`,
    `${core} (func (canon lift (core func $none) (realloc (core func $realloc)) (memory $mem)))`,
  ],
  [
    "a string given without a realloc",
    /lifted needs the canonical option realloc/,
    `${core} (func (param "s" string) (canon lift (core func $take2) (memory $mem)))`,
    `${core} (func (param "s" (list u8 2)) (canon lift (core func $take2)))`,
  ],
  [
    "a string taken without a memory",
    /lowered needs the canonical option memory/,
    `(import "h" (func $h (param "s" string))) (core func (canon lower (func $h)))`,
    `${core} (import "h" (func $h (param "s" string))) (core func (canon lower (func $h) (memory $mem)))`,
  ],
  [
    "a string that comes back without a realloc",
    /lowered needs the canonical option realloc/,
    `${core} (import "h" (func $h (result string))) (core func (canon lower (func $h) (memory $mem)))`,
    `${core} (import "h" (func $h (result string))) (core func (canon lower (func $h) (memory $mem) (realloc (core func $realloc))))`,
  ],
  [
    "many parameters without a memory",
    /lowered needs the canonical option memory/,
    `(import "h" (func $h ${seventeen})) (core func (canon lower (func $h)))`,
    `${core} (import "h" (func $h ${seventeen})) (core func (canon lower (func $h) (memory $mem)))`,
  ],
  [
    "an argument of another type",
    /given "f" with another type/,
    `(import "h" (func $h (param "a" u8))) (component $c (import "f" (func (param "a" u16)))) (instance (instantiate $c (with "f" (func $h))))`,
    `(import "h" (func $h (param "a" u8))) (component $c (import "f" (func (param "a" u8)))) (instance (instantiate $c (with "f" (func $h))))`,
  ],
  [
    "an argument with another resource",
    /with another type/,
    `(type $r (resource (rep i32))) (type $s (resource (rep i32)))
     (component $c (import "a" (type $a (sub resource))) (import "b" (type (eq $a))))
     (instance (instantiate $c (with "a" (type $r)) (with "b" (type $s))))`,
    `(type $r (resource (rep i32)))
     (component $c (import "a" (type $a (sub resource))) (import "b" (type (eq $a))))
     (instance (instantiate $c (with "a" (type $r)) (with "b" (type $r))))`,
  ],
  [
    "an export with a type that it does not have",
    /exports "f" with a type/,
    `(import "h" (func $h (param "a" u8))) (export "f" (func $h) (func (param "a" u16)))`,
    `(import "h" (func $h (param "a" u8))) (export "f" (func $h) (func (param "a" u8)))`,
  ],
  [
    "a borrow that is returned",
    /borrowed resource/,
    `(import "r" (type $r (sub resource))) (import "h" (func (result (list (borrow $r)))))`,
    `(import "r" (type $r (sub resource))) (import "h" (func (param "a" (borrow $r)) (result (list (own $r)))))`,
  ],
  [
    "what represents a resource of another component",
    /does not define/,
    `(import "r" (type $r (sub resource))) (core func (canon resource.rep $r))`,
    `(import "r" (type $r (sub resource))) (core func (canon resource.drop $r))`,
  ],
  [
    "a type of a component around that has a resource",
    /from around itself/,
    `(type $r (resource (rep i32))) (type $l (list (own $r))) (component (alias outer 1 $l (type)))`,
    `(type $l (list u8)) (component (alias outer 1 $l (type)))`,
  ],
];

describe("what does not fit together is refused", () => {
  test.each(pairs)("%s", async (_, why, wrong, right) => {
    const error = await errorOf(wrong);
    expect(error).toMatchObject({ tag: "invalid-component" });
    expect(error?.message).toMatch(why);
    expect(await errorOf(right)).toBeUndefined();
  });
});

test("an exported resource that hides what it is may stand in the type that a function is exported with", async () => {
  const text = `${core} (type $r (resource (rep i32)))
    (core func $new (canon resource.new $r))
    (core module $n (func (export "f") (result i32) unreachable)) (core instance $j (instantiate $n))
    (func $f (result (own $r)) (canon lift (core func $j "f")))
    (export $e "r" (type $r) (type (sub resource)))
    (export "f" (func $f) (func (result (own $e))))`;
  expect(await errorOf(text)).toBeUndefined();
});

test("types that take long to compare end in bounded time", async () => {
  const fields = Array.from({ length: 300 }, (_, index) => `(field "f${index}" u8)`).join(" ");
  const types = Array.from({ length: 40 }, (_, index) => `(type $t${index} (record ${fields}))`).join(" ");
  const imports = Array.from({ length: 40 }, (_, index) => `(import "h${index}" (func (param "a" $t${index})))`);
  const used = Array.from({ length: 40 }, (_, index) => `(with "h${index}" (func ${index}))`).join(" ");
  const instances = Array.from({ length: 200 }, () => `(instance (instantiate $c ${used}))`).join(" ");
  const inside = `(component $c ${types} ${imports.join(" ")})`;
  expect(await errorOf(`${types} ${imports.join(" ")} ${inside} ${instances}`)).toBeUndefined();
});
