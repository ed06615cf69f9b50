import { expect, test } from "vitest";
import { makeProgressCheck } from "./check-guest.ts";

const name = { direction: "import", interface: "a:b/c", function: "f" };

function chunk(first = 1) {
  return {
    first,
    name: Uint32Array.of(0, 0),
    start: Float64Array.of(1, 2),
    slack: Float32Array.of(0, 3),
    duration: Float64Array.of(0.5, Number.NaN),
    within: Uint32Array.of(0, first),
    outcome: Uint8Array.of(1, 0),
    text: Uint8Array.of(65, 66, 67),
    ends: Uint32Array.of(1, 2, 3, 3),
  };
}

const trace = { names: [name], chunk: chunk(), endings: [], keptFrom: 1 };
const ending = { number: 2, duration: 1, outcome: "returned", result: "1" };

function checked(...traces: readonly unknown[]): boolean {
  const check = makeProgressCheck(100, () => 0);
  return traces.map((part) => check({ output: [], calls: {}, trace: part }).ok).every(Boolean);
}

test("a trace of the agreed shape is believed, also in parts", () => {
  expect(checked(trace)).toBe(true);
  expect(checked(trace, { names: [], chunk: chunk(3), endings: [ending], keptFrom: 2 })).toBe(true);
  expect(checked(trace, { names: [], endings: [ending], keptFrom: 1 })).toBe(true);
  expect(checked({ ...trace, names: [{ ...name, binding: "mock" }] })).toBe(true);
});

test("anything else is not", () => {
  const part = chunk();
  for (const wrong of [
    1,
    {},
    { ...trace, extra: 1 },
    { ...trace, keptFrom: 0 },
    { ...trace, keptFrom: 1.5 },
    { ...trace, names: [{ ...name, direction: "both" }] },
    { ...trace, names: [{ ...name, function: "x".repeat(1001) }] },
    { ...trace, names: [] },
    { ...trace, names: Array.from({ length: 20_001 }, () => name) },
    { ...trace, endings: [{ ...ending, number: 3 }] },
    { ...trace, endings: [{ ...ending, duration: -1 }] },
    { ...trace, endings: [{ ...ending, result: "x".repeat(3000) }] },
    { ...trace, chunk: { ...part, name: Uint32Array.of(0, 1) } },
    { ...trace, chunk: { ...part, name: Uint32Array.of(0) } },
    { ...trace, chunk: { ...part, name: Uint8Array.of(0, 0) } },
    { ...trace, chunk: { ...part, start: Float64Array.of(1, Number.NaN) } },
    { ...trace, chunk: { ...part, start: Float64Array.of(1, Infinity) } },
    { ...trace, chunk: { ...part, slack: Float32Array.of(1, Number.NaN) } },
    { ...trace, chunk: { ...part, slack: Float32Array.of(1, Infinity) } },
    { ...trace, chunk: { ...part, slack: Float32Array.of(1, -1) } },
    { ...trace, chunk: { ...part, slack: Float32Array.of(1) } },
    { ...trace, chunk: { ...part, slack: Float64Array.of(1, 1) } },
    { ...trace, names: [{ ...name, params: ["record"] }] },
    { ...trace, names: [{ ...name, params: Array.from({ length: 17 }, () => "u8") }] },
    { ...trace, names: [{ ...name, params: [{ handle: "x".repeat(101) }] }] },
    { ...trace, names: [{ ...name, result: { ok: 1 } }] },
    { ...trace, chunk: { ...part, duration: Float64Array.of(1, -1) } },
    { ...trace, chunk: { ...part, within: Uint32Array.of(1, 1) } },
    { ...trace, chunk: { ...part, outcome: Uint8Array.of(1, 4) } },
    { ...trace, chunk: { ...part, ends: Uint32Array.of(1, 2, 3) } },
    { ...trace, chunk: { ...part, ends: Uint32Array.of(1, 2, 1, 3) } },
    { ...trace, chunk: { ...part, ends: Uint32Array.of(1, 2, 3, 4) } },
    { ...trace, chunk: { ...part, ends: Uint32Array.of(1, 2, 2, 2) } },
    { ...trace, chunk: { ...part, text: new Uint8Array(5000), ends: Uint32Array.of(5000, 5000, 5000, 5000) } },
    { ...trace, chunk: { ...part, text: new Uint8Array(new ArrayBuffer(9), 0, 3) } },
    { ...trace, chunk: { ...part, first: 0 } },
    { ...trace, chunk: { ...part, start: [1, 2] } },
  ]) {
    expect(checked(wrong)).toBe(false);
  }
});

/** One row with these bytes for arguments and result, whose function says what they are. */
function valued(
  params: readonly unknown[],
  args: readonly number[],
  result?: unknown,
  returned: readonly number[] = [],
) {
  return {
    names: [{ ...name, params, ...(result === undefined ? {} : { result }) }],
    chunk: {
      first: 1,
      name: Uint32Array.of(0),
      start: Float64Array.of(1),
      slack: Float32Array.of(0),
      duration: Float64Array.of(1),
      within: Uint32Array.of(0),
      outcome: Uint8Array.of(1),
      text: Uint8Array.of(...args, ...returned),
      ends: Uint32Array.of(args.length, args.length + returned.length),
    },
    endings: [],
    keptFrom: 1,
  };
}

test("values are believed when they are of the kinds that the function has and fill their place", () => {
  const u64 = [1, 2, 3, 4, 5, 6, 7, 8];
  for (const right of [
    valued([], [0]),
    valued(["bool", "u64"], [0, 1, ...u64]),
    valued(["string", "u8"], [0, 2, 0, 65, 66, 7]),
    valued(["bytes"], [0, 1, 0, 0, 0, 9]),
    valued(["bytes"], [0, 255, 255, 255, 255, ...Array.from({ length: 32 }, () => 1)]),
    valued(["char", { handle: "thing" }], [0, 65, 0, 0, 0, 1, 0, 0, 0]),
    valued([], [], { ok: true }, [0]),
    valued([], [], { ok: false, value: "s8" }, [0, 200]),
    valued(["u8"], [65, 66]),
  ])
    expect(checked(right)).toBe(true);
  for (const wrong of [
    valued([], [0, 0]),
    valued(["bool"], [0]),
    valued(["bool"], [0, 2]),
    valued(["u64"], [0, 1, 2, 3, 4, 5, 6, 7]),
    valued(["string"], [0, 2]),
    valued(["string"], [0, 3, 0, 65, 66]),
    valued(["string"], [0, 89, 2, ...Array.from({ length: 601 }, () => 65)]),
    valued(["bytes"], [0, 2, 0, 0, 0, 9]),
    valued(["bytes"], [0, 33, 0, 0, 0, ...Array.from({ length: 33 }, () => 1)]),
    valued(["char"], [0, 0, 0xd8, 0, 0]),
    valued(["char"], [0, 0, 0, 0x11, 0]),
    valued([{ handle: "thing" }], [0, 1, 0, 0]),
    valued([], [], undefined, [0]),
    valued([], [], { ok: true, value: "u8" }, [0]),
    { ...valued([], [0]), names: [name] },
  ])
    expect(checked(wrong)).toBe(false);
});

test("numbers only grow, and names have a cap for all messages together", () => {
  expect(checked(trace, { ...trace, names: [] })).toBe(false);
  const many = Array.from({ length: 15_000 }, () => name);
  const without = { endings: [], keptFrom: 1 };
  expect(checked({ ...without, names: many })).toBe(true);
  expect(checked({ ...without, names: many }, { ...without, names: many })).toBe(false);
});
