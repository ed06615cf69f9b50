import fc from "fast-check";
import { expect, test } from "vitest";
import type { Extern } from "../component/model.ts";
import { checkFit } from "./fit.ts";
import type { World } from "./model.ts";

const iface = (name: string, ...functions: string[]): Extern => ({ name, kind: "instance", functions, types: [] });
const func = (name: string): Extern => ({ name, kind: "func", functions: [name], types: [] });
const none: World = { id: "none", imports: [], exports: [] };

const world: World = {
  id: "acme:app/main@0.2.12",
  imports: [
    iface("wasi:cli/stdout@0.2.12", "get-stdout"),
    iface("wasi:clocks/wall-clock@0.2.12", "now", "resolution"),
    iface("old:thing/api@1.2.0", "a", "b"),
    func("log"),
  ],
  exports: [iface("wasi:cli/run@0.2.12", "run")],
};

const run = iface("wasi:cli/run@0.2.12", "run");

test("same version with the functions used: provided", () => {
  const fit = checkFit({ imports: [iface("wasi:clocks/wall-clock@0.2.12", "now")], exports: [run] }, world);
  expect(fit).toEqual({
    fits: true,
    imports: [
      {
        name: "wasi:clocks/wall-clock@0.2.12",
        by: "wasi:clocks/wall-clock@0.2.12",
        status: "provided",
        functions: ["now"],
        reasons: [],
      },
    ],
    exports: [{ name: run.name, by: run.name, status: "provided", functions: ["run"], reasons: [] }],
    extraExports: [],
    unused: ["wasi:cli/stdout@0.2.12", "old:thing/api@1.2.0", "log"],
    verdict: "Fits acme:app/main@0.2.12.",
  });
});

test("an older version asked for is met by the world's newer one", () => {
  const { imports, fits } = checkFit(
    { imports: [iface("wasi:cli/stdout@0.2.0", "get-stdout")], exports: [run] },
    world,
  );
  expect(fits).toBe(true);
  expect(imports[0]).toMatchObject({ status: "newer", by: "wasi:cli/stdout@0.2.12" });
  expect(imports[0]?.reasons).toEqual(["The world provides the newer wasi:cli/stdout@0.2.12, which is compatible."]);
});

test("a newer version asked for is met when the functions used are there", () => {
  const met = checkFit({ imports: [iface("old:thing/api@1.9.0", "b")], exports: [run] }, world);
  expect(met.imports[0]).toMatchObject({ status: "provided", by: "old:thing/api@1.2.0", reasons: [] });
  const unmet = checkFit({ imports: [iface("old:thing/api@1.9.0", "b", "c", "d")], exports: [run] }, world);
  expect(unmet.fits).toBe(false);
  expect(unmet.imports[0]).toMatchObject({
    status: "mismatched",
    reasons: ["The world's old:thing/api@1.2.0 has no functions c, d."],
  });
});

test("an incompatible version is missing, and the reason says what there is", () => {
  const { imports, verdict } = checkFit({ imports: [iface("wasi:cli/stdout@0.3.0", "x")], exports: [run] }, world);
  expect(imports[0]).toMatchObject({
    status: "missing",
    reasons: ["The world provides wasi:cli/stdout@0.2.12, which is not compatible with 0.3.0."],
  });
  expect(imports[0]).not.toHaveProperty("by");
  expect(verdict).toBe(
    "Does not fit acme:app/main@0.2.12: the world provides wasi:cli/stdout@0.2.12, which is not compatible with 0.3.0.",
  );
});

test("every reason at once", () => {
  const fit = checkFit(
    {
      imports: [
        iface("a:b/c"),
        iface("log"),
        func("greet"),
        iface("a:b/d@1.0.0", "f"),
        iface("old:thing/api@1.2.0", "z"),
      ],
      exports: [],
    },
    world,
  );
  expect(fit.verdict).toBe(
    "Does not fit acme:app/main@0.2.12: the world does not provide a:b/c, greet, a:b/d@1.0.0; " +
      "the component imports log as an interface; the world provides a function; " +
      "the world's old:thing/api@1.2.0 has no function z; the component does not export wasi:cli/run@0.2.12.",
  );
});

test("exports: an older compatible one serves, one that lacks functions does not", () => {
  const expecting: World = { id: "w", imports: [], exports: [iface("a:b/c@0.2.5", "f", "g")] };
  expect(checkFit({ imports: [], exports: [iface("a:b/c@0.2.1", "f", "g")] }, expecting).exports[0]?.status).toBe(
    "provided",
  );
  expect(checkFit({ imports: [], exports: [iface("a:b/c@0.2.9", "f", "g", "h")] }, expecting).exports[0]?.status).toBe(
    "newer",
  );
  const lacking = checkFit({ imports: [], exports: [iface("a:b/c@0.2.1", "f")] }, expecting);
  expect(lacking.exports[0]).toMatchObject({
    name: "a:b/c@0.2.1",
    by: "a:b/c@0.2.5",
    status: "mismatched",
    reasons: ["The component's a:b/c@0.2.1 has no function g."],
  });
  const wrong = checkFit({ imports: [], exports: [iface("a:b/c@0.3.0", "f")] }, expecting);
  expect(wrong.exports[0]?.reasons).toEqual(["The component exports a:b/c@0.3.0, which is not compatible with 0.2.5."]);
  expect(wrong.extraExports).toEqual(["a:b/c@0.3.0"]);
});

test("the newest compatible version is chosen, the exact one first", () => {
  const several: World = {
    id: "w",
    imports: ["1.0.0", "1.4.0", "1.2.0", "2.0.0"].map((v) => iface(`a:b/c@${v}`)),
    exports: [],
  };
  expect(checkFit({ imports: [iface("a:b/c@1.1.0")], exports: [] }, several).imports[0]?.by).toBe("a:b/c@1.4.0");
  expect(checkFit({ imports: [iface("a:b/c@1.2.0")], exports: [] }, several).imports[0]?.by).toBe("a:b/c@1.2.0");
});

test("the world none takes a component that imports nothing, whatever it exports", () => {
  expect(checkFit({ imports: [], exports: [run, func("greet")] }, none)).toMatchObject({
    fits: true,
    extraExports: ["wasi:cli/run@0.2.12", "greet"],
    verdict: "Fits none.",
  });
  expect(checkFit({ imports: [func("log")], exports: [] }, none).verdict).toBe(
    "Does not fit none: the world does not provide log.",
  );
});

const anyExtern = fc
  .tuple(
    fc.constantFrom("a:b/c", "a:b/d", "a:b/e"),
    fc.constantFrom("", "@0.1.0", "@0.1.5", "@1.0.0", "@1.2.0"),
    fc.subarray(["f", "g", "h"]),
  )
  .map(([base, version, functions]) => iface(`${base}${version}`, ...functions));
const anyExterns = fc.uniqueArray(anyExtern, { selector: (extern) => extern.name });

test("a component fits the world made of itself, and the verdict agrees with the entries", () => {
  fc.assert(
    fc.property(anyExterns, anyExterns, anyExterns, anyExterns, (imports, exports, provided, expected) => {
      expect(checkFit({ imports, exports }, { id: "self", imports, exports }).fits).toBe(true);
      const fit = checkFit({ imports, exports }, { id: "other", imports: provided, exports: expected });
      const entries = [...fit.imports, ...fit.exports];
      expect(fit.imports).toHaveLength(imports.length);
      expect(fit.exports).toHaveLength(expected.length);
      expect(fit.fits).toBe(entries.every(({ status }) => status === "provided" || status === "newer"));
      for (const { status, reasons } of entries) expect(reasons.length > 0).toBe(status !== "provided");
    }),
  );
});
