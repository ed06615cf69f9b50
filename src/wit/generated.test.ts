import { print } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dummy, encodedWorld } from "../../scripts/conformance/worlds.mjs";
import { splitLists, unescapeString } from "../../scripts/conformance/wast.mjs";
import { printInterface, printWit } from "./index.ts";
import { typeOfText } from "./oracle-testing.ts";
import { itemShape, probe, read, shapeOf, worldIn } from "./shape-testing.ts";

/** Names of the types that may be referred to, resources apart. */
interface Names {
  readonly values: readonly string[];
  readonly resources: readonly string[];
}

const keys = "bool s8 u8 s16 u16 s32 u32 s64 u64 char string".split(" ");
const primitives = "bool s8 u8 s16 u16 s32 u32 s64 u64 f32 f64 char string".split(" ");

function valueType({ values, resources }: Names): fc.Arbitrary<string> {
  return fc.letrec<{ type: string }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...primitives, ...values, ...values, ...resources),
      tie("type").map((of) => `list<${of}>`),
      tie("type").map((of) => `option<${of}>`),
      tie("type").map((of) => `result<_, ${of}>`),
      fc.tuple(tie("type"), tie("type")).map(([ok, error]) => `result<${ok}, ${error}>`),
      fc.array(tie("type"), { minLength: 1, maxLength: 3 }).map((of) => `tuple<${of.join(", ")}>`),
      fc.tuple(tie("type"), fc.integer({ min: 1, max: 9 })).map(([of, length]) => `list<${of}, ${length}>`),
      fc.tuple(fc.constantFrom(...keys), tie("type")).map(([key, of]) => `map<${key}, ${of}>`),
      // A stream of `char` is not allowed yet; no type here is another name of it.
      tie("type").map((of) => (of === "char" ? "stream" : `stream<${of}>`)),
      fc.option(tie("type")).map((of) => (of === null ? "future" : `future<${of}>`)),
      fc.constant("error-context"),
    ),
  })).type;
}

const count = { minLength: 1, maxLength: 4 };

/** `(a0: …) -> …` with borrows among the parameters. */
function signature(names: Names): fc.Arbitrary<string> {
  const borrows = names.resources.map((name) => `borrow<${name}>`);
  const type = valueType(names);
  const parameter = borrows.length === 0 ? type : fc.oneof(type, fc.constantFrom(...borrows));
  return fc.tuple(fc.array(parameter, { maxLength: 4 }), fc.option(type)).map(([params, result]) => {
    const list = params.map((param, at) => `a${at}: ${param}`).join(", ");
    return `(${list})${result === null ? "" : ` -> ${result}`}`;
  });
}

function definition(name: string, names: Names): fc.Arbitrary<string> {
  const type = valueType(names);
  const labels = fc
    .integer({ min: 1, max: 5 })
    .map((size) => Array.from({ length: size }, (_, at) => `l${at}`).join(", "));
  return fc.oneof(
    fc.array(type, count).map((fields) => `record ${name} { ${fields.map((of, at) => `f${at}: ${of}`).join(", ")} }`),
    fc
      .array(fc.option(type), count)
      .map(
        (cases) => `variant ${name} { ${cases.map((of, at) => `c${at}${of === null ? "" : `(${of})`}`).join(", ")} }`,
      ),
    labels.map((list) => `enum ${name} { ${list} }`),
    labels.map((list) => `flags ${name} { ${list} }`),
    // A second name of a type is not told apart from the first one where it is referred to.
    type
      .filter((of) => ![...names.values, ...names.resources, "char"].includes(of))
      .map((of) => `type ${name} = ${of};`),
    fc.array(fc.tuple(fc.constantFrom("", "static ", "async "), signature(names)), { maxLength: 3 }).map((methods) => {
      const lines = methods.map(
        ([word, types], at) => `m${at}: ${word === "async " ? "static async " : word}func${types};`,
      );
      return `resource ${name} { constructor(n: u8); ${lines.join(" ")} }`;
    }),
  );
}

interface Body extends Names {
  readonly text: string;
}

/** Definitions one after another, each of which may refer to those before it, and functions. */
function body(prefix: string, size: number, functions: number, outside: Names): fc.Arbitrary<Body> {
  let made: fc.Arbitrary<Body> = fc.constant({ ...outside, text: "" });
  for (let at = 0; at < size; at += 1) {
    made = made.chain((before) => {
      const name = `${prefix}${at}`;
      return definition(name, before).map((line) => {
        const text = `${before.text}    ${line}\n`;
        return line.startsWith("resource")
          ? { ...before, text, resources: [...before.resources, name] }
          : { ...before, text, values: [...before.values, name] };
      });
    });
  }
  return made.chain((before) =>
    fc.array(fc.tuple(fc.boolean(), signature(before)), { minLength: functions, maxLength: functions }).map((list) => {
      const lines = list.map(([isAsync, types], at) => `    fn${at}: ${isAsync ? "async " : ""}func${types};\n`);
      return { ...before, text: before.text + lines.join("") };
    }),
  );
}

const wit = body("t", 4, 3, { values: [], resources: [] }).chain((first) => {
  const all = [...first.values, ...first.resources];
  return fc
    .record({
      names: fc.subarray(all, { minLength: 1 }),
      renamed: fc.boolean(),
      sides: fc.constantFrom("i", "e", "ie"),
    })
    .chain(({ names, renamed, sides }) => {
      const local = (name: string): string => (renamed ? `other-${name}` : name);
      const known: Names = {
        values: names.filter((name) => first.values.includes(name)).map(local),
        resources: names.filter((name) => first.resources.includes(name)).map(local),
      };
      const items = names.map((name) => (renamed ? `${name} as ${local(name)}` : name)).join(", ");
      return fc.tuple(body("s", 3, 3, known), signature(known)).map(([second, greet]) => {
        const both = sides === "ie" ? "import one; import two; export one; export two;" : "";
        const world = sides === "i" ? "import two;" : sides === "e" ? "export one; export two;" : both;
        return `package a:b@1.0.0;
  interface one {\n${first.text}  }
  interface two {\n    use one.{${items}};\n${second.text}  }
  world w { use one.{${items}}; ${world} import greet: func${greet}; }`;
      });
    });
});

test("whatever types a world has, the reader agrees with wasm-tools, and its text makes the same component again", async () => {
  await fc.assert(
    fc.asyncProperty(wit, async (source) => {
      const bytes = await dummy(source, "w");
      const before = read(bytes);
      const everything = { secondNames: true };
      expect(shapeOf(before.type, everything)).toEqual(
        shapeOf(typeOfText(splitLists(await print(bytes)), unescapeString), everything),
      );
      const after = read(await dummy(printWit(before), "root"));
      expect(shapeOf(after.type)).toEqual(shapeOf(before.type));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("whatever types a world has, each item of it means the same when it is cut out", async () => {
  await fc.assert(
    fc.asyncProperty(wit, async (source) => {
      const model = read(await dummy(source, "w"));
      for (const side of ["imports", "exports"] as const) {
        for (const name of model.type[side].keys()) {
          const cut = printInterface(model, name);
          const text = cut.ok ? cut.value : cut.error.message;
          // oxlint-disable-next-line no-await-in-loop
          const alone = read(await encodedWorld(...probe(text, side, name)));
          const [ours, expected] = [itemShape(worldIn(alone), side, name), itemShape(model.type, side, name)];
          // What is on both sides is written with all that either has.
          if (model.type.imports.has(name) && model.type.exports.has(name)) expect([ours]).toMatchObject([expected]);
          else expect(ours).toEqual(expected);
        }
      }
    }),
    { numRuns: 30 },
  );
}, 60_000);
