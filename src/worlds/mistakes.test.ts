import { componentEmbed } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { locateWitMistakes, witMistakes } from "./mistakes.ts";

async function errorOf(witSource: string, world: string | undefined): Promise<string | undefined> {
  try {
    await componentEmbed(world === undefined ? { witSource, dummy: true } : { witSource, world, dummy: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function locate(source: string): Promise<string> {
  const message = await errorOf(source, "w");
  const [mistake] = await locateWitMistakes(message ?? "no error", source, (text) => errorOf(text, "w"));
  return `${mistake?.line}:${mistake?.column} ${mistake?.message}`;
}

test.each([
  ["a wrong word", "package a:b;\nworld w {\n  import x: fnc();\n}\n", "3:16 Expected ';', found '('."],
  ["an unclosed list", "package a:b;\nworld w {\n  import x: func(a: u32\n}\n", "4:1 Expected ')', found '}'."],
  ["an end too early", "package a:b;\n\nworld w {\n  import \n", "4:9 Expected an identifier or string, found eof."],
  [
    "a character WIT does not have",
    "package a:b;\nworld w { /* é */ import x: func(); $ }\n",
    "2:37 Unexpected character '$'.",
  ],
  [
    "an unknown interface",
    "package a:b;\n// nope\nworld w {\n  import nope;\n}\n",
    "4:10 Interface or world `nope` does not exist.",
  ],
  [
    "an unknown type",
    "package a:b;\ninterface i {\n  f: func(a: strng);\n}\nworld w { import i; }\n",
    "3:14 Name `strng` does not exist.",
  ],
  [
    "a name given twice",
    "package a:b;\ninterface i {\n  f: func(f: string);\n  f: func();\n}\nworld w { import i; }\n",
    "4:3 Name `f` is defined more than once.",
  ],
  [
    "an unknown package",
    "package a:b;\nworld w {\n  import foo:bar/baz;\n}\n",
    "3:10 Package 'foo:bar' not found. known packages: a:b.",
  ],
  [
    "an interface that a package lacks",
    "package a:b;\nworld w {\n import c:d/e;\n}\npackage c:d { interface x {} }\n",
    "3:13 Interface 'e' not found in package 'c:d'.",
  ],
  ["a comment without an end", "package a:b;\nworld w {} /* x", "2:11 Unterminated block comment."],
  ["no such world", "package a:b;\nworld v {\n}\n", "1:1 World `w` not found in package `a:b`."],
  [
    "no package",
    "world w { import x: func(); }\n",
    "1:1 No `package` header was found in any WIT file for this package.",
  ],
  ["nothing", "", "1:1 No `package` header was found in any WIT file for this package."],
])("%s", async (_what, source, expected) => {
  expect(await locate(source)).toBe(expected);
});

test("several worlds and none chosen", async () => {
  const source = "package a:b;\nworld w { }\nworld v { }\n";
  const message = (await errorOf(source, undefined))!;
  expect(witMistakes(message, source)[0]?.message).toBe(
    "There are multiple worlds in `a:b`; one must be explicitly chosen: a:b/w a:b/v.",
  );
});

test("places that an error does name are taken", () => {
  expect(witMistakes("expected x\n  --> world.wit:3:7\n   |\n 3 | bla")).toEqual([
    { line: 3, column: 7, message: "Expected x." },
  ]);
});

test("clutter is left out, and there is always a mistake", () => {
  expect(witMistakes("")).toEqual([{ line: 1, column: 1, message: "The text is not valid WIT." }]);
  expect(witMistakes("Error: boom\nstack backtrace:\n 0: x")).toEqual([{ line: 1, column: 1, message: "Boom." }]);
  expect(witMistakes("failed\n\nCaused by:\n    it broke")[0]?.message).toBe("Failed: it broke.");
});
