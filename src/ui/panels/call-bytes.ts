import type { TraceEntry } from "../../api.ts";
import type { ComponentType, FuncType, ValType } from "../../component/types.ts";
import { printWave } from "../../wit/wave/index.ts";

/** Strings and characters, which are left alone, and lists of numbers up to three digits; of those that were cut, how long they were. */
const parts = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\[(\d{1,3}(?:, \d{1,3})*)(?:, …( \d+ bytes)?)?\]/g;
/** What no text holds. Tabs, line ends and the colours of terminals are text. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]/;

/** A traced text in which each list of bytes that is readable stands as `b"say: a\n"`. */
export function withBytesAsText(traced: string): string {
  return traced.replace(parts, (found: string, numbers: string | undefined, length: string | undefined) => {
    const text = numbers === undefined ? undefined : textOf(numbers, found.includes("…"));
    return text === undefined ? found : `b${quoted(text)}${found.includes("…") ? ` …${length ?? ""}` : ""}`;
  });
}

/** The readable lists of bytes in a traced text, each as `"say: a\n"`; how long it was stands behind one that was cut. */
export function bytesAsText(traced: string): readonly string[] {
  return [...traced.matchAll(parts)].flatMap(([found, numbers, length]) => {
    const isCut = found.includes("…");
    const text = numbers === undefined ? undefined : textOf(numbers, isCut);
    return text === undefined ? [] : [`${quoted(text)}${isCut ? ` …${length ?? ""}` : ""}`];
  });
}

function textOf(numbers: string, isCut: boolean): string | undefined {
  const bytes = numbers.split(", ").map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  try {
    // A character that the cut went through is left out.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const text = decoder.decode(Uint8Array.from(bytes), { stream: isCut });
    return text === "" || unprintable.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function quoted(text: string): string {
  return printWave(text, { kind: "string" });
}

const known = new WeakMap<FuncType, boolean>();

/** Whether a call takes or gives lists of bytes: other lists of small numbers are no text. */
export function hasBytes(entry: TraceEntry, types: ComponentType | undefined): boolean {
  const names = entry.direction === "import" ? types?.imports : types?.exports;
  const owner = names?.get(entry.interface === "" ? entry.function : entry.interface);
  const found = owner?.sort === "instance" ? owner.type.exports.get(entry.function) : owner;
  if (found?.sort !== "func") return false;
  const { type } = found;
  const has = known.get(type) ?? [...type.params.map((param) => param.type), type.result].some(holdsBytes(new Set()));
  known.set(type, has);
  return has;
}

/** Types share their parts: each is looked at once. */
function holdsBytes(seen: Set<ValType>): (type: ValType | undefined) => boolean {
  const holds = (type: ValType | undefined): boolean => {
    if (type === undefined || seen.has(type)) return false;
    seen.add(type);
    switch (type.kind) {
      case "list":
        return type.element.kind === "u8" || holds(type.element);
      case "record":
        return type.fields.some((field) => holds(field.type));
      case "variant":
        return type.cases.some((one) => holds(one.type));
      case "tuple":
        return type.elements.some(holds);
      case "option":
        return holds(type.some);
      case "result":
        return holds(type.ok) || holds(type.error);
      case "map":
        return holds(type.key) || holds(type.value);
      default:
        return false;
    }
  };
  return holds;
}
