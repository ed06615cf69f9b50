import type { Cursor } from "./cursor.ts";
import { I32, skipCoreValType } from "./core-types.ts";
import type { CanonOptions } from "./definitions.ts";
import type { Scope } from "./scope.ts";
import { CORE, readCoreIndex, readFunc, readFuncType, readResourceType } from "./scope.ts";
import { readResultList } from "./type-section.ts";

type Immediate = "index" | "flag" | "options" | "results" | "context";

/** The built-ins that define a core function, by opcode: the name, and what follows the opcode (Binary.md, "Canonical Definitions"). */
const BUILT_INS: Readonly<Record<number, readonly [name: string, ...Immediate[]] | undefined>> = {
  0x05: ["task.cancel"],
  0x06: ["subtask.cancel", "flag"],
  0x09: ["task.return", "results", "options"],
  0x0a: ["context.get", "context"],
  0x0b: ["context.set", "context"],
  0x0c: ["thread.yield", "flag"],
  0x0d: ["subtask.drop"],
  0x0e: ["stream.new", "index"],
  0x0f: ["stream.read", "index", "options"],
  0x10: ["stream.write", "index", "options"],
  0x11: ["stream.cancel-read", "index", "flag"],
  0x12: ["stream.cancel-write", "index", "flag"],
  0x13: ["stream.drop-readable", "index"],
  0x14: ["stream.drop-writable", "index"],
  0x15: ["future.new", "index"],
  0x16: ["future.read", "index", "options"],
  0x17: ["future.write", "index", "options"],
  0x18: ["future.cancel-read", "index", "flag"],
  0x19: ["future.cancel-write", "index", "flag"],
  0x1a: ["future.drop-readable", "index"],
  0x1b: ["future.drop-writable", "index"],
  0x1c: ["error-context.new", "options"],
  0x1d: ["error-context.debug-message", "options"],
  0x1e: ["error-context.drop"],
  0x1f: ["waitable-set.new"],
  0x20: ["waitable-set.wait", "flag", "index"],
  0x21: ["waitable-set.poll", "flag", "index"],
  0x22: ["waitable-set.drop"],
  0x23: ["waitable.join"],
  0x24: ["backpressure.inc"],
  0x25: ["backpressure.dec"],
  0x26: ["thread.index"],
  0x27: ["thread.new-indirect", "index", "index"],
  0x28: ["thread.resume-later"],
  0x29: ["thread.suspend", "flag"],
  0x2a: ["thread.suspend-then-resume", "flag"],
  0x2b: ["thread.yield-then-resume", "flag"],
  0x2c: ["thread.suspend-then-promote", "flag"],
  0x2d: ["thread.yield-then-promote", "flag"],
  0x40: ["thread.spawn-ref", "flag", "index"],
  0x41: ["thread.spawn-indirect", "flag", "index", "index"],
  0x42: ["thread.available-parallelism", "flag"],
};

/** The built-ins for resources, by opcode. */
const OF_RESOURCES: Readonly<Record<number, "resource-new" | "resource-drop" | "resource-rep" | undefined>> = {
  0x02: "resource-new",
  0x03: "resource-drop",
  0x04: "resource-rep",
};

const ENCODINGS = ["utf8", "utf16", "latin1+utf16"] as const;

/** For the many definitions without options, and where nobody asks for them. */
const NO_OPTIONS: CanonOptions = { encoding: "utf8", async: false };

/** By opcode. The first three say the same thing in three ways. */
const OPTION_NAMES = [
  "string-encoding",
  "string-encoding",
  "string-encoding",
  "memory",
  "realloc",
  "post-return",
  "async",
  "callback",
] as const;

/** Binary.md, `opts`. They are checked for everyone, and put together when definitions are asked for. */
function readOptions(cursor: Cursor, scope: Scope): CanonOptions {
  let options: { -readonly [K in keyof CanonOptions]: CanonOptions[K] } | undefined;
  let seen = 0;
  for (let left = cursor.count("canonical options", 1); left > 0; left -= 1) {
    const offset = cursor.pos;
    const opcode = cursor.byte();
    if (opcode > 0x07) throw cursor.unknown(opcode, "canonical option");
    const bit = opcode <= 0x02 ? 1 : 1 << opcode;
    if ((seen & bit) !== 0) throw cursor.malformed(`the canonical option ${OPTION_NAMES[opcode]} stands twice`, offset);
    seen |= bit;
    let index = 0;
    if (opcode === 0x03) index = readCoreIndex(cursor, scope, CORE.memory);
    else if (opcode > 0x03 && opcode !== 0x06) index = readCoreIndex(cursor, scope, CORE.func);
    if (scope.definitions === undefined) continue;
    options ??= { ...NO_OPTIONS };
    const encoding = ENCODINGS[opcode];
    if (encoding !== undefined) options.encoding = encoding;
    else if (opcode === 0x03) options.memory = index;
    else if (opcode === 0x04) options.realloc = index;
    else if (opcode === 0x05) options.postReturn = index;
    else if (opcode === 0x06) options.async = true;
    else options.callback = index;
  }
  return options ?? NO_OPTIONS;
}

function skipImmediate(cursor: Cursor, scope: Scope, immediate: Immediate): void {
  switch (immediate) {
    case "index":
      cursor.u32();
      return;
    case "flag":
      cursor.flag("a canonical definition");
      return;
    case "options":
      readOptions(cursor, scope);
      return;
    case "results":
      readResultList(cursor, scope);
      return;
    case "context":
  }
}

/** `context.get` and `context.set`: the type of the value, and which it is. */
function readContext(cursor: Cursor, scope: Scope, name: string): void {
  const offset = cursor.pos;
  skipCoreValType(cursor);
  const isI32 = cursor.bytes[offset] === I32;
  const slot = cursor.u32();
  scope.definitions?.push(
    isI32 ? { kind: "built-in", name, slot } : { kind: "built-in", name: `${name} of another type` },
  );
}

function readBuiltIn(cursor: Cursor, scope: Scope, opcode: number): void {
  const kind = OF_RESOURCES[opcode];
  if (kind !== undefined) {
    const resource = readResourceType(cursor, scope);
    scope.definitions?.push({ kind, resource });
    return;
  }
  const builtIn = BUILT_INS[opcode];
  if (builtIn === undefined) throw cursor.unknown(opcode, "canonical definition opcode");
  const [name, ...immediates] = builtIn;
  if (immediates[0] === "context") {
    readContext(cursor, scope, name);
    return;
  }
  for (const immediate of immediates) skipImmediate(cursor, scope, immediate);
  scope.definitions?.push({ kind: "built-in", name });
}

/** Binary.md, `canon`: a lift adds a function, everything else a core function. */
export function readCanon(cursor: Cursor, scope: Scope): void {
  const opcode = cursor.byte();
  if (opcode === 0x00) {
    cursor.expect(0x00, "canon lift");
    const core = readCoreIndex(cursor, scope, CORE.func);
    const options = readOptions(cursor, scope);
    const type = readFuncType(cursor, scope);
    scope.funcs.push(type);
    scope.definitions?.push({ kind: "lift", core, options, type });
    return;
  }
  if (opcode === 0x01) {
    cursor.expect(0x00, "canon lower");
    const func = readFunc(cursor, scope).index;
    const options = readOptions(cursor, scope);
    scope.definitions?.push({ kind: "lower", func, options });
  } else {
    readBuiltIn(cursor, scope, opcode);
  }
  scope.addCore(CORE.func);
}
