import { createHash } from "node:crypto";
import { deflateSync, strToU8 } from "fflate";
import { expect, test } from "vitest";
import { crc32, toBase64Url } from "./bytes.ts";
import { defaultScenario } from "./defaults.ts";
import { dictionary } from "./dictionary.ts";
import { decodeLink, encodeLink, isLink, linkCaps } from "./link.ts";
import { applyPatch } from "./merge.ts";
import { minimize } from "./parse.ts";
import type { ScenarioPatch } from "./schema.ts";

function linkOf(patch: ScenarioPatch): string {
  const result = applyPatch(defaultScenario(), patch);
  if (!result.ok) throw new Error(result.error.message);
  return encodeLink(result.value);
}

/** A link as `encodeLink` would make it of any bytes. */
function handMade(contents: Uint8Array, crc = crc32(contents)): string {
  const checksum = new Uint8Array(4);
  new DataView(checksum.buffer).setUint32(0, crc);
  return `#w1.${toBase64Url(Buffer.concat([checksum, deflateSync(contents, { level: 9, dictionary })]))}`;
}

const tagOf = (hash: string): string => {
  const result = decodeLink(hash);
  return result.ok ? "ok" : result.error.tag;
};

test("the dictionary is frozen", () => {
  expect(createHash("sha256").update(dictionary).digest("hex")).toBe(
    "a8c6255cc815ec52a1de8ea53240755c381872da62dd9b7d6d4576ba6e1ff23a",
  );
});

// Links once made are opened for ever: add to this list, and change no line of it.
test.each<[string, unknown]>([
  ["#w1.cTCaM0M2ohYA", { version: 1 }],
  ["#w1.FisMeCPaiFoA", { version: 1, component: { demo: "hello" } }],
  [
    "#w1.bzoJByNsRLIuJHJQDYG6CiSCNZgUQPX24ZUf5k9aSJsQo1qSAed6LKnF1RZHaqkFAA",
    {
      version: 1,
      component: { demo: "c-files" },
      program: {
        name: "prog",
        arguments: ["a", "b c", "é💡"],
        environment: { GREETING: "hi" },
        directory: "/data",
        stdin: { text: "one\ntwo\n" },
      },
      files: [
        {
          mount: "/data",
          writable: true,
          tree: { "in.txt": { text: "hello" }, "b.bin": { base64: "AAE=" }, sub: { tree: {} } },
        },
      ],
    },
  ],
  [
    "#w1.S0Fn_sNjBO4iuCQ_PwfDMQaGRsYmpmbmFpaJScnANhCpfFKKImola0ROMcWbwlELbcIVq32hLagRg1Q1Ya06gQAA",
    {
      version: 1,
      component: {
        url: "https://example.com/tool.wasm",
        sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      },
      world: { id: "wasi:http/proxy@0.2.12" },
      bindings: {
        "wall-clock": { mode: "real" },
        "monotonic-clock": { mode: "real", tickNs: 5 },
        random: { mode: "real" },
      },
      invocation: { request: { method: "GET", path: "/?q=1", headers: { accept: "text/plain" } } },
    },
  ],
  [
    "#w1.MskrgyNssW-lQkl-fg6G5WmpKclJiZYW5mamJsZGhgak8vEUKUgd6Ji8mDykLnRMHt6WqzFQPbxJCS5UoT0s5M4wcm86Jq8W1ICCOQQc62ilAP7yAlbEISoy4msuaI1UoVQbS3o9Qkw1VhajpAmupYDGE1eVmJmaGpuh1SJANaj1CKi8IqUaqwA5o7YWAA",
    {
      version: 1,
      component: { name: "My tool.wasm", sha256: "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210" },
      world: {
        wit: "package local:demo;\n\nworld app {\n  import wasi:cli/stdout@0.2.3;\n  export greet: func(name: string) -> string;\n}\n",
        world: "app",
      },
      bindings: {
        environment: { mode: "deny" },
        http: { rules: [{ url: "https://example.com/", status: 200, body: "x" }] },
        "interface:acme:store/kv@1.0.0": { mode: "mock", functions: { get: { returns: ['ok("v")'] } } },
      },
      limits: { timeMs: 60000, memoryBytes: 65536, outputBytes: 0, traceEntries: 1 },
      invocation: { call: "greet", arguments: '("x")' },
    },
  ],
  [
    "#w1.3osBFEM1AndyQU9yRrpGliGGRpAkp2eKnOgMgSUUllRuaWBgbmhpaWRqYm5iYGkJSvS4sii-PI29FMBRauApaWprAQ",
    {
      version: 1,
      bindings: {
        "wall-clock": { instant: "2024-02-29T12:00:00.5Z", tickNs: 1000 },
        random: { seed: 9007199254740991 },
        stdin: { mode: "deny" },
        stdout: { mode: "deny" },
        stderr: { mode: "deny" },
        exit: { mode: "deny" },
        filesystem: { mode: "deny" },
      },
    },
  ],
])("%s opens as it always did", (link, expected) => {
  const result = decodeLink(link);
  expect(result.ok && minimize(result.value)).toEqual(expected);
});

test("the checksum is CRC-32", () => expect(crc32(strToU8("123456789"))).toBe(0xcbf43926));

test("a scenario near the defaults makes a short link", () => {
  expect(encodeLink(defaultScenario()).length).toBeLessThan(24);
  expect(linkOf({ component: { demo: "hello" }, program: { arguments: ["a", "b"] } }).length).toBeLessThan(48);
  expect(linkOf({ component: { name: "tool.wasm", sha256: "0123456789abcdef".repeat(4) } }).length).toBeLessThan(100);
});

test("with or without #, and with spaces around it", () => {
  const link = linkOf({ world: { id: "none" } });
  for (const form of [link, link.slice(1), ` ${link}\n`]) expect(tagOf(form)).toBe("ok");
  expect(isLink(link) && isLink("#w2.x")).toBe(true);
  for (const other of ["", "#", "#section", "#w.x", "#wx.y"]) {
    expect(isLink(other)).toBe(false);
    expect(tagOf(other)).toBe("link-damaged");
  }
});

test("links of a later codec and scenarios of a later version are told apart from damage", () => {
  expect(tagOf("#w2.anything")).toBe("newer-version");
  expect(tagOf(handMade(strToU8('{"version":2}')))).toBe("newer-version");
  expect(tagOf("#w0.anything")).toBe("link-damaged");
});

test("damage is told", () => {
  const link = linkOf({ program: { stdin: { text: "The quick brown fox" } } });
  for (const damaged of [
    "#w1.",
    "#w1.AAAA",
    link.slice(0, -3),
    `${link.slice(0, 20)}${link.slice(21)}`,
    `${link}=`,
    link.toUpperCase(),
    "#w1.%20",
  ]) {
    expect(tagOf(damaged)).toBe("link-damaged");
  }
  expect(tagOf(handMade(strToU8("not JSON")))).toBe("link-damaged");
  expect(tagOf(handMade(strToU8('{"colour":1}')))).toBe("scenario");
  expect(tagOf(handMade(strToU8('{"__proto__":{}}')))).toBe("scenario");
  expect(tagOf(handMade(strToU8("[".repeat(100_000) + "]".repeat(100_000))))).toBe("scenario");
});

test("a bomb is refused before it is unpacked", () => {
  const bomb = handMade(new Uint8Array(40 * 1024 * 1024), 0);
  expect(bomb.length).toBeLessThan(linkCaps.packedLength);
  const before = process.memoryUsage().arrayBuffers;
  expect(tagOf(bomb)).toBe("link-too-large");
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
  expect(tagOf(`#w1.${"A".repeat(linkCaps.packedLength + 1)}`)).toBe("link-too-large");
});

test("what a link cannot carry makes one that is refused as too large", () => {
  const random = new Uint8Array(60_000).map((_, index) => (index * index * 31 + (index >> 3) * 17) ^ (index >> 7));
  const large: ScenarioPatch[] = [
    { files: [{ mount: "/", tree: { zeros: new Uint8Array(2 * 1024 * 1024) } }] },
    { program: { stdin: { text: "é".repeat(600_000) } } },
    {
      files: [
        { mount: "/", tree: { random: random.map((byte, index) => byte ^ (Math.imul(index, 2654435761) >>> 24)) } },
      ],
    },
  ];
  for (const patch of large) {
    const link = linkOf(patch);
    expect(link.length).toBeGreaterThan(linkCaps.packedLength);
    expect(tagOf(link)).toBe("link-too-large");
  }
});

test("a scenario of the largest size that a link may have goes through", () => {
  const text = "x".repeat(linkCaps.unpackedBytes - 100);
  expect(tagOf(linkOf({ program: { stdin: { text } } }))).toBe("ok");
});
