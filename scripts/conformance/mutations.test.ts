import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { binaryKind, readComponent } from "../../src/component/index.ts";
import { hostile } from "./hostile.mjs";
import { mutant, mutations, nesting, randomOf, sectionsOf, type Sample } from "./mutations.mjs";
import { samples } from "./samples.mjs";

let given: readonly Sample[];

beforeAll(async () => {
  given = await samples();
});

/** What is wrong with the reader's answer: it must be a value, and an error must lie inside the file. */
function fault(bytes: Uint8Array): string | undefined {
  const read = readComponent(bytes);
  if (read.ok) return binaryKind(bytes) === "unknown" ? "read, but of no kind" : undefined;
  const { offset, section, reason } = read.error;
  return offset >= 0 && offset <= bytes.length && section !== "" && reason !== ""
    ? undefined
    : JSON.stringify(read.error);
}

test("the samples are sound, and their sections are all found", () => {
  for (const { name, bytes } of given) {
    expect([name, readComponent(bytes).ok]).toEqual([name, true]);
    const sections = sectionsOf(bytes);
    expect([name, Math.max(...sections.map(({ end }) => end))]).toEqual([name, bytes.length]);
  }
});

test("damaged components are answered with a value", () => {
  const faults = Array.from({ length: 600 }, (_, index) => {
    const { words, bytes } = mutant(given, 20_000, index);
    return { index, words, fault: fault(bytes) };
  }).filter((item) => item.fault !== undefined);
  expect(faults).toEqual([]);
});

test("every mutation changes a sample, and its result is answered with a value", () => {
  for (const [name, mutation] of Object.entries(mutations)) {
    const changed = given.map(({ bytes }, index) => {
      const damaged = mutation(bytes, randomOf(index), given);
      expect([name, fault(damaged)]).toEqual([name, undefined]);
      return damaged.length !== bytes.length || damaged.some((byte, at) => byte !== bytes[at]);
    });
    expect([name, changed.includes(true)]).toEqual([name, true]);
  }
});

test("nesting is refused by its depth, and a long chain of types is read", () => {
  const greet = given.find(({ name }) => name === "greet")!.bytes;
  const after = (name: string): unknown => {
    const read = readComponent(mutations[name]!(greet, () => 0, given));
    return read.ok || read.error.tag;
  };
  expect(nesting).toBe(10_000);
  expect(after("nested components")).toBe("limit");
  expect(after("nested types")).toBe("limit");
  expect(after("a chain of types")).toBe(true);
});

test("components made to cost much are read up to the limit, and answered with a value beyond it", () => {
  for (const { name, bytes } of hostile(1)) {
    const read = readComponent(bytes);
    expect([name, read.ok ? read.value.incomplete : read.error]).toEqual([name, undefined]);
  }
  const beyond = [...hostile(2)].map(({ bytes }) => bytes);
  expect(beyond.map(fault).filter((words) => words !== undefined)).toEqual([]);
  const refused = beyond.filter((bytes) => !readComponent(bytes).ok);
  expect(refused.length).toBeGreaterThan(beyond.length / 2);
});

test("the same seed gives the same files, another one others, and the samples stay whole", () => {
  const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  const before = given.map(({ bytes }) => hash(bytes));
  const some = (seed: number): readonly string[] =>
    Array.from({ length: 50 }, (_, index) => {
      const { words, bytes } = mutant(given, seed, index);
      return `${words} ${hash(bytes)}`;
    });
  expect(some(7)).toEqual(some(7));
  expect(some(7)).not.toEqual(some(8));
  expect(given.map(({ bytes }) => hash(bytes))).toEqual(before);
});
