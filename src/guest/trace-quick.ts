import type { FuncType, PrimitiveKind, ResourceType, ValType } from "../component/index.ts";
import { rangeOf } from "../wit/wave/shape.ts";
import type { TextBytes } from "./trace-bytes.ts";

/** Writes values as the printer of texts would, without making a string. Where it cannot it gives `false`; the caller takes back what was written. */
export interface QuickWriter {
  /** `self` is the first parameter of a method; `args` are the others. */
  arguments(out: TextBytes, self: unknown, args: readonly unknown[]): boolean;
  /** What a function returned: of a WIT `result` the `ok` part. */
  returned(out: TextBytes, value: unknown): boolean;
}

export interface QuickOptions {
  /** How many bytes of a list are shown. */
  readonly maxBytes: number;
  readonly maxChars: number;
  /** A longer text is left to the printer, which cuts it. */
  readonly maxText: number;
  readonly resource: (object: unknown, resource: ResourceType) => string;
}

type Write = (out: TextBytes, value: unknown) => boolean;

const OPEN = 0x28;
const CLOSE = 0x29;
const QUOTE = 0x22;

/** A writer for functions whose values are numbers, short strings, bytes and resources; `undefined` for others. */
export function quickWriter(func: FuncType, isMethod: boolean, options: QuickOptions): QuickWriter | undefined {
  const params = func.params.map(({ type }) => writeOf(type, options)).filter((write) => write !== undefined);
  // Most parameters are integers: a call of a function that is one of many costs more than writing a small number.
  const ranges = func.params.map(({ type }) => (isPrimitive(type) ? rangeOf(type.kind) : undefined));
  const result = returnedOf(func.result, options);
  if (params.length !== func.params.length || result === undefined) return undefined;
  const own = isMethod ? 1 : 0;
  const { maxText } = options;
  return {
    arguments(out, self, args) {
      if (args.length + own !== params.length) return false;
      const from = out.length;
      out.ascii(OPEN);
      for (let at = 0; at < params.length; at += 1) {
        if (at > 0) out.separator();
        const value = at < own ? self : args[at - own];
        const range = ranges[at];
        if (range === undefined ? params[at]?.(out, value) !== true : !integer(out, value, range)) return false;
      }
      out.ascii(CLOSE);
      return out.length - from <= maxText;
    },
    returned(out, value) {
      const from = out.length;
      return result(out, value) && out.length - from <= maxText;
    },
  };
}

function returnedOf(type: ValType | undefined, options: QuickOptions): Write | undefined {
  if (type === undefined) return () => true;
  if (type.kind !== "result") return writeOf(type, options);
  if (type.ok === undefined) {
    return (out) => {
      out.put("ok");
      return true;
    };
  }
  const write = writeOf(type.ok, options);
  return (
    write &&
    ((out, value) => {
      out.put("ok(");
      if (!write(out, value)) return false;
      out.ascii(CLOSE);
      return true;
    })
  );
}

function writeOf(type: ValType, options: QuickOptions): Write | undefined {
  switch (type.kind) {
    case "bool":
      return (out, value) => {
        if (typeof value !== "boolean") return false;
        out.put(value ? "true" : "false");
        return true;
      };
    case "u8":
    case "s8":
    case "u16":
    case "s16":
    case "u32":
    case "s32": {
      const range = rangeOf(type.kind);
      return range && ((out, value) => integer(out, value, range));
    }
    case "u64":
    case "s64": {
      const least = type.kind === "u64" ? 0 : Number.MIN_SAFE_INTEGER;
      return (out, value) => {
        if (typeof value !== "bigint") return false;
        const narrow = Number(value);
        if (narrow < least || narrow > Number.MAX_SAFE_INTEGER) return false;
        out.integer(narrow);
        return true;
      };
    }
    case "string":
      return (out, value) => {
        if (typeof value !== "string" || value.length > options.maxChars) return false;
        out.ascii(QUOTE);
        if (!out.unescaped(value)) return false;
        out.ascii(QUOTE);
        return true;
      };
    case "own":
    case "borrow": {
      const { resource } = type;
      return (out, value) => {
        if (typeof value !== "object" || value === null) return false;
        out.put(options.resource(value, resource));
        return true;
      };
    }
    case "list":
      return type.element.kind === "u8" && type.length === undefined
        ? (out, value) => value instanceof Uint8Array && bytes(out, value, options.maxBytes)
        : undefined;
    default:
      return undefined;
  }
}

function integer(out: TextBytes, value: unknown, range: readonly [number, number]): boolean {
  if (typeof value !== "number" || !Number.isInteger(value) || value < range[0] || value > range[1]) return false;
  out.integer(value);
  return true;
}

function isPrimitive(type: ValType): type is Extract<ValType, { kind: PrimitiveKind }> {
  return Object.keys(type).length === 1;
}

function bytes(out: TextBytes, value: Uint8Array, most: number): boolean {
  out.ascii(0x5b);
  const shown = Math.min(value.length, most);
  out.bytes(value, shown);
  if (shown < value.length) {
    out.put(shown > 0 ? ", … " : "… ");
    out.integer(value.length);
    out.put(" bytes");
  }
  out.ascii(0x5d);
  return true;
}
