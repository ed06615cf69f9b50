import { expect, test } from "vitest";
import type { Extern } from "../../component/model.ts";
import type { Report } from "../../protocol/index.ts";
import { defaultScenario } from "../../scenario/defaults.ts";
import { worldById } from "../../worlds/catalogue.ts";
import { checkFit } from "../../worlds/fit.ts";
import { boardModel, type BoardInput } from "./model.ts";

const command = worldById("wasi:cli/command@0.2.12")!;
const imported = (name: string): Extern =>
  command.imports.find((extern) => extern.name === `${name}@0.2.12`) ?? {
    name,
    kind: "instance",
    functions: ["get"],
    types: [],
  };

function board(names: readonly string[], change: Partial<BoardInput> = {}) {
  const report: Report = {
    name: "app.wasm",
    size: 1,
    sha256: "",
    kind: "command",
    artifact: "component",
    adapted: false,
    notices: [],
    imports: names.map(imported),
    exports: command.exports,
    producers: [],
    coreModules: 1,
    nestedComponents: 0,
  };
  const world = change.world ?? command;
  return boardModel({
    report,
    world,
    fit: checkFit(report, world),
    scenario: defaultScenario(),
    calls: {},
    runState: "idle",
    ...change,
  });
}

const looks = (model: ReturnType<typeof board>) =>
  Object.fromEntries(model.links.map((link) => [link.id, `${link.look} ${link.to ?? "nowhere"}`]));

test("imports lead to the capability that decides about them", () => {
  const model = board(["wasi:clocks/wall-clock", "wasi:sockets/tcp", "wasi:io/poll"]);
  expect(looks(model)).toEqual({
    "import:wasi:clocks/wall-clock@0.2.12": "mock plug:wall-clock",
    "import:wasi:sockets/tcp@0.2.12": "deny plug:sockets",
    "import:wasi:io/poll@0.2.12": "passed plug:passed",
    "export:wasi:cli/run@0.2.12": "passed plug:export:wasi:cli/run@0.2.12",
  });
});

test("what one capability decides about is one socket, its calls together", () => {
  const model = board(["wasi:cli/terminal-stdin", "wasi:cli/stdin"], {
    runState: "done",
    calls: { "wasi:cli/stdin@0.2.12#get-stdin": 2 },
  });
  const [socket] = model.sockets[0]?.sockets ?? [];
  expect(socket).toMatchObject({ title: "stdin, terminal-stdin", calls: 2, id: "import:wasi:cli/stdin@0.2.12" });
  expect(socket?.members.map((member) => member.calls)).toEqual([2, 0]);
});

test("what the world does not provide hangs open until its calls are refused", () => {
  const scenario = defaultScenario();
  const name = "acme:store/kv@1.0.0";
  expect(looks(board([name]))[`import:${name}`]).toBe("missing nowhere");
  const refused = { ...scenario, bindings: { ...scenario.bindings, [`interface:${name}`]: { mode: "deny" as const } } };
  const model = board([name], { scenario: refused });
  expect(looks(model)[`import:${name}`]).toBe(`deny plug:import:${name}`);
  expect(model.plugs.find((group) => group.id === "plugs:missing")?.plugs).toMatchObject([{ name, refused: true }]);
});

test("an empty world provides nothing, WASI included", () => {
  const model = board(["wasi:clocks/wall-clock", "wasi:io/poll"], { world: worldById("none")! });
  expect(model.links.map((link) => link.look)).toEqual(["missing", "missing"]);
  expect(model.plugs.map((group) => group.id)).toEqual(["plugs:missing"]);
});

test("what is not wanted is told, folded when there is much of it", () => {
  const group = board([]).plugs.find((one) => one.id === "plugs:unwanted");
  expect(group?.folded).toBe(true);
  expect(group?.plugs.every((plug) => plug.kind === "capability" && !plug.wanted)).toBe(true);
});

test("with many imports groups fold whose sockets are alike", () => {
  const names = command.imports.map((extern) => extern.name.replace(/@.*/, ""));
  const extra = ["a", "b", "c", "d"].flatMap((name) => [`acme:store/${name}@1.0.0`, `acme:mixed/${name}@1.0.0`]);
  const scenario = defaultScenario();
  const bindings = { ...scenario.bindings, "interface:acme:mixed/a@1.0.0": { mode: "deny" as const } };
  const model = board([...names, ...extra], { scenario: { ...scenario, bindings } });
  const folded = (id: string) => model.sockets.find((group) => group.id === id)?.folded;
  expect(folded("from:wasi:io 0.2.12")).toBe(true);
  expect(folded("from:wasi:cli 0.2.12")).toBe(true);
  expect(folded("from:acme:store 1.0.0")).toBe(true);
  expect(folded("from:acme:mixed 1.0.0")).toBe(false);
});

test("calls are not told before a run", () => {
  expect(board(["wasi:clocks/wall-clock"]).sockets[0]?.sockets[0]?.calls).toBe(undefined);
});
