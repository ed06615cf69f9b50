import { expect, test } from "vitest";
import { capabilities } from "../capabilities/index.ts";
import { bindingChanges, postures, type PostureId } from "./postures.ts";
import { applyPatch } from "./merge.ts";
import { defaultScenario } from "./defaults.ts";

const start = defaultScenario();

function bindingsOf(id: PostureId, called?: readonly string[], from = start.bindings) {
  const found = postures(from, called).find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found.bindings;
}

test("nothing is real is where everybody begins", () => {
  expect(bindingChanges(start.bindings, bindingsOf("nothing-is-real"))).toEqual([]);
});

test("nothing is real keeps every mock, also where the default refuses", () => {
  const http = { mode: "mock", rules: [{ url: "https://a.test/*" }] } as const;
  const from = {
    ...start.bindings,
    http,
    sockets: { ...start.bindings.sockets, mode: "mock" },
    stdin: { ...start.bindings.stdin, mode: "real" },
    exit: { ...start.bindings.exit, mode: "deny" },
  } as const;
  const bindings = bindingsOf("nothing-is-real", undefined, from);
  expect(bindings).toMatchObject({ http, sockets: { mode: "mock" }, stdin: { mode: "mock" }, exit: { mode: "mock" } });
  const real = bindingsOf("nothing-is-real", undefined, { ...from, http: { ...http, mode: "real" } });
  expect(real.http).toEqual({ ...http, mode: "deny" });
});

test("each posture is told as the list of what it changes", () => {
  const run = bindingChanges(start.bindings, bindingsOf("like-wasmtime-run"));
  expect(run.map(({ title, to }) => `${title}: ${to}`)).toEqual([
    "Wall clock: real, this computer's time",
    "Monotonic clock: real, this computer's timer",
    "Random numbers: real, the browser's",
    "Standard input: real, typed",
    "Standard output: real, console",
    "Standard error: real, console",
  ]);
  const none = bindingChanges(start.bindings, bindingsOf("everything-denied"));
  expect(none.map((one) => one.to.split(",")[0])).toEqual(none.map(() => "deny"));
});

test("after everything denied, every capability stands at deny and the settings are kept", () => {
  const bindings = bindingsOf("everything-denied", undefined, {
    ...start.bindings,
    random: { ...start.bindings.random, seed: 7 },
    "interface:acme:store/kv@1.0.0": { mode: "mock" },
  });
  expect(capabilities.map(({ id }) => bindings[id].mode)).toEqual(capabilities.map(() => "deny"));
  expect(bindings.random).toMatchObject({ mode: "deny", seed: 7 });
  expect(bindings["interface:acme:store/kv@1.0.0"]).toEqual({ mode: "deny" });
});

test("an interface's own binding is told with what it does", () => {
  const key = "interface:acme:store/kv@1.0.0";
  const config = "interface:wasi:config/store@0.2.0-rc.1";
  const before = {
    ...start.bindings,
    [key]: { mode: "mock", functions: { get: { returns: ['ok("a")'] } }, otherwise: "trap" },
    [config]: { mode: "mock", config: { a: "1", b: "2" } },
    "interface:wasi:keyvalue/batch@0.2.0": { mode: "mock" },
  } as const;
  const own = (bindings: typeof start.bindings) =>
    bindingChanges(before, bindings)
      .filter(({ title }) => title.includes("/"))
      .map(({ title, from, to }) => `${title}: ${from} → ${to}`);
  expect(own(bindingsOf("everything-denied", undefined, before))).toEqual([
    "acme:store/kv@1.0.0: mock, 1 function as set, the rest traps → deny, each call is refused",
    "wasi:config/store@0.2.0-rc.1: mock, 2 keys → deny, each call is refused",
    "wasi:keyvalue/batch@0.2.0: mock, empty store → deny, each call is refused",
  ]);
  expect(own(bindingsOf("nothing-is-real", undefined, before))).toEqual([]);
  const least = bindingsOf("only-what-it-called", ["acme:store/kv@1.0.0#get"], before);
  expect(least[key]).toBe(before[key]);
  expect(least[config]).toEqual({ ...before[config], mode: "deny" });
  expect(own(start.bindings)[0]).toBe("acme:store/kv@1.0.0: mock, 1 function as set, the rest traps → not set");
});

test("the least privilege keeps what was called as it stands and refuses all else", () => {
  expect(postures(start.bindings).map((one) => one.id)).not.toContain("only-what-it-called");
  const bindings = bindingsOf("only-what-it-called", [
    "wasi:cli/stdout@0.2.12#get-stdout",
    "wasi:io/streams@0.2.12#[method]output-stream.write",
    "wasi:clocks/wall-clock@0.2.0#now",
  ]);
  const kept = capabilities.filter(({ id }) => bindings[id].mode !== "deny").map(({ id }) => id);
  expect(kept).toEqual(["wall-clock", "stdout"]);
});

test("every posture is a scenario that can be taken", () => {
  const refused = postures(start.bindings, []).filter(({ bindings }) => !applyPatch(start, { bindings }).ok);
  expect(refused).toEqual([]);
});
