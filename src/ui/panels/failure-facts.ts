import { capabilities } from "../../capabilities/index.ts";
import type { CapabilityId } from "../../capabilities/capability.ts";
import type { OrreryError } from "../../result.ts";

/** What is shown beside the words of a failure. */
export interface FailureFacts {
  /** What sort of trap it was: `unreachable`, `out-of-bounds` … */
  readonly kind: string | undefined;
  /** A line for each function of the component that was under way, innermost first. */
  readonly stack: readonly string[];
  readonly lastLines: string;
  /** The capability whose switch would change it. */
  readonly capability: CapabilityId | undefined;
}

const LINES = 8;

/** Reads what a run tells of its failure. `detail` comes out of the sandbox: whatever has another shape is passed over. */
export function failureFacts(error: OrreryError, stderr: string): FailureFacts {
  const detail = error.detail;
  const lines = stderr.trimEnd().split("\n");
  return {
    kind: text(field(detail, "kind")),
    stack: frames(field(detail, "stack")),
    lastLines: lines.slice(-LINES).join("\n"),
    capability: capabilities.find((one) => one.id === field(detail, "capability"))?.id,
  };
}

function frames(stack: unknown): readonly string[] {
  if (!Array.isArray(stack)) return [];
  return stack.slice(0, 50).flatMap((frame: unknown) => {
    const [index, offset, name] = [field(frame, "index"), field(frame, "offset"), text(field(frame, "function"))];
    if (typeof index !== "number" || typeof offset !== "number") return [];
    return [`${name ?? `function ${index}`} at 0x${offset.toString(16)}`];
  });
}

function field(owner: unknown, key: string): unknown {
  if (typeof owner !== "object" || owner === null || !Object.hasOwn(owner, key)) return undefined;
  return Reflect.get(owner, key);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value.slice(0, 500) : undefined;
}
