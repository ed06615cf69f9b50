import { ok, type Result } from "../result.ts";
import { toBase64 } from "./bytes.ts";
import { fill, merge } from "./combine.ts";
import { defaultScenario } from "./defaults.ts";
import { guard, isPlainObject } from "./guard.ts";
import { caps } from "./limits.ts";
import { checkParts, refused } from "./parse.ts";
import type { Scenario, ScenarioPatch } from "./schema.ts";
import { newerVersion } from "./upgrade.ts";

/**
 * A scenario with a patch over it. Objects merge and arrays replace; `component`, `world`, `invocation`, `program.stdin` and the
 * nodes of a file tree are alternatives and are replaced whole; `null` puts back a default or takes away what has none (a
 * variable, a binding of an interface, the component). A file may be given as a `Uint8Array` or `{ bytes: Uint8Array }`. Only
 * the parts that the patch names are checked again. Errors: `scenario`, naming each place and reason, and `newer-version`.
 */
export function applyPatch(scenario: Scenario, patch: ScenarioPatch): Result<Scenario> {
  const reason = guard(patch);
  if (reason !== undefined) return refused([reason]);
  if (!isPlainObject(patch)) return refused([{ path: [], text: "must be an object" }]);
  if (typeof patch.version === "number" && patch.version > scenario.version) {
    return newerVersion("scenario", patch.version, scenario.version);
  }
  const keys = Object.keys(patch).filter((key) => field(patch, key) !== undefined);
  if (keys.length === 0) return ok(scenario);
  const files = field(patch, "files");
  if (bytesIn(files) > caps.fileBytes)
    return refused([{ path: ["files"], text: `hold more than ${caps.fileBytes} bytes` }]);
  const plain = files === undefined ? patch : { ...patch, files: withoutBytes(files) };
  return checkParts(fill(defaultScenario(), merge(scenario, plain)), scenario, keys);
}

function field(object: object, key: string): unknown {
  return isPlainObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** How many bytes stand as `Uint8Array` in a value. Nesting is bounded by `guard`. */
function bytesIn(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  const inner: readonly unknown[] = Array.isArray(value) ? value : isPlainObject(value) ? Object.values(value) : [];
  return inner.reduce<number>((sum, item) => sum + bytesIn(item), 0);
}

/** Mounts with the files that were given as bytes turned into base64. What has another shape is left to the schema. */
function withoutBytes(mounts: unknown): unknown {
  if (!Array.isArray(mounts)) return mounts;
  return mounts.map((mount: unknown) => (isPlainObject(mount) ? { ...mount, tree: tree(mount["tree"]) } : mount));
}

function tree(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, node(item)]));
}

function node(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: toBase64(value) };
  if (!isPlainObject(value)) return value;
  const { bytes, ...rest } = value;
  if (bytes instanceof Uint8Array) return { ...rest, base64: toBase64(bytes) };
  return Object.hasOwn(value, "tree") ? { ...value, tree: tree(value["tree"]) } : value;
}
