import { expect, test } from "vitest";
import { capabilityOf } from "../../capabilities/index.ts";
import { defaultScenario } from "../../scenario/defaults.ts";
import { checkInside, checkMount, checkPart, checkSetting } from "./checks.ts";

test("settings are checked by their capability", () => {
  const clock = capabilityOf("wasi:clocks/wall-clock")!;
  const binding = defaultScenario().bindings["wall-clock"];
  expect(checkSetting(clock, binding, "instant", "2024-01-01T00:00:00Z").ok).toBe(true);
  expect(checkSetting(clock, binding, "instant", "noon")).toMatchObject({
    ok: false,
    error: expect.stringMatching(/1970/),
  });
});

test("parts are checked by the scenario's schema", () => {
  const { limits, program } = defaultScenario();
  expect(checkPart("limits", limits, "timeMs", 5000)).toEqual({ ok: true, value: 5000 });
  expect(checkPart("limits", limits, "timeMs", 0).ok).toBe(false);
  expect(checkPart("program", program, "directory", "data")).toEqual({ ok: false, error: "Must start with /." });
});

test("mount paths are absolute and stand once", () => {
  expect(checkMount("/data", ["/tmp"])).toEqual({ ok: true, value: "/data" });
  expect(checkMount("/data", ["/data"]).ok).toBe(false);
  expect(checkMount("/a/../b", []).ok).toBe(false);
});

test("paths inside a mount do not leave it or run into each other", () => {
  expect(checkInside("sub/in.txt", ["in.txt"])).toEqual({ ok: true, value: "sub/in.txt" });
  expect(checkInside("../in.txt", []).ok).toBe(false);
  expect(checkInside("", []).ok).toBe(false);
  expect(checkInside("in.txt", ["in.txt"]).ok).toBe(false);
  expect(checkInside("in.txt/more", ["in.txt"]).ok).toBe(false);
  expect(checkInside("sub", ["sub/in.txt"]).ok).toBe(false);
});
