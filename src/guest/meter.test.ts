import { expect, test, vi } from "vitest";
import { ProgramExit } from "../capabilities/exit/program-exit.ts";
import { dispose } from "../wit/dispose.ts";
import type { ComponentType, ValType } from "../component/index.ts";
import type { Extern } from "../component/model.ts";
import { Meter } from "./meter.ts";
import { camelCase, parseFunctionName } from "../wit/js-names.ts";
import { Tracer } from "./trace.ts";

const lacking = (item: Extern, name: string): never => {
  throw new Error(`lacking ${item.name} ${name}`);
};

function instance(name: string, functions: readonly string[]): Extern {
  return { name, kind: "instance", functions, types: [] };
}

/** The member of a wrapped interface as a function, whatever its host type was. */
function callable(value: unknown): (...args: unknown[]) => unknown {
  if (typeof value !== "function") throw new Error("not a function");
  return (...args) => Reflect.apply(value, undefined, args);
}

test("names of functions become the names that JavaScript hosts use", () => {
  expect(camelCase("get-random-u64")).toBe("getRandomU64");
  expect(parseFunctionName("[method]input-stream.blocking-read")).toEqual({
    resource: "InputStream",
    kind: "method",
    member: "blockingRead",
  });
  expect(parseFunctionName("[static]fields.from-list")).toEqual({
    resource: "Fields",
    kind: "static",
    member: "fromList",
  });
  expect(parseFunctionName("[constructor]fields")).toEqual({ resource: "Fields", kind: "constructor", member: "" });
});

test("functions, methods, statics and constructors are counted by their WIT paths", () => {
  class Fields {
    static fromList(): string {
      return "made";
    }
    readonly #value = 7;
    get(): number {
      return this.#value;
    }
  }
  const onCall = vi.fn();
  const meter = new Meter(onCall);
  const wrapped = meter.wrap(
    instance("a:b/c@1.0.0", ["now", "[constructor]fields", "[method]fields.get", "[static]fields.from-list"]),
    { now: () => 5n, Fields },
    lacking,
  );
  const Made = wrapped["Fields"] as typeof Fields; // the wrapped class stands in for the class
  expect(callable(wrapped["now"])()).toBe(5n);
  const made = new Made();
  expect(made.get()).toBe(7);
  expect(made).toBeInstanceOf(Fields);
  expect(Made.fromList()).toBe("made");
  expect(meter.counts()).toEqual({
    "a:b/c@1.0.0#now": 1,
    "a:b/c@1.0.0#[constructor]fields": 1,
    "a:b/c@1.0.0#[method]fields.get": 1,
    "a:b/c@1.0.0#[static]fields.from-list": 1,
  });
  expect(onCall).toHaveBeenCalledTimes(4);
});

test("a function imported by itself stands under default", () => {
  const meter = new Meter(() => {});
  const wrapped = meter.wrap(
    { name: "log", kind: "func", functions: ["log"], types: [] },
    { default: () => "ok" },
    lacking,
  );
  expect(callable(wrapped["default"])()).toBe("ok");
  expect(meter.counts()).toEqual({ log: 1 });
});

test("what the host lacks is told when it is called, not before", () => {
  const meter = new Meter(() => {});
  const wrapped = meter.wrap(instance("a:b/c", ["f", "[method]thing.g"]), undefined, lacking);
  expect(() => callable(wrapped["f"])()).toThrow("lacking a:b/c f");
  const Thing = wrapped["Thing"] as { readonly prototype: { g(): unknown } }; // made up by the meter for the import
  expect(() => Thing.prototype.g()).toThrow("lacking a:b/c [method]thing.g");
});

test("after a refusal every later call ends the same way, so that catching the trap does not help", () => {
  const meter = new Meter(() => {});
  const wrapped = meter.wrap(
    instance("a:b/c", ["f", "g"]),
    { f: () => meter.stop({ tag: "denied", message: "no" }), g: () => 1 },
    lacking,
  );
  expect(callable(wrapped["g"])()).toBe(1);
  expect(() => callable(wrapped["f"])()).toThrow("no");
  expect(() => callable(wrapped["g"])()).toThrow("no");
  expect(meter.failure).toEqual({ tag: "denied", message: "no" });
});

test("what a host function calls in turn is not counted, and a call after one that threw is", () => {
  class Stream {
    write(): number {
      return 1;
    }
    splice(): number {
      return this.write();
    }
    fail(): never {
      throw new Error("broken");
    }
  }
  const meter = new Meter(() => {});
  meter.wrap(
    instance("a:b/c", ["[method]stream.write", "[method]stream.splice", "[method]stream.fail"]),
    { Stream },
    lacking,
  );
  const stream = new Stream();
  expect(stream.splice()).toBe(1);
  expect(() => stream.fail()).toThrow("broken");
  expect(stream.write()).toBe(1);
  expect(meter.counts()).toEqual({
    "a:b/c#[method]stream.splice": 1,
    "a:b/c#[method]stream.fail": 1,
    "a:b/c#[method]stream.write": 1,
  });
});

test("what every object and class has is not taken for the host's: such calls are lacking", () => {
  class Thing {}
  const meter = new Meter(() => {});
  const names = ["to-string", "value-of", "constructor", "[method]thing.to-string", "[method]thing.constructor"];
  const wrapped = meter.wrap(
    instance("a:b/c", [...names, "[static]thing.call", "[static]thing.name"]),
    { Thing },
    lacking,
  );
  const Made = wrapped["Thing"] as typeof Thing; // the wrapped class stands in for the class
  const thing = new Made();
  for (const call of [
    wrapped["toString"],
    wrapped["valueOf"],
    wrapped["constructor"],
    Reflect.get(thing, "toString"),
    Reflect.get(thing, "constructor"),
    Reflect.get(Made, "call"),
  ]) {
    expect(callable(call)).toThrow(/^lacking a:b\/c/);
  }
});

test("an exit is final too, for a guest that catches it and goes on", () => {
  const meter = new Meter(() => {});
  const wrapped = meter.wrap(
    instance("a:b/c", ["leave", "g"]),
    {
      leave: () => {
        throw new ProgramExit(3);
      },
      g: () => 1,
    },
    lacking,
  );
  expect(() => callable(wrapped["leave"])()).toThrow(ProgramExit);
  expect(() => callable(wrapped["g"])()).toThrow(ProgramExit);
  expect(meter.exit?.code).toBe(3);
  expect(meter.failure).toBeUndefined();
});

const handle = { kind: "resource", abstract: true } as const;
const typed = (functions: Readonly<Record<string, ValType | undefined>>): ComponentType => ({
  kind: "component",
  imports: new Map([
    [
      "a:b/c",
      {
        sort: "instance",
        type: {
          kind: "instance",
          exports: new Map(
            Object.entries(functions).map(([name, result]) => [
              name,
              { sort: "func", type: { kind: "func", async: false, params: [], result } },
            ]),
          ),
        },
      },
    ],
  ]),
  exports: new Map(),
});

test("the call that passes the limit of calls ends the run and says where", () => {
  const meter = new Meter(() => {}, { limits: { calls: 2, handles: 10 } });
  const wrapped = meter.wrap(instance("a:b/c", ["f", "g"]), { f: () => 1, g: () => 2 }, lacking);
  callable(wrapped["f"])();
  callable(wrapped["g"])();
  expect(() => callable(wrapped["g"])()).toThrow(/more than 2 times.*a:b\/c#g.*Raise the limit/);
  expect(meter.failure).toMatchObject({ tag: "call-limit", detail: { limit: 2, call: "a:b/c#g" } });
  expect(meter.counts()).toEqual({ "a:b/c#f": 1, "a:b/c#g": 1 });
});

test("handles that the guest keeps are limited, those that it drops are not", () => {
  class Thing {
    [dispose](): void {}
  }
  const meter = new Meter(() => {}, {
    types: typed({ open: { kind: "own", resource: handle }, "[constructor]thing": { kind: "own", resource: handle } }),
    limits: { calls: 1000, handles: 2 },
  });
  const wrapped = meter.wrap(
    instance("a:b/c", ["open", "[constructor]thing"]),
    { open: () => new Thing(), Thing },
    lacking,
  );
  const open = (): object => callable(wrapped["open"])() as Thing; // what the function above makes
  for (let time = 0; time < 10; time += 1) {
    const dropped = open();
    const drop: unknown = Reflect.get(dropped, dispose);
    if (typeof drop === "function") Reflect.apply(drop, dropped, []);
  }
  open();
  const Made = wrapped["Thing"] as typeof Thing; // the wrapped class stands in for the class
  const made = new Made();
  expect(() => open()).toThrow(/more than 2 resource handles at once.*a:b\/c#open/);
  expect(meter.failure).toMatchObject({ tag: "handle-limit" });
  expect(made).toBeInstanceOf(Thing);
});

test("calls are traced with what the interface is bound to, a method with its self, and a promise until it settles", async () => {
  class Thing {
    async wait(): Promise<number> {
      return 1;
    }
  }
  const printer = { arguments: (args: readonly unknown[]) => `${args.length}`, result: (value: unknown) => `${value}` };
  const types = typed({ now: { kind: "u8" }, "[method]thing.wait": { kind: "u8" } });
  const tracer = new Tracer({ entries: 10, types, printer, now: () => 0 });
  const meter = new Meter(() => {}, { tracer });
  const wrapped = meter.wrap(
    instance("a:b/c", ["now", "[method]thing.wait"]),
    { now: () => 5, Thing },
    lacking,
    "mock",
  );
  callable(wrapped["now"])();
  const waiting = new Thing().wait();
  const first = tracer.take();
  expect(first?.names).toEqual([
    { direction: "import", interface: "a:b/c", function: "now", binding: "mock" },
    { direction: "import", interface: "a:b/c", function: "[method]thing.wait", binding: "mock" },
  ]);
  expect([...(first?.chunk?.outcome ?? [])]).toEqual([1, 0]);
  expect(new TextDecoder().decode(first?.chunk?.text)).toBe("051");
  expect(await waiting).toBe(1);
  expect(tracer.take()?.endings).toEqual([{ number: 2, duration: 0, outcome: "returned", result: "1" }]);
});

test("a call that is refused is traced as a trap, and later ones are not traced", () => {
  const printer = { arguments: () => "", result: () => "" };
  const tracer = new Tracer({ entries: 10, types: undefined, printer, now: () => 0 });
  const meter = new Meter(() => {}, { tracer });
  const deny = (): never => meter.stop({ tag: "denied", message: "no" });
  const wrapped = meter.wrap(instance("a:b/c", ["f"]), { f: deny }, lacking);
  for (let time = 0; time < 5; time += 1) expect(() => callable(wrapped["f"])()).toThrow("no");
  expect([...(tracer.take()?.chunk?.outcome ?? [])]).toEqual([3]);
});
