import { expect, test } from "vitest";
import { packages } from "virtual:orrery/wasi-wit";
import { catalogueIds, catalogueWorlds, worldById, worldTitle } from "./catalogue.ts";
import { checkFit } from "./fit.ts";

test("none first, then every WASI world with what is put together of them", () => {
  expect(catalogueIds()).toEqual([
    "none",
    "wasi:cli/command@0.2.12",
    "wasi:http/proxy@0.2.12",
    "orrery:worlds/command-http@0.2.12",
    "wasi:cli/imports@0.2.12",
    "wasi:clocks/imports@0.2.12",
    "wasi:filesystem/imports@0.2.12",
    "wasi:http/imports@0.2.12",
    "wasi:io/imports@0.2.12",
    "wasi:random/imports@0.2.12",
    "wasi:sockets/imports@0.2.12",
    "wasi:cli/command@0.3.0",
    "wasi:http/service@0.3.0",
    "wasi:http/middleware@0.3.0",
    "orrery:worlds/command-both@0.3.0",
    "wasi:cli/imports@0.3.0",
    "wasi:clocks/imports@0.3.0",
    "wasi:filesystem/imports@0.3.0",
    "wasi:random/imports@0.3.0",
    "wasi:sockets/imports@0.3.0",
  ]);
  expect(catalogueWorlds().map((world) => world.id)).toEqual(catalogueIds());
  expect(worldById("none")).toMatchObject({ id: "none", imports: [], exports: [] });
  expect(worldById("wasi:cli/command")).toBe(undefined);
  expect(worldById("__proto__")).toBe(undefined);
});

test("a command is provided with WASI and exports run", () => {
  const command = worldById("wasi:cli/command@0.2.12")!;
  const names = command.imports.map((extern) => extern.name);
  for (const name of [
    "wasi:cli/stdout",
    "wasi:io/streams",
    "wasi:filesystem/preopens",
    "wasi:sockets/tcp",
    "wasi:random/random",
  ]) {
    expect(names).toContain(`${name}@0.2.12`);
  }
  expect(names).toHaveLength(27);
  const clock = command.imports.find((extern) => extern.name === "wasi:clocks/wall-clock@0.2.12");
  expect(clock).toEqual({
    name: "wasi:clocks/wall-clock@0.2.12",
    kind: "instance",
    functions: ["now", "resolution"],
    types: ["datetime"],
  });
  expect(command.exports).toMatchObject([{ name: "wasi:cli/run@0.2.12", kind: "instance", functions: ["run"] }]);
});

test("a proxy exports the incoming handler and has no filesystem", () => {
  const proxy = worldById("wasi:http/proxy@0.2.12")!;
  expect(proxy.exports).toMatchObject([{ name: "wasi:http/incoming-handler@0.2.12", functions: ["handle"] }]);
  expect(proxy.imports.filter((extern) => extern.name.includes("filesystem"))).toEqual([]);
  const types = proxy.imports.find((extern) => extern.name.startsWith("wasi:http/types"));
  expect(types?.functions).toContain("[method]incoming-request.headers");
});

test("a command with outgoing HTTP has what a command has, and sends requests", () => {
  const command = worldById("wasi:cli/command@0.2.12")!;
  const wider = worldById("orrery:worlds/command-http@0.2.12")!;
  const names = wider.imports.map((extern) => extern.name);
  expect(names.toSorted()).toEqual(
    [
      ...command.imports.map((extern) => extern.name),
      "wasi:http/outgoing-handler@0.2.12",
      "wasi:http/types@0.2.12",
    ].toSorted(),
  );
  expect(wider.exports).toEqual(command.exports);
  expect(worldTitle(wider.id)).toBe("WASI command with HTTP 0.2.12");
});

test("each world is met by the component that it was made of", () => {
  for (const world of catalogueWorlds()) expect(checkFit(world, world).fits).toBe(true);
});

test("the WIT of each WASI package is at hand under its name", () => {
  expect(Object.keys(packages)).toEqual([
    ...["cli", "clocks", "filesystem", "http", "io", "random", "sockets"].map((name) => `wasi:${name}@0.2.12`),
    ...["cli", "clocks", "filesystem", "http", "random", "sockets"].map((name) => `wasi:${name}@0.3.0`),
    "orrery:worlds@0.2.12",
    "orrery:worlds@0.3.0",
  ]);
});

test("worlds have titles", () => {
  expect(worldTitle("wasi:cli/command@0.2.12")).toBe("WASI command 0.2.12");
  expect(worldTitle("none")).toBe("None: provides nothing");
  expect(worldTitle("wasi:clocks/imports@0.3.0")).toBe("WASI clocks 0.3.0: imports only");
  expect(worldTitle("my-world")).toBe("my-world");
  expect(worldTitle("constructor")).toBe("constructor");
});
