import { capabilities } from "../../capabilities/index.ts";
import type { CapabilityId } from "../../capabilities/capability.ts";
import type { ErrorTag, OrreryError } from "../../result.ts";
import type { Limits } from "../../scenario/schema.ts";

/** What in the settings would change how a run ended. */
export type Remedy =
  | { readonly kind: "capability"; readonly id: CapabilityId }
  /** An import that no capability stands for, as the failure names it: its switch, or its mock. */
  | { readonly kind: "import"; readonly name: string; readonly mocked: boolean }
  | { readonly kind: "limit"; readonly key: keyof Limits };

/** What is shown beside the words of a failure. */
export interface FailureFacts {
  /** What sort of trap it was: `unreachable`, `out-of-bounds` … */
  readonly kind: string | undefined;
  /** A line for each function of the component that was under way, innermost first. */
  readonly stack: readonly string[];
  readonly lastLines: string;
  readonly remedy: Remedy | undefined;
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
    remedy: remedyOf(error),
  };
}

const limits: { readonly [T in ErrorTag]?: keyof Limits } = {
  "time-limit": "timeMs",
  "memory-limit": "memoryBytes",
  "output-limit": "outputBytes",
  "call-limit": "calls",
  "handle-limit": "handles",
};

function remedyOf({ tag, detail }: OrreryError): Remedy | undefined {
  const limit = limits[tag];
  if (limit !== undefined) return { kind: "limit", key: limit };
  const capability = capabilities.find((one) => one.id === field(detail, "capability"));
  if (capability !== undefined) return { kind: "capability", id: capability.id };
  const name = field(detail, "interface");
  if (typeof name !== "string") return undefined;
  if (tag === "denied") return { kind: "import", name, mocked: false };
  return byMock({ tag, detail }) || tag === "scenario" ? { kind: "import", name, mocked: true } : undefined;
}

/** Whether a mock ended the run, as it was told. */
export function byMock({ tag, detail }: Pick<OrreryError, "tag" | "detail">): boolean {
  return tag === "trap" && field(detail, "kind") === "mock";
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
