import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultScenario } from "../../scenario/defaults.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { boardOf, fitOf, reportOf, world } from "./model-testing.ts";

const looks = (model: ReturnType<typeof boardOf>) =>
  Object.fromEntries(model.links.map((link) => [link.id, `${link.look} ${link.open ? "nowhere" : link.to}`]));

test("imports lead to the capability that decides about them", () => {
  const model = boardOf(["wasi:clocks/wall-clock", "wasi:sockets/tcp", "wasi:io/poll"]);
  expect(looks(model)).toEqual({
    "import:wasi:clocks/wall-clock@0.2.12": "mock plug:wall-clock",
    "import:wasi:sockets/tcp@0.2.12": "deny plug:sockets",
    "import:wasi:io/poll@0.2.12": "passed plug:passed",
    "export:wasi:cli/run@0.2.12": "passed plug:export:wasi:cli/run@0.2.12",
  });
});

test("what one capability decides about is one socket, its calls together", () => {
  const model = boardOf(["wasi:cli/terminal-stdin", "wasi:cli/stdin"], {
    runState: "done",
    calls: { "wasi:cli/stdin@0.2.12#get-stdin": 2 },
  });
  const [socket] = model.sockets[0]?.sockets ?? [];
  expect(socket).toMatchObject({ title: "stdin, terminal-stdin", calls: 2, id: "import:wasi:cli/stdin@0.2.12" });
  expect(socket?.members.map((member) => member.calls)).toEqual([2, 0]);
});

test("what the world does not provide hangs open until it is mocked or refused", () => {
  const scenario = defaultScenario();
  const name = "acme:store/kv@1.0.0";
  expect(looks(boardOf([name]))[`import:${name}`]).toBe("missing nowhere");
  const refused = { ...scenario, bindings: { ...scenario.bindings, [`interface:${name}`]: { mode: "deny" as const } } };
  const model = boardOf([name], { scenario: refused });
  expect(looks(model)[`import:${name}`]).toBe(`deny plug:import:${name}`);
  expect(model.plugs.find((group) => group.id === "plugs:missing")?.plugs).toMatchObject([{ name, mode: "deny" }]);
  const mocked = { ...scenario, bindings: { ...scenario.bindings, [`interface:${name}`]: { mode: "mock" as const } } };
  expect(looks(boardOf([name], { scenario: mocked }))[`import:${name}`]).toBe(`mock plug:import:${name}`);
});

test("an empty world provides nothing, WASI included", () => {
  const names = ["wasi:clocks/wall-clock", "wasi:io/poll"];
  const none = { ...world, id: "none", imports: [], exports: [] };
  const model = boardOf(names, { world: none, fit: { ...fitOf(reportOf(names), []), exports: [] } });
  expect(model.links.map((link) => link.look)).toEqual(["missing", "missing"]);
  expect(model.plugs.map((group) => group.id)).toEqual(["plugs:missing"]);
});

test("what is not wanted is told, folded when there is much of it", () => {
  const group = boardOf([]).plugs.find((one) => one.id === "plugs:unwanted");
  expect(group?.folded).toBe(true);
  expect(group?.plugs.every((plug) => plug.kind === "capability" && !plug.wanted)).toBe(true);
});

test("with many imports groups fold whose sockets are alike, whatever is chosen for them", () => {
  const names = world.imports.map((extern) => extern.name.replace(/@.*/, ""));
  const extra = ["a", "b", "c", "d", "e", "f", "g"].flatMap((name) => [
    `acme:store/${name}@1.0.0`,
    `acme:mixed/${name}@1.0.0`,
  ]);
  const scenario = defaultScenario();
  const bindings = { ...scenario.bindings, "interface:acme:store/a@1.0.0": { mode: "deny" as const } };
  const all = [...names, ...extra];
  const fit = fitOf(reportOf(all));
  const imports = fit.imports.map((entry) =>
    // Provided in name only.
    entry.name === "acme:mixed/a@1.0.0" ? { ...entry, status: "provided" as const } : entry,
  );
  const model = boardOf(all, { fit: { ...fit, imports }, scenario: { ...scenario, bindings } });
  const folded = (id: string) => model.sockets.find((group) => group.id === id)?.folded;
  expect(folded("from:wasi:io 0.2.12")).toBe(true);
  expect(folded("from:wasi:cli 0.2.12")).toBe(true);
  expect(folded("from:wasi:clocks 0.2.12")).toBe(false);
  expect(folded("from:acme:store 1.0.0")).toBe(true);
  expect(folded("from:acme:mixed 1.0.0")).toBe(false);
});

test("calls are not told before a run", () => {
  expect(boardOf(["wasi:clocks/wall-clock"]).sockets[0]?.sockets[0]?.calls).toBe(undefined);
});

test("sockets stand in the order of their plugs, so that few wires cross", () => {
  const model = boardOf([
    "wasi:io/poll",
    "wasi:cli/stdout",
    "acme:store/kv@1.0.0",
    "wasi:cli/stdin",
    "wasi:filesystem/types",
    "acme:log/log@1.0.0",
    "acme:store/list@1.0.0",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/wall-clock",
  ]);
  expect(model.sockets.map(({ id, sockets }) => [id, ...sockets.map((socket) => socket.title)])).toEqual([
    ["from:acme:store 1.0.0", "kv", "list"],
    ["from:acme:log 1.0.0", "log"],
    ["from:wasi:clocks 0.2.12", "wall-clock", "monotonic-clock"],
    ["from:wasi:filesystem 0.2.12", "types"],
    ["from:wasi:cli 0.2.12", "stdin", "stdout"],
    ["from:wasi:io 0.2.12", "poll"],
    ["offers", "wasi:cli/run"],
  ]);
  const rows = model.plugs.flatMap((group) => group.plugs.map((plug) => plug.id));
  const ends = model.links.map((link) => rows.indexOf(link.to));
  expect(ends).toEqual(ends.toSorted((a, b) => a - b));
});

test("an export that does not fit stays with what is offered; the plug that expects it comes first", () => {
  const report = reportOf(["wasi:clocks/wall-clock"]);
  const fit = fitOf(report);
  const exports = fit.exports.map((entry) => ({ ...entry, status: "mismatched" as const, reasons: ["It differs."] }));
  const model = boardOf(["wasi:clocks/wall-clock"], { fit: { ...fit, fits: false, exports } });
  expect(model.sockets.at(-1)).toMatchObject({
    id: "offers",
    sockets: [{ look: "missing", word: "does not fit", reasons: ["It differs."] }],
  });
  expect(model.plugs[0]).toMatchObject({ id: "plugs:expects", plugs: [{ state: "does not fit" }] });
});

test("an import that the world has otherwise is told from one that it lacks", () => {
  const names = ["acme:store/kv@1.0.0", "acme:store/list@1.0.0"];
  const report = reportOf(names);
  const fit = fitOf(report);
  const imports = fit.imports.map((entry, index) =>
    index === 0 ? { ...entry, status: "mismatched" as const, by: entry.name } : entry,
  );
  const model = boardOf(names, { fit: { ...fit, imports } });
  expect(model.sockets[0]?.sockets.map((socket) => [socket.look, socket.word])).toEqual([
    ["missing", "does not fit"],
    ["missing", "missing"],
  ]);
  expect(model.plugs[0]).toMatchObject({
    title: "not provided as wanted",
    plugs: [{ state: "does not fit" }, { state: "missing" }],
  });
});

test("what the world provides and nothing plays is told from what is missing, and can be refused", () => {
  const kept = { name: "wasi:cli/stdout@1.0.0", kind: "instance", functions: ["write-via-stream"], types: [] } as const;
  const types = { name: "wasi:cli/types@1.0.0", kind: "instance", functions: [], types: ["error-code"] } as const;
  const report = { ...reportOf([]), imports: [kept, types] };
  const provided = { report, fit: fitOf(report, [kept, types]) };
  const model = boardOf([], provided);
  expect(model.sockets[0]?.sockets.map((socket) => [socket.title, socket.look, socket.word])).toEqual([
    ["stdout", "missing", "not set"],
    ["types", "passed", "passed along"],
  ]);
  expect(model.plugs[0]).toMatchObject({
    id: "plugs:unplayable",
    title: "provided in name only",
    plugs: [{ name: kept.name, state: "not set", mode: undefined }],
  });
  const scenario = defaultScenario();
  const bindings = { ...scenario.bindings, [`interface:${kept.name}`]: { mode: "deny" as const } };
  const refused = boardOf([], { ...provided, scenario: { ...scenario, bindings } });
  expect(refused.sockets[0]?.sockets[0]).toMatchObject({ look: "deny", word: "deny" });
  expect(refused.plugs[0]).toMatchObject({ id: "plugs:unplayable", plugs: [{ mode: "deny" }] });
});

test("whatever is switched, nothing moves and nothing folds", () => {
  const scenario = defaultScenario();
  const given = ["wasi:clocks/wall-clock", "wasi:cli/stdout", "wasi:cli/stdin", "wasi:io/poll", "wasi:random/random"];
  const lacking = [..."abcdefghijklmnopqrstuvwx"].map((name) => `acme:store/${name}@1.0.0`);
  const names = [...given, ...lacking];
  const mode = fc.constantFrom("real", "mock", "deny");
  const rows = (scenarioOf: Scenario) => {
    const model = boardOf(names, { scenario: scenarioOf });
    return [
      model.sockets.map(({ id, folded, sockets }) => [id, folded, ...sockets.map((socket) => socket.id)]),
      model.plugs.map(({ id, folded, plugs }) => [id, folded, ...plugs.map((plug) => plug.id)]),
    ];
  };
  const before = rows(scenario);
  fc.assert(
    fc.property(
      mode,
      mode,
      fc.array(fc.option(fc.constantFrom("mock", "deny"), { nil: undefined }), {
        minLength: lacking.length,
        maxLength: lacking.length,
      }),
      (stdout, stdin, chosen) => {
        const own = lacking.flatMap((name, at) => {
          const choice = chosen[at];
          return choice === undefined ? [] : [[`interface:${name}`, { mode: choice }] as const];
        });
        const bindings = {
          ...scenario.bindings,
          stdout: { ...scenario.bindings.stdout, mode: stdout },
          stdin: { ...scenario.bindings.stdin, mode: stdin },
          ...Object.fromEntries(own),
        };
        expect(rows({ ...scenario, bindings })).toEqual(before);
      },
    ),
  );
});

test("an import that a newer version provides says by which", () => {
  const report = reportOf(["wasi:clocks/wall-clock"]);
  const fit = fitOf(report);
  const imports = fit.imports.map((entry) => ({
    ...entry,
    status: "newer" as const,
    by: "wasi:clocks/wall-clock@0.2.99",
  }));
  const [socket] = boardOf([], { report, fit: { ...fit, imports } }).sockets[0]?.sockets ?? [];
  expect(socket).toMatchObject({ look: "mock", members: [{ newer: "wasi:clocks/wall-clock@0.2.99" }] });
});
