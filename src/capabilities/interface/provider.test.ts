import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { expect, test } from "vitest";
import { subjectOf } from "../../worlds/subject-testing.ts";
import { dispose } from "../../wit/dispose.ts";
import { mocksOf } from "./provider-testing.ts";

const owner = "acme:tools/kit@1.0.0";
const user = "acme:tools/more@1.0.0";

const component = await subjectOf(
  { componentEmbed, componentNew },
  `package acme:tools@1.0.0 {
    interface kit {
      variant shape { dot, circle(u32), named(string) }
      record point { x: s32, y: option<string> }
      flags rights { read, write-all }
      resource box {
        constructor(size: u32);
        next: func() -> u32;
        name: func() -> result<string, shape>;
        make: static func(size: u32) -> result<box, string>;
      }
      number: func() -> u32;
      form: func() -> shape;
      maybe: func() -> option<point>;
      points: func() -> list<point>;
      try-it: func(text: string) -> result<string, shape>;
      allow: func() -> rights;
      run: func();
      boxes: func() -> list<box>;
      pair: func() -> tuple<u32, box>;
      held: func() -> option<box>;
      twice: func(text: string) -> option<option<string>>;
      pass: func(box: box) -> box;
      fails: func() -> result<_, payload>;
      record payload { payload: u32 }
    }
    interface more {
      use kit.{box as crate-box};
      resource own-one { size: func() -> u32; }
      other: func() -> result<crate-box, string>;
      all: func() -> tuple<crate-box, own-one>;
    }
  }
  world w { import acme:tools/kit@1.0.0; import acme:tools/more@1.0.0; import greet: func(name: string) -> string; import wasi:io/poll@0.2.0; import look: interface { use wasi:io/poll@0.2.0.{pollable}; wait: func() -> pollable; } }
  package wasi:io@0.2.0 { interface poll { resource pollable { block: func(); } } }`,
);

const kit = (functions: object, more: object = {}) =>
  mocksOf(component, { [owner]: { mode: "mock", functions, ...more } });

test.each<[string, unknown]>([
  ["number", 0],
  ["form", { tag: "dot" }],
  ["maybe", undefined],
  ["points", []],
  ["try-it", ""],
  ["allow", { read: false, writeAll: false }],
  ["run", undefined],
  ["boxes", []],
  ["held", undefined],
  ["twice", { tag: "none" }],
])("without a rule %s gives its simplest value", (name, value) => {
  expect(kit({}).call(owner, name, "x")).toEqual(value);
});

test.each<[string, string, unknown]>([
  ["number", "7", 7],
  ["form", "circle(3)", { tag: "circle", val: 3 }],
  ["maybe", '{x: -1, y: "a"}', { x: -1, y: "a" }],
  [
    "points",
    '[{x: 1}, {x: 2, y: some("b")}]',
    [
      { x: 1, y: undefined },
      { x: 2, y: "b" },
    ],
  ],
  ["try-it", 'ok("yes")', "yes"],
  ["try-it", 'err(named("no"))', { error: { tag: "named", val: "no" } }],
  ["allow", "{write-all}", { read: false, writeAll: true }],
])("%s gives %s", (name, text, value) => {
  expect(kit({ [name]: { returns: [text] } }).call(owner, name, "x")).toEqual(value);
});

test("errors are thrown, also those that engines would read wrongly", () => {
  expect(kit({ "try-it": { error: "dot" } }).call(owner, "try-it", "x")).toEqual({ error: { tag: "dot" } });
  expect(kit({ fails: { error: "{payload: 4}" } }).call(owner, "fails")).toEqual({
    error: { payload: { payload: 4 } },
  });
});

test("arguments come back", () => {
  const mocks = kit({ "try-it": { echo: "text" }, twice: { echo: "text" }, pass: { echo: "box" } });
  expect(mocks.call(owner, "try-it", "x")).toBe("x");
  expect(mocks.call(owner, "twice", "x")).toEqual({ tag: "some", val: "x" });
  const box = mocks.call(owner, "[constructor]box", 1);
  expect(mocks.call(owner, "pass", box)).toBe(box);
});

test("traps name the function", () => {
  expect(kit({ number: { trap: "out of tape" } }).call(owner, "number")).toEqual({
    trap: "Running was stopped: acme:tools/kit@1.0.0#number was called, and its mock traps: out of tape.",
  });
  expect(kit({ number: { trap: "Out of tape!" } }).call(owner, "number")).toEqual({
    trap: "Running was stopped: acme:tools/kit@1.0.0#number was called, and its mock traps: Out of tape!",
  });
  expect(kit({ number: { returns: ["1"] } }, { otherwise: "trap" }).call(owner, "form")).toEqual({
    trap: "Running was stopped: acme:tools/kit@1.0.0#form was called, and its mock has no answer for it. Give the function a rule in the mock, or let functions without one give their simplest value.",
  });
  expect(kit({ form: {} }, { otherwise: "trap" }).call(owner, "form")).toEqual({ tag: "dot" });
});

test("sequences count for each function, and those of methods for each resource", () => {
  const mocks = kit({
    number: { returns: ["1", "2"] },
    "[method]box.next": { returns: ["1", "2", "3"], after: "again" },
  });
  expect([1, 2, 3].map(() => mocks.call(owner, "number"))).toEqual([1, 2, 2]);
  const [one, other] = [mocks.call(owner, "[constructor]box", 1), mocks.call(owner, "[static]box.make", 1)];
  const next = (box: unknown) => mocks.call(owner, "[method]box.next", box);
  expect([next(one), next(one), next(other), next(one), next(one), next(other)]).toEqual([1, 2, 1, 3, 1, 2]);
});

test("whatever gives a resource gives a live one of the class that defines it", () => {
  const mocks = mocksOf(component, {
    [owner]: { mode: "mock", functions: { boxes: { returns: ["[box, box]"] }, held: { returns: ["box"] } } },
    [user]: { mode: "mock" },
  });
  const { Box } = mocks.objectOf(owner);
  const { OwnOne } = mocks.objectOf(user);
  if (typeof Box !== "function" || typeof OwnOne !== "function") throw new Error("no classes");
  const boxes = mocks.call(owner, "boxes") as readonly object[]; // a list of boxes, as its type says
  const again = mocks.call(owner, "boxes") as readonly object[]; // the same
  expect(new Set([...boxes, ...again]).size).toBe(4);
  for (const box of [...boxes, mocks.call(owner, "held"), mocks.call(owner, "[constructor]box", 1)])
    expect(box).toBeInstanceOf(Box);
  expect(mocks.call(owner, "pair")).toEqual([0, expect.any(Box)]);
  expect(mocks.call(owner, "[static]box.make", 1)).toBeInstanceOf(Box);
  expect(mocks.call(user, "other")).toBeInstanceOf(Box);
  expect(mocks.call(user, "all")).toEqual([expect.any(Box), expect.any(OwnOne)]);
  expect(mocks.objectOf(user)["CrateBox"]).toBeUndefined();
  expect(mocks.call(owner, "[method]box.next", mocks.call(user, "other"))).toBe(0);
  expect(Reflect.get(boxes[0] ?? {}, dispose)).toBeTypeOf("function");
});

test("constructors and statics have rules as all others", () => {
  const mocks = kit({
    "[constructor]box": { trap: "no boxes" },
    "[static]box.make": { returns: ['err("full")', "ok(box)"] },
    "[method]box.name": { error: "circle(2)" },
  });
  expect(mocks.call(owner, "[constructor]box", 1)).toEqual({
    trap: "Running was stopped: acme:tools/kit@1.0.0#[constructor]box was called, and its mock traps: no boxes.",
  });
  expect(mocks.call(owner, "[static]box.make", 1)).toEqual({ error: "full" });
  const box = mocks.call(owner, "[static]box.make", 1);
  expect(mocks.call(owner, "[method]box.name", box)).toEqual({ error: { tag: "circle", val: 2 } });
});

test("a function that is imported by itself", () => {
  const mocks = mocksOf(component, { greet: { mode: "mock", functions: { greet: { echo: "name" } } } });
  expect(mocks.call("greet", "greet", "Ada")).toBe("Ada");
  expect(mocksOf(component, { greet: { mode: "mock" } }).call("greet", "greet", "Ada")).toBe("");
});

test("a refused interface has its resources, of which none is made by the guest", () => {
  const mocks = mocksOf(component, { [owner]: { mode: "deny" }, [user]: { mode: "mock" } });
  const { Box, number } = mocks.objectOf(owner);
  if (typeof Box !== "function") throw new Error("no class");
  expect(number).toBeUndefined();
  expect(mocks.call(owner, "[constructor]box", 1)).toEqual({ trap: `denied ${owner}#[constructor]box` });
  expect(mocks.call(user, "other")).toBeInstanceOf(Box);
});

test("resources that capabilities play cannot be mocked", () => {
  const mocks = mocksOf(component, { look: { mode: "mock" } });
  expect(mocks.call("look", "wait")).toEqual({
    trap: "Running was stopped: look#wait was called, and its mock has no simplest value to give (a mock cannot make a resource of another interface that is not mocked). Give the function a rule in the mock.",
  });
  expect(mocks.objectOf("wasi:io/poll@0.2.0")).toEqual({});
});

test.each<[object, string]>([
  [
    { number: { returns: ["1", "x"] } },
    "Starting failed: the mock of acme:tools/kit@1.0.0#number has a mistake in returns: text 2 is wrong at character 1: a whole number (u32) is expected, but found “x”. Mend it in the settings of the interface, or take the rule away.",
  ],
  [
    { "try-it": { echo: "words" } },
    "Starting failed: the mock of acme:tools/kit@1.0.0#try-it has a mistake in echo: there is no argument “words”; there are text. Mend it in the settings of the interface, or take the rule away.",
  ],
  [
    { "[method]box.next": { echo: "self" } },
    "Starting failed: the mock of acme:tools/kit@1.0.0#[method]box.next has a mistake in echo: there is no argument “self”; there are none. Mend it in the settings of the interface, or take the rule away.",
  ],
])("a mistake fails the run before it starts: %j", (functions, message) => {
  expect(kit(functions).error).toMatchObject({ tag: "scenario", message, detail: { interface: owner } });
});

test("a rule for a function that is not there is a mistake", () => {
  expect(kit({ constructor: {} }).error?.message).toMatch(
    /^Starting failed: the mock of acme:tools\/kit@1\.0\.0 has a rule for constructor, but this component takes no function of this name from it; it takes .*, … *\. Mend the name/,
  );
});

test("interfaces without a binding have no functions", () => {
  expect(Object.keys(mocksOf(component, {}).objectOf(owner))).toEqual(["Box"]);
});

test("the same calls give the same values", () => {
  const names = ["number", "form", "maybe", "points", "try-it", "allow", "twice"];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...names)), fc.constantFrom("last", "again"), (calls, after) => {
      const run = () => {
        const mocks = kit({
          number: { returns: ["1", "2", "3"], after },
          "try-it": { returns: ['"a"', "err(dot)"], after },
        });
        return calls.map((name) => mocks.call(owner, name, "x"));
      };
      expect(run()).toEqual(run());
    }),
  );
});
