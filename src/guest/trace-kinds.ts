import type { FuncType, ResourceType, ValType } from "../component/index.ts";
import type { TraceName } from "../protocol/trace.ts";
import { MAX_CARRIED, MAX_RESOURCE_NAME, MAX_VALUES, traceLimits, type TraceValue } from "../protocol/trace-values.ts";
import { kindOf } from "./trace-bytes.ts";

export interface ResourceNames {
  name(type: ResourceType): string;
  number(resource: object): number;
}

/** In place of the kind of a result: there is none, and a WIT `result` whose good end has no value. */
export const NOTHING = -1;
export const NO_VALUE = -2;

/** Which values of a function the trace takes as they are. */
export interface Carried {
  /** Kinds of the parameters, with `self` first; `undefined` where they become text. */
  readonly params: Uint8Array | undefined;
  /** The first two of them, where there are so many. */
  readonly first: number;
  readonly second: number;
  /** Kind of the result, or of its good end; `undefined` where that becomes text. */
  readonly result: number | undefined;
  /** What the page is told about it. */
  readonly told: Pick<TraceName, "params" | "result">;
}

const unknownKinds = { params: undefined, first: NOTHING, second: NOTHING };

/** Without a way to name resources all becomes text. */
export function carriedOf(type: FuncType | undefined, names: ResourceNames | undefined): Carried {
  if (type === undefined || names === undefined) return { ...unknownKinds, result: undefined, told: {} };
  const params = type.params.map((param) => valueOf(param.type, names)).filter((value) => value !== undefined);
  const longest = params.reduce((sum, value) => sum + longestOf(value), 1);
  const areValues = params.length === type.params.length && params.length <= MAX_VALUES && longest <= MAX_CARRIED;
  const kinds = areValues ? Uint8Array.from(params, kindOf) : undefined;
  const result = resultOf(type.result, names);
  return {
    ...unknownKinds,
    ...(kinds && { params: kinds, first: kinds[0] ?? NOTHING, second: kinds[1] ?? NOTHING }),
    result:
      type.result === undefined ? NOTHING : result && (result.value === undefined ? NO_VALUE : kindOf(result.value)),
    told: { ...(areValues ? { params } : {}), ...(result === undefined ? {} : { result }) },
  };
}

/** Bytes that a value of a kind takes at most. */
function longestOf(value: TraceValue): number {
  if (value === "string") return 2 + 3 * traceLimits.maxChars;
  return value === "bytes" ? 4 + traceLimits.maxBytes : 8;
}

function resultOf(type: ValType | undefined, names: ResourceNames): TraceName["result"] {
  if (type === undefined) return undefined;
  const ok = type.kind === "result";
  const good = ok ? type.ok : type;
  if (good === undefined) return { ok };
  const value = valueOf(good, names);
  return value && { ok, value };
}

function valueOf(type: ValType, names: ResourceNames): TraceValue | undefined {
  switch (type.kind) {
    case "bool":
    case "u8":
    case "s8":
    case "u16":
    case "s16":
    case "u32":
    case "s32":
    case "u64":
    case "s64":
    case "f32":
    case "f64":
    case "char":
    case "string":
      return type.kind;
    case "own":
    case "borrow": {
      const handle = names.name(type.resource);
      return handle.length <= MAX_RESOURCE_NAME ? { handle } : undefined;
    }
    case "list":
      return type.element.kind === "u8" && type.length === undefined ? "bytes" : undefined;
    default:
      return undefined;
  }
}
