import { expect, test } from "vitest";
import { hostile } from "../../scripts/conformance/hostile.mjs";
import { mutant } from "../../scripts/conformance/mutations.mjs";
import { samples } from "../../scripts/conformance/samples.mjs";
import { readComponent } from "../component/index.ts";
import { Describer, printWit } from "../wit/index.ts";
import { fromTable, toTable } from "../wit/table.ts";
import { catalogueWorlds } from "./catalogue.ts";
import { checkFit, compareComponents, fitsOf, type Subject } from "./index.ts";

/** More of them by hand: `MUTANTS=20000 npx vitest run src/worlds/damaged.test.ts`. */
const count = Number(process.env["MUTANTS"] ?? 400);

/** All that the page does with what was read of a file. Gives it as the page has it, if it is not too large for that. */
function use(bytes: Uint8Array): Subject | undefined {
  const read = readComponent(bytes);
  if (!read.ok) return undefined;
  const table = toTable(read.value.type);
  if (table === undefined) return undefined;
  const { imports, exports, incomplete } = read.value;
  const type = fromTable(JSON.parse(JSON.stringify(table)));
  const subject = { imports, exports, type, ...(incomplete === undefined ? {} : { incomplete }) };
  const own = checkFit(subject, { id: "its own", ...subject });
  for (const entry of [...own.imports, ...own.exports])
    for (const difference of entry.differences) expect(difference.explanation).toMatch(/\.$/);
  expect(fitsOf(subject, catalogueWorlds())).toHaveLength(catalogueWorlds().length);
  expect(printWit({ ...read.value, type }).length).toBeLessThan(5 * 1024 * 1024);
  const describer = new Describer(type);
  for (const [name, entity] of [...type.imports, ...type.exports].slice(0, 50)) {
    if (entity.sort === "func") expect(describer.func(name, entity.type)).toContain("func(");
    if (entity.sort === "type") expect(describer.definition(name, entity.type).length).toBeGreaterThan(0);
  }
  return subject;
}

test("damaged components that can be read go through all that the page does with them", async () => {
  const given = await samples();
  let before: Subject | undefined;
  let used = 0;
  for (let index = 0; index < count; index += 1) {
    const subject = use(mutant(given, 7, index).bytes);
    if (subject === undefined) continue;
    used += 1;
    if (before !== undefined)
      expect(["same", "compatible", "wider", "breaking"]).toContain(compareComponents(before, subject).verdict);
    before = subject;
  }
  expect(used).toBeGreaterThan(count / 10);
}, 120_000);

test("files that are made to cost much go through too", () => {
  const used = [...hostile(1)].map(({ bytes }) => use(bytes));
  expect(used.length).toBeGreaterThan(10);
}, 120_000);
