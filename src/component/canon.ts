import type { Cursor } from "./cursor.ts";
import { skipCoreValType } from "./core-types.ts";
import type { Scope } from "./scope.ts";
import { CORE, readCoreIndex, readFunc, readFuncType } from "./scope.ts";
import { readResultList } from "./type-section.ts";

type Immediate = "index" | "flag" | "options" | "results" | "core-type";

/** The built-ins that define a core function, by opcode, with what follows it (Binary.md, "Canonical Definitions"). */
const BUILT_INS: Readonly<Record<number, readonly Immediate[] | undefined>> = {
  0x02: ["index"], // resource.new
  0x03: ["index"], // resource.drop
  0x04: ["index"], // resource.rep
  0x05: [], // task.cancel
  0x06: ["flag"], // subtask.cancel
  0x09: ["results", "options"], // task.return
  0x0a: ["core-type", "index"], // context.get
  0x0b: ["core-type", "index"], // context.set
  0x0c: ["flag"], // thread.yield
  0x0d: [], // subtask.drop
  0x0e: ["index"], // stream.new
  0x0f: ["index", "options"], // stream.read
  0x10: ["index", "options"], // stream.write
  0x11: ["index", "flag"], // stream.cancel-read
  0x12: ["index", "flag"], // stream.cancel-write
  0x13: ["index"], // stream.drop-readable
  0x14: ["index"], // stream.drop-writable
  0x15: ["index"], // future.new
  0x16: ["index", "options"], // future.read
  0x17: ["index", "options"], // future.write
  0x18: ["index", "flag"], // future.cancel-read
  0x19: ["index", "flag"], // future.cancel-write
  0x1a: ["index"], // future.drop-readable
  0x1b: ["index"], // future.drop-writable
  0x1c: ["options"], // error-context.new
  0x1d: ["options"], // error-context.debug-message
  0x1e: [], // error-context.drop
  0x1f: [], // waitable-set.new
  0x20: ["flag", "index"], // waitable-set.wait
  0x21: ["flag", "index"], // waitable-set.poll
  0x22: [], // waitable-set.drop
  0x23: [], // waitable.join
  0x24: [], // backpressure.inc
  0x25: [], // backpressure.dec
  0x26: [], // thread.index
  0x27: ["index", "index"], // thread.new-indirect
  0x28: [], // thread.resume-later
  0x29: ["flag"], // thread.suspend
  0x2a: ["flag"], // thread.suspend-then-resume
  0x2b: ["flag"], // thread.yield-then-resume
  0x2c: ["flag"], // thread.suspend-then-promote
  0x2d: ["flag"], // thread.yield-then-promote
  0x40: ["flag", "index"], // thread.spawn-ref
  0x41: ["flag", "index", "index"], // thread.spawn-indirect
  0x42: ["flag"], // thread.available-parallelism
};

function skipOptions(cursor: Cursor): void {
  for (let left = cursor.count("canonical options", 1); left > 0; left -= 1) {
    const option = cursor.byte();
    if (option > 0x07) throw cursor.unknown(option, "canonical option");
    // memory, realloc, post-return and callback carry an index
    if ((option >= 0x03 && option <= 0x05) || option === 0x07) cursor.u32();
  }
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
      skipOptions(cursor);
      return;
    case "results":
      readResultList(cursor, scope);
      return;
    case "core-type":
      skipCoreValType(cursor);
  }
}

/** Binary.md, `canon`: a lift adds a function, everything else a core function. */
export function readCanon(cursor: Cursor, scope: Scope): void {
  const opcode = cursor.byte();
  if (opcode === 0x00) {
    cursor.expect(0x00, "canon lift");
    readCoreIndex(cursor, scope, CORE.func);
    skipOptions(cursor);
    scope.funcs.push(readFuncType(cursor, scope));
    return;
  }
  if (opcode === 0x01) {
    cursor.expect(0x00, "canon lower");
    readFunc(cursor, scope);
    skipOptions(cursor);
  } else {
    const immediates = BUILT_INS[opcode];
    if (immediates === undefined) throw cursor.unknown(opcode, "canonical definition opcode");
    for (const immediate of immediates) skipImmediate(cursor, scope, immediate);
  }
  scope.addCore(CORE.func);
}
