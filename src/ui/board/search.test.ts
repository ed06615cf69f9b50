import fc from "fast-check";
import { expect, test } from "vitest";
import { boardOf } from "./model-testing.ts";
import { searchBoard } from "./search.ts";

const model = boardOf([
  "wasi:clocks/wall-clock",
  "wasi:clocks/monotonic-clock",
  "wasi:cli/stdout",
  "wasi:io/poll",
  "wasi:io/streams",
]);
const found = (query: string) => {
  const result = searchBoard(model, query);
  return {
    matches: result?.matches,
    sockets: result?.model.sockets.flatMap((group) => group.sockets.map((socket) => socket.title)),
    plugs: result?.model.plugs.flatMap((group) => group.plugs.map((plug) => plug.id)),
    hits: Object.fromEntries(result?.hits ?? []),
  };
};

test("an interface is found by its name, with the plug at its wire", () => {
  expect(found("WALL-")).toEqual({
    matches: 1,
    sockets: ["wall-clock"],
    plugs: ["plug:wall-clock"],
    hits: { "import:wasi:clocks/wall-clock@0.2.12": [], "plug:wall-clock": ["wasi:clocks/wall-clock"] },
  });
});

test("functions and types are found, and told", () => {
  expect(found("subscribe-dur")).toMatchObject({
    sockets: ["monotonic-clock"],
    hits: { "import:wasi:clocks/monotonic-clock@0.2.12": ["subscribe-duration"] },
  });
  expect(found("datetime").hits).toEqual({ "import:wasi:clocks/wall-clock@0.2.12": ["datetime"] });
});

test("every word counts, in any order", () => {
  expect(found("now wall").sockets).toEqual(["wall-clock"]);
  expect(found("now nothing")).toMatchObject({ matches: 0, sockets: [], plugs: [] });
});

test("a capability is found by its title, with what hangs on it", () => {
  expect(found("standard output")).toMatchObject({ matches: 1, sockets: ["stdout"], plugs: ["plug:stdout"] });
});

test("what the component does not want is found on the right alone", () => {
  expect(found("filesystem")).toMatchObject({ matches: 1, sockets: [], plugs: ["plug:filesystem"] });
});

test("plumbing is found by its own names and brings its plug", () => {
  expect(found("pollable")).toMatchObject({ plugs: expect.arrayContaining(["plug:passed"]) });
  expect(found("wasi:io/poll")).toMatchObject({ matches: 1, sockets: ["poll"], plugs: ["plug:passed"] });
});

test("a name that the row does not show is told", () => {
  const name = "wasi:clocks/monotonic-clock@0.2.12";
  expect(found("wasi:clocks mono").hits).toMatchObject({
    [`import:${name}`]: [name],
    "plug:monotonic-clock": ["wasi:clocks/monotonic-clock"],
  });
  expect(found("wasi:filesystem").hits).toMatchObject({
    "plug:filesystem": ["wasi:filesystem/types", "wasi:filesystem/preopens"],
  });
});

test("what is missing keeps both its rows", () => {
  const name = "acme:store/kv@1.0.0";
  const result = searchBoard(boardOf([name]), "kv");
  expect(result).toMatchObject({ matches: 1, model: { plugs: [{ plugs: [{ name }] }], links: [{ open: true }] } });
  // By a function of it, which only the socket knows.
  expect(searchBoard(boardOf([name]), "get")?.model.plugs.flatMap((group) => group.plugs)).toMatchObject([
    { kind: "import", name },
  ]);
});

test("groups unfold", () => {
  expect(model.sockets.some((group) => group.folded)).toBe(true);
  expect(searchBoard(model, "poll")?.model.sockets.every((group) => !group.folded)).toBe(true);
});

test("a blank query is none", () => {
  expect(searchBoard(model, "")).toBe(undefined);
  expect(searchBoard(model, " \n")).toBe(undefined);
});

test("any query is taken by its letters, and every link has both its ends", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 8 }), (query) => {
      const result = searchBoard(model, query);
      if (result === undefined) return;
      const ids = new Set(result.model.sockets.flatMap((group) => group.sockets.map((socket) => socket.id)));
      for (const link of result.model.links) expect(ids.has(link.from)).toBe(true);
      expect(result.matches).toBeGreaterThanOrEqual(ids.size);
    }),
  );
  expect(found("[method]").sockets).toEqual(expect.arrayContaining(["streams"]));
  expect(found(".*").matches).toBe(0);
});
