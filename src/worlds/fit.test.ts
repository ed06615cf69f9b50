import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import type { ComponentModel } from "../component/index.ts";
import { checkFit, fitsOf } from "./fit.ts";
import type { Fit, World } from "./model.ts";
import { readable, subjectOf, worldOf } from "./subject-testing.ts";

const tools = { componentEmbed, componentNew };

/** The fit of a component made of one world with another. */
async function fitOf(component: string, world: string, id = "w"): Promise<Fit> {
  return checkFit(await subjectOf(tools, component), worldOf(await subjectOf(tools, world), id));
}

/** The package `acme:app` of one interface `api`. */
const acme = (version: string, body: string): string => `package acme:app@${version} { interface api { ${body} } }`;
const none: World = {
  id: "none",
  imports: [],
  exports: [],
  type: { kind: "component", imports: new Map(), exports: new Map() },
};

test("the same version with the functions used: provided", async () => {
  const fit = await fitOf(
    `world w { import acme:app/api@1.2.0; export run: func(); } ${acme("1.2.0", "now: func() -> u64;")}`,
    `world w { import acme:app/api@1.2.0; import log: func(); export run: func(); } ${acme("1.2.0", "now: func() -> u64; resolution: func();")}`,
    "acme:app/main",
  );
  expect(fit).toEqual({
    fits: true,
    imports: [
      {
        name: "acme:app/api@1.2.0",
        by: "acme:app/api@1.2.0",
        status: "provided",
        functions: ["now"],
        reasons: [],
        differences: [],
      },
    ],
    exports: [{ name: "run", by: "run", status: "provided", functions: ["run"], reasons: [], differences: [] }],
    extraExports: [],
    unused: ["log"],
    verdict: "Fits acme:app/main.",
  });
});

test("an older version asked for is met by the world's newer one", async () => {
  const { imports, fits } = await fitOf(
    `world w { import acme:app/api@0.2.0; } ${acme("0.2.0", "f: func();")}`,
    `world w { import acme:app/api@0.2.12; } ${acme("0.2.12", "f: func(); g: func();")}`,
  );
  expect(fits).toBe(true);
  expect(imports[0]).toMatchObject({
    status: "newer",
    by: "acme:app/api@0.2.12",
    reasons: ["The world provides the newer acme:app/api@0.2.12, which is compatible."],
    differences: [],
  });
});

test("a newer version asked for is met when the functions used are there", async () => {
  const world = `world w { import acme:app/api@1.2.0; } ${acme("1.2.0", "a: func(); b: func();")}`;
  const met = await fitOf(`world w { import acme:app/api@1.9.0; } ${acme("1.9.0", "b: func();")}`, world);
  expect(met.imports[0]).toMatchObject({ status: "provided", by: "acme:app/api@1.2.0", reasons: [] });
  const unmet = await fitOf(
    `world w { import acme:app/api@1.9.0; } ${acme("1.9.0", "b: func(); c: func(); d: func() -> u8;")}`,
    world,
  );
  expect(unmet.fits).toBe(false);
  expect(unmet.imports[0]).toMatchObject({
    status: "mismatched",
    reasons: [
      "The component expects the function c; the world's acme:app/api@1.2.0 has no such function.",
      "The component expects the function d; the world's acme:app/api@1.2.0 has no such function.",
    ],
  });
  expect(unmet.imports[0]?.differences[1]).toEqual({
    kind: "missing-function",
    path: ["acme:app/api.d"],
    expected: "d: func() -> u8",
    found: "nothing",
    explanation: "The component expects the function d; the world's acme:app/api@1.2.0 has no such function.",
    fix: "Choose a world with acme:app/api of version 1.9.0 or newer, or build the component against acme:app/api@1.2.0.",
  });
  expect(unmet.verdict).toBe("Does not fit w: the world's acme:app/api@1.2.0 has no functions c, d.");
});

test("an incompatible version is missing, and the reason says what there is", async () => {
  const { imports, verdict } = await fitOf(
    `world w { import acme:app/api@0.3.0; } ${acme("0.3.0", "f: func();")}`,
    `world w { import acme:app/api@0.2.12; } ${acme("0.2.12", "f: func();")}`,
  );
  const explanation = "The world provides acme:app/api@0.2.12, which is not compatible with 0.3.0.";
  expect(imports[0]).toEqual({
    name: "acme:app/api@0.3.0",
    status: "missing",
    functions: ["f"],
    reasons: [explanation],
    differences: [
      {
        kind: "version",
        path: ["acme:app/api"],
        expected: "acme:app/api@0.3.0",
        found: "acme:app/api@0.2.12",
        explanation,
        fix: "Choose a world that provides acme:app/api of version 0.3.0, or build the component against acme:app/api@0.2.12.",
      },
    ],
  });
  expect(verdict).toBe("Does not fit w: the world provides acme:app/api@0.2.12, which is not compatible with 0.3.0.");
});

test("every reason at once", async () => {
  const fit = await fitOf(
    `world w { import acme:app/api@1.0.0; import a:b/c@1.0.0; import log: func(); import greet: func(); export run: func(); }
     ${acme("1.0.0", "f: func() -> string;")} package a:b@1.0.0 { interface c { g: func(); } }`,
    `world w { import acme:app/api@1.0.0; import log: interface { f: func(); } export run: func() -> u8; export stop: func(); }
     ${acme("1.0.0", "f: func() -> u8;")}`,
    "acme:app/main",
  );
  expect(fit.verdict).toBe(
    "Does not fit acme:app/main: the world does not provide a:b/c@1.0.0, greet; " +
      "the component expects string for the result of f; the world's acme:app/api@1.0.0 has u8; " +
      "the component expects a function for log; the world has an interface; " +
      "the component does not export stop; " +
      "the world expects u8 for the result of run; the component has nothing.",
  );
  const [missing] = fit.imports.filter(({ status }) => status === "missing");
  expect(missing?.differences).toEqual([
    {
      kind: "missing-import",
      path: ["a:b/c"],
      expected: "a:b/c@1.0.0",
      found: "nothing",
      explanation: "The world does not provide a:b/c@1.0.0.",
      fix: "Choose a world that provides a:b/c of version 1.0.0 or newer, such as the component's own, or compose the component with one that exports it.",
    },
  ]);
  expect(fit.exports.find(({ name }) => name === "stop")?.differences).toEqual([
    {
      kind: "missing-export",
      path: ["stop"],
      expected: "stop",
      found: "nothing",
      explanation: "The component does not export stop.",
      fix: "Build the component so that it exports stop, or choose a world that does not expect it.",
    },
  ]);
});

test("exports: an older compatible one serves, a newer one is told, one that lacks functions does not", async () => {
  const expecting = `world w { export acme:app/api@0.2.5; } ${acme("0.2.5", "f: func(); g: func();")}`;
  const component = (version: string, body: string): string =>
    `world w { export acme:app/api@${version}; } ${acme(version, body)}`;
  expect((await fitOf(component("0.2.1", "f: func(); g: func();"), expecting)).exports[0]?.status).toBe("provided");
  const newer = await fitOf(component("0.2.9", "f: func(); g: func(); h: func();"), expecting);
  expect(newer.exports[0]).toMatchObject({
    status: "newer",
    reasons: ["The component exports the newer acme:app/api@0.2.9, which is compatible."],
  });
  const lacking = await fitOf(component("0.2.1", "f: func();"), expecting);
  expect(lacking.exports[0]).toMatchObject({
    name: "acme:app/api@0.2.1",
    by: "acme:app/api@0.2.5",
    status: "mismatched",
    reasons: ["The world expects the function g; the component's acme:app/api@0.2.1 has no such function."],
  });
  expect(lacking.exports[0]?.differences[0]?.fix).toBe(
    "Build the component against acme:app/api@0.2.5, or choose a world that expects acme:app/api of version 0.2.1.",
  );
  expect(lacking.verdict).toBe("Does not fit w: the component's acme:app/api@0.2.1 has no function g.");
  const wrong = await fitOf(component("0.3.0", "f: func();"), expecting);
  expect(wrong.exports[0]?.differences[0]).toMatchObject({
    kind: "version",
    explanation: "The component exports acme:app/api@0.3.0, which is not compatible with 0.2.5.",
    fix: "Build the component against acme:app/api@0.2.5, or choose a world that expects acme:app/api of version 0.3.0.",
  });
  expect(wrong.extraExports).toEqual(["acme:app/api@0.3.0"]);
});

async function componentOf(imports: string): Promise<ComponentModel> {
  return readable(await parse(`(component ${imports})`));
}

/** A component that imports interfaces of one function each; wasm-tools would make one of compatible versions in WIT. */
async function importing(...names: readonly string[]): Promise<ComponentModel> {
  const imports = names.map((name) => `(import ${name} (instance (export "f" (func))))`);
  return componentOf(imports.join(" "));
}

test("the newest compatible version is chosen, the exact one first", async () => {
  const several = worldOf(
    await importing(...["1.0.0", "1.4.0", "1.2.0", "2.0.0"].map((version) => `"a:b/c@${version}"`)),
  );
  expect(checkFit(await importing('"a:b/c@1.1.0"'), several).imports[0]?.by).toBe("a:b/c@1.4.0");
  expect(checkFit(await importing('"a:b/c@1.2.0"'), several).imports[0]?.by).toBe("a:b/c@1.2.0");
});

test("canonical versions match by what their suffix completes", async () => {
  const canonical = await importing('"a:b/c@0.2" (versionsuffix ".12")');
  const world = async (name: string): Promise<World> => worldOf(await importing(name));
  expect(checkFit(canonical, await world('"a:b/c@0.2.12"')).imports[0]?.status).toBe("provided");
  expect(checkFit(canonical, await world('"a:b/c@0.2.13"')).imports[0]?.status).toBe("newer");
  expect(checkFit(canonical, await world('"a:b/c@0.2" (versionsuffix ".3")')).imports[0]?.status).toBe("provided");
  expect(checkFit(canonical, await world('"a:b/c@0.2" (versionsuffix ".13")')).imports[0]?.status).toBe("newer");
  expect(checkFit(canonical, await world('"a:b/c@0.3"')).verdict).toBe(
    "Does not fit w: the world provides a:b/c@0.3, which is not compatible with 0.2.12.",
  );
});

test("a plainly named interface is looked for by name first, then by what it implements", async () => {
  const component = await componentOf(
    '(import "primary" (implements "a:b/store@1.0.0") (instance (export "f" (func))))',
  );
  const both = await componentOf(
    '(import "a:b/store@1.0.0" (instance)) (import "primary" (instance (export "f" (func))))',
  );
  expect(checkFit(component, worldOf(both))).toMatchObject({ fits: true, imports: [{ by: "primary" }] });
  const implemented = await componentOf('(import "a:b/store@1.0.2" (instance (export "f" (func))))');
  expect(checkFit(component, worldOf(implemented))).toMatchObject({
    fits: true,
    imports: [{ status: "newer", by: "a:b/store@1.0.2" }],
  });
});

test("the world none takes a component that imports nothing, whatever it exports", async () => {
  expect(checkFit(await subjectOf(tools, "world w { export run: func(); export greet: func(); }"), none)).toMatchObject(
    {
      fits: true,
      extraExports: ["run", "greet"],
      verdict: "Fits none.",
    },
  );
  expect(checkFit(await subjectOf(tools, "world w { import log: func(); }"), none).verdict).toBe(
    "Does not fit none: the world does not provide log.",
  );
});

test("a type that a component imports as its own alias needs nobody to provide it, a resource does", async () => {
  const bodies = "record stats { words: u32 } resource shop; import open: func() -> own<shop>;";
  const { imports } = await fitOf(`world w { ${bodies} export count: func() -> stats; }`, "world w { }");
  expect(imports.map(({ name, status }) => [name, status])).toEqual([
    ["stats", "provided"],
    ["shop", "missing"],
    ["open", "missing"],
  ]);
  expect(
    (
      await fitOf(
        "world w { record stats { words: u32 } export count: func() -> stats; }",
        "world w { export count: func() -> tuple<u32>; }",
      )
    ).imports,
  ).toMatchObject([{ name: "stats", status: "provided" }]);
});

test("what is not found in a file that could not be read to the end may stand there", async () => {
  const world = worldOf(await subjectOf(tools, "world w { export run: func(); export stop: func(); }"));
  const read = await subjectOf(tools, "world w { export run: func(); }");
  const incomplete = { tag: "unknown", offset: 10, section: "canon", reason: "0x99 is not known" } as const;
  const fit = checkFit({ ...read, incomplete }, world);
  expect(fit.fits).toBe(false);
  expect(fit.exports[1]?.differences).toEqual([
    {
      kind: "unread",
      path: ["stop"],
      expected: "stop",
      found: "nothing",
      explanation: "stop may stand in the part that could not be read.",
      fix: "Nobody can tell before the rest of the file is read: build the component without what is not known.",
    },
  ]);
  expect(fit.verdict).toBe(
    "Does not fit w: stop may stand in the part that could not be read; a part of the file could not be read.",
  );
  const self = checkFit({ ...read, incomplete }, worldOf(read));
  expect(self).toMatchObject({
    fits: false,
    verdict: "Nobody can tell whether it fits w: a part of the file could not be read.",
  });
  expect(fitsOf({ ...read, incomplete }, [worldOf(read)])[0]).toMatchObject({ fits: false, misfits: 1 });
});

test("which of many worlds it fits", async () => {
  const component = await subjectOf(tools, "world w { import log: func(); import greet: func(); export run: func(); }");
  const other = await subjectOf(tools, "world w { import log: func(); export run: func() -> u8; }");
  expect(fitsOf(component, [none, worldOf(component, "own"), worldOf(other, "other")])).toEqual([
    { id: "none", fits: false, misfits: 2, verdict: "Does not fit none: the world does not provide log, greet." },
    { id: "own", fits: true, misfits: 0, verdict: "Fits own." },
    {
      id: "other",
      fits: false,
      misfits: 2,
      verdict:
        "Does not fit other: the world does not provide greet; the world expects u8 for the result of run; the component has nothing.",
    },
  ]);
});
