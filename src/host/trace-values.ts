import type { Field, ResourceType, ValType } from "../component/types.ts";
import type { TraceName } from "../protocol/trace.ts";
import { cutText, traceLimits, VALUES_FOLLOW, type TraceScalar, type TraceValue } from "../protocol/trace-values.ts";
import { printArguments, printWave } from "../wit/wave/index.ts";

/** What the guest tells of the values of a function. */
export type ToldValues = Pick<TraceName, "params" | "result">;

/** Bytes of each kind, without what follows a length. */
const widths: Readonly<Record<TraceScalar, number>> = {
  u32: 4,
  s32: 4,
  bool: 1,
  u8: 1,
  s8: 1,
  u16: 2,
  s16: 2,
  u64: 8,
  s64: 8,
  f32: 8,
  f64: 8,
  char: 4,
  string: 2,
  bytes: 4,
};
const HANDLE_BYTES = 4;
/** UTF-8 bytes of the longest string that crosses as it is. */
const MAX_STRING = 3 * traceLimits.maxChars;
const MAX_CHAR = 0x10_ffff;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const resource: ResourceType = { kind: "resource", abstract: true };
const options = {
  ...traceLimits,
  resource: (object: unknown): string => (object instanceof Handle ? object.label : "resource"),
};

class Handle {
  readonly label: string;
  constructor(label: string) {
    this.label = label;
  }
}

interface Printing {
  readonly params: readonly Field[] | undefined;
  readonly result: ValType | undefined;
}

/** Types are looked at by identity: made once for each function. */
const printings = new WeakMap<ToldValues, Printing>();

/** Whether a part of what was carried stands as values, not as text. */
export function areValues(bytes: Uint8Array, from: number, to: number): boolean {
  return from < to && bytes[from] === VALUES_FOLLOW;
}

/** Whether values as the guest wrote them fill a part of the bytes exactly; only then may they be read. */
export function isWholeValues(
  told: ToldValues,
  which: "params" | "result",
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  if (told[which] === undefined) return false;
  let at = from + 1;
  for (const value of kindsOf(told, which)) {
    if (at + widthOf(value) > to) return false;
    const size = sizeOf(value, bytes, at);
    if (size === undefined) return false;
    at += size;
  }
  return at === to;
}

/** The text of such values. Never throws, and is as short as the guest's own texts. */
export function valuesText(told: ToldValues, which: "params" | "result", bytes: Uint8Array, from: number): string {
  let printing = printings.get(told);
  if (printing === undefined) printings.set(told, (printing = printingOf(told)));
  const values: unknown[] = [];
  let at = from + 1;
  for (const kind of kindsOf(told, which)) {
    values.push(valueAt(kind, bytes, at));
    at += sizeOf(kind, bytes, at) ?? 0;
  }
  if (which === "params") return cutText(printArguments(values, printing.params ?? [], options));
  if (printing.result === undefined) return "";
  return cutText(
    printWave(told.result?.ok === true ? { tag: "ok", val: values[0] } : values[0], printing.result, options),
  );
}

function kindsOf(told: ToldValues, which: "params" | "result"): readonly TraceValue[] {
  if (which === "params") return told.params ?? [];
  return told.result?.value === undefined ? [] : [told.result.value];
}

function widthOf(value: TraceValue): number {
  return typeof value === "string" ? widths[value] : HANDLE_BYTES;
}

/** Bytes that a value takes; `undefined` for one that no guest writes. The bytes of its width must be there. */
function sizeOf(value: TraceValue, bytes: Uint8Array, at: number): number | undefined {
  switch (value) {
    case "bool":
      return (bytes[at] ?? 2) > 1 ? undefined : 1;
    case "char": {
      const code = u32At(bytes, at);
      return code > MAX_CHAR || (code >= 0xd800 && code <= 0xdfff) ? undefined : widths.char;
    }
    case "string": {
      const length = (bytes[at] ?? 0) + 0x100 * (bytes[at + 1] ?? 0);
      return length > MAX_STRING ? undefined : widths.string + length;
    }
    case "bytes":
      return widths.bytes + Math.min(u32At(bytes, at), traceLimits.maxBytes);
    default:
      return widthOf(value);
  }
}

function u32At(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) + 0x100 * (bytes[at + 1] ?? 0);
  return low + 0x1_0000 * (bytes[at + 2] ?? 0) + 0x100_0000 * (bytes[at + 3] ?? 0);
}

function valueAt(value: TraceValue, bytes: Uint8Array, at: number): unknown {
  if (typeof value !== "string") return new Handle(`${value.handle}#${u32At(bytes, at)}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  switch (value) {
    case "u32":
      return view.getUint32(at, true);
    case "s32":
      return view.getInt32(at, true);
    case "bool":
      return view.getUint8(at) === 1;
    case "u8":
      return view.getUint8(at);
    case "s8":
      return view.getInt8(at);
    case "u16":
      return view.getUint16(at, true);
    case "s16":
      return view.getInt16(at, true);
    case "u64":
      return view.getBigUint64(at, true);
    case "s64":
      return view.getBigInt64(at, true);
    case "f32":
    case "f64":
      return view.getFloat64(at, true);
    case "char":
      return String.fromCodePoint(view.getUint32(at, true));
    case "string":
      return decoder.decode(bytes.subarray(at + 2, at + 2 + view.getUint16(at, true)));
    case "bytes":
      return firstOf(bytes.slice(at + 4, at + 4 + traceLimits.maxBytes), view.getUint32(at, true));
  }
}

/** The first bytes of a list, which says how long all of it is: the printer looks at no others. */
function firstOf(first: Uint8Array, length: number): Uint8Array {
  return length <= first.length ? first.subarray(0, length) : Object.defineProperty(first, "length", { value: length });
}

function printingOf({ params, result }: ToldValues): Printing {
  const value = result?.value && typeOf(result.value);
  return {
    params: params?.map((kind, at) => ({ name: String(at), type: typeOf(kind) })),
    result: result?.ok === true ? { kind: "result", ok: value, error: undefined } : value,
  };
}

function typeOf(value: TraceValue): ValType {
  if (typeof value !== "string") return { kind: "borrow", resource };
  if (value === "bytes") return { kind: "list", element: { kind: "u8" }, length: undefined };
  return { kind: value };
}
