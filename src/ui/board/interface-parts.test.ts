import { expect, test } from "vitest";
import type { ComponentType, Entity, ResourceType } from "../../component/types.ts";
import { describedBy, memberSignature, partsOf, signature } from "./interface-parts.ts";

const stream: ResourceType = { kind: "resource", abstract: true };
const datetime = { kind: "record", fields: [{ name: "seconds", type: { kind: "u64" } }] } as const;
const exportsOf = (entries: Record<string, Entity>): Entity => ({
  sort: "instance",
  type: { kind: "instance", exports: new Map(Object.entries(entries)) },
});
const self = { name: "self", type: { kind: "borrow", resource: stream } } as const;
const type: ComponentType = {
  kind: "component",
  imports: new Map([
    [
      "a:io/streams@1.0.0",
      exportsOf({
        stream: { sort: "type", type: stream },
        "[method]stream.write": {
          sort: "func",
          type: {
            kind: "func",
            async: false,
            params: [self, { name: "text", type: { kind: "string" } }],
            result: undefined,
          },
        },
      }),
    ],
    [
      "a:cli/out@1.0.0",
      exportsOf({
        stream: { sort: "type", type: stream },
        datetime: { sort: "type", type: datetime },
        get: {
          sort: "func",
          type: { kind: "func", async: false, params: [], result: { kind: "own", resource: stream } },
        },
      }),
    ],
  ]),
  exports: new Map(),
};
const streams = {
  name: "a:io/streams@1.0.0",
  kind: "instance",
  functions: ["[method]stream.write"],
  types: ["stream"],
} as const;
const out = { name: "a:cli/out@1.0.0", kind: "instance", functions: ["get"], types: ["stream", "datetime"] } as const;

test("methods stand under their resource, without its name", () => {
  const described = describedBy(streams, "imports", type);
  const [resource] = partsOf(described).resources;
  expect(resource?.name).toBe("stream");
  expect(resource?.functions.map((part) => memberSignature(part, "stream", described.describer))).toEqual([
    "write: func(text: string)",
  ]);
});

test("a type says where it is defined when that is elsewhere", () => {
  const described = describedBy(out, "imports", type);
  const parts = partsOf(described);
  expect(parts.elsewhere).toEqual([{ name: "stream", home: "a:io/streams@1.0.0" }]);
  expect(parts.types.map((part) => part.name)).toEqual(["datetime"]);
  expect(parts.functions.map((part) => signature(part, described.describer))).toEqual(["get: func() -> %stream"]);
});

test("without types the names are told", () => {
  const described = describedBy(streams, "imports", undefined);
  const parts = partsOf(described);
  expect(parts.types).toEqual([]);
  expect(parts.resources.map((part) => part.name)).toEqual(["stream"]);
  expect(signature({ name: "[method]stream.write", type: undefined }, undefined)).toBe("stream.write");
  expect(signature({ name: "[constructor]stream", type: undefined }, undefined)).toBe("stream.constructor");
});

test("a name is read without its escape, a type stays as WIT has it", () => {
  const { describer } = describedBy(streams, "imports", type);
  const func = { kind: "func", params: [], result: undefined, async: false } as const;
  for (const [name, text] of [
    ["stream", "stream: func()"],
    ["[static]stream.from", "stream.from: static func()"],
    ["[static]body.stream", "body.stream: static func()"],
  ] as const) {
    expect(signature({ name, type: func }, describer)).toBe(text);
  }
});

test("a function that is imported by itself is its own", () => {
  const greet = { name: "greet", kind: "func", functions: ["greet"], types: [] } as const;
  expect(partsOf(describedBy(greet, "imports", type)).functions).toEqual([{ name: "greet", type: undefined }]);
});
