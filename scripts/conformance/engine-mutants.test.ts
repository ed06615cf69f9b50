import { beforeAll, expect, test } from "vitest";
import { readComponent } from "../../src/component/index.ts";
import { echoComponent, linked } from "../../src/engine/echo-testing.ts";
import { instantiate } from "../../src/engine/native/index.ts";
import { camelCase, parseFunctionName } from "../../src/wit/js-names.ts";
import { engineSamples, judgeMutant, type Parts } from "./engine-mutants.mjs";
import { mutant, type Sample } from "./mutations.mjs";

const parts: Parts = { instantiate, readComponent, parseFunctionName, camelCase, echoComponent, linked };

let given: readonly Sample[];

beforeAll(async () => {
  given = await engineSamples(parts);
});

test("what is damaged can run: what is looked at is what the damage does", async () => {
  const ended: Record<string, string> = {};
  // Programs may wait for ever, since this host gives them any answer.
  for (const { name, bytes } of given.filter((sample) => /^(greet|echo|linked)/.test(sample.name)))
    ended[name] = (await judgeMutant(parts, bytes)).ending;
  expect(ended).toMatchObject({ greet: "returned", "echo of string": "returned", linked: "returned" });
  expect(Object.values(ended)).not.toContain("fault");
});

test("an accident in the engine would be told", async () => {
  const failing: Parts = { ...parts, instantiate: async () => Reflect.get(Object(undefined), "x").y };
  const [first] = given;
  expect((await judgeMutant(failing, first!.bytes)).ending).toBe("fault");
});

test("damaged components end in a value, a tagged error or a trap", async () => {
  // None of these never ends: the command gives each a limit.
  const faults: unknown[] = [];
  for (let index = 0; index < 150; index += 1) {
    const { words, bytes } = mutant(given, 40_000, index);
    const { fault } = await judgeMutant(parts, bytes);
    if (fault !== undefined) faults.push({ index, words, fault });
  }
  expect(faults).toEqual([]);
});
