import { expect, test } from "vitest";
import { capabilityOf } from "../../capabilities/index.ts";
import { defaultScenario } from "../../scenario/defaults.ts";
import { checkInside, checkMount, checkPart, checkSetting, checkSettings, readSetting } from "./checks.ts";
import { socketsExample } from "./sockets-example.ts";

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

test("an empty field that may be empty means that the setting is absent", () => {
  expect(readSetting({ kind: "integer", optional: true }, " ")).toEqual({ ok: true, value: undefined });
  expect(readSetting({ kind: "integer" }, "").ok).toBe(false);
  expect(readSetting({ kind: "text" }, "")).toEqual({ ok: true, value: "" });
  const random = capabilityOf("wasi:random/random")!;
  expect(checkSetting(random, defaultScenario().bindings.random, "seed", undefined).ok).toBe(true);
});

test("each kind of field reads its own", () => {
  expect(readSetting({ kind: "integer" }, "1,000")).toEqual({ ok: true, value: 1000 });
  expect(readSetting({ kind: "number" }, "0.5")).toEqual({ ok: true, value: 0.5 });
  expect(readSetting({ kind: "bytes" }, " 00ff ")).toEqual({ ok: true, value: "00ff" });
  expect(readSetting({ kind: "text" }, " kept ")).toEqual({ ok: true, value: " kept " });
});

test("the example of a network is one, and a mistake in it is named by its place", () => {
  const sockets = capabilityOf("wasi:sockets/tcp")!;
  const binding = defaultScenario().bindings.sockets;
  expect(checkSettings(sockets, binding, socketsExample)).toEqual({ ok: true, value: socketsExample });
  expect(
    checkSettings(sockets, binding, { peers: [{ protocol: "tcp", address: "nowhere", behaviour: {} }] }),
  ).toMatchObject({
    ok: false,
    error: expect.stringContaining("peers[0].address"),
  });
});

test("a bad header is told as such", () => {
  const http = capabilityOf("wasi:http/outgoing-handler")!;
  const binding = defaultScenario().bindings.http;
  const rules = [{ url: "https://example.com/*", requestHeaders: { "not a name": "x" } }];
  expect(checkSetting(http, binding, "rules", rules)).toEqual({ ok: false, error: "Must be a header name." });
});
