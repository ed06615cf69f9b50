import { expect, test } from "vitest";
import { bindingDefaults, capabilities, capabilityOf, plumbing } from "./index.ts";
import { Denied, provideForTest, thrown } from "./provider-testing.ts";

test("every interface of every capability is provided, and the plumbing", () => {
  const names = Object.keys(provideForTest().provided);
  for (const name of capabilities.flatMap((capability) => capability.interfaces)) expect(names).toContain(name);
  for (const name of names) expect(capabilityOf(name) !== undefined || plumbing(name)).toBe(true);
});

test("a denied function traps with its own name, and never as a payload", () => {
  const { provided } = provideForTest({
    bindings: {
      "wall-clock": { ...bindingDefaults["wall-clock"], mode: "deny" },
      "monotonic-clock": { ...bindingDefaults["monotonic-clock"], mode: "deny" },
      random: { ...bindingDefaults.random, mode: "deny" },
      exit: { mode: "deny" },
    },
  });
  const denied = ["wall-clock", "monotonic-clock", "random", "exit"].flatMap((id) =>
    capabilities.filter((capability) => capability.id === id).flatMap((capability) => capability.interfaces),
  );
  const names: string[] = [];
  for (const name of denied) {
    for (const act of Object.values(provided[name] ?? {})) {
      const error = thrown(() => Reflect.apply(act as () => unknown, undefined, [{ tag: "ok" }]));
      expect(error).toBeInstanceOf(Denied);
      expect(Object.hasOwn(error as Denied, "payload")).toBe(false);
      names.push((error as Denied).message);
    }
  }
  expect(names).toEqual([
    "wasi:clocks/wall-clock#now",
    "wasi:clocks/wall-clock#resolution",
    "wasi:clocks/monotonic-clock#now",
    "wasi:clocks/monotonic-clock#resolution",
    "wasi:clocks/monotonic-clock#subscribe-instant",
    "wasi:clocks/monotonic-clock#subscribe-duration",
    "wasi:random/random#get-random-bytes",
    "wasi:random/random#get-random-u64",
    "wasi:random/insecure#get-insecure-random-bytes",
    "wasi:random/insecure#get-insecure-random-u64",
    "wasi:random/insecure-seed#insecure-seed",
    "wasi:cli/exit#exit",
    "wasi:cli/exit#exit-with-code",
  ]);
});
