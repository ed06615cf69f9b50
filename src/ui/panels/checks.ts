import { err, ok, type Result } from "../../result.ts";
import { pathSchema, segmentReason } from "../../scenario/files.ts";
import { scenarioParts, type Scenario } from "../../scenario/schema.ts";
import type { Capability } from "../../capabilities/capability.ts";

/** What zod gives back, as far as it is read here. */
type Parsed =
  | { readonly success: true }
  | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } };

function verdict<T>(parsed: Parsed, value: T): Result<T, string> {
  return parsed.success ? ok(value) : err(sentence(parsed.error.issues[0]?.message ?? "is not valid"));
}

/** Checks one setting of a binding by the capability's own schema. */
export function checkSetting<T>(capability: Capability, binding: object, key: string, value: T): Result<T, string> {
  return verdict(capability.schema.safeParse({ ...binding, [key]: value }), value);
}

/** Checks a field of a part of the scenario by the schema of that part. */
export function checkPart<P extends "program" | "limits", K extends keyof Scenario[P]>(
  part: P,
  now: Scenario[P],
  key: K,
  value: Scenario[P][K],
): Result<Scenario[P][K], string> {
  return verdict(scenarioParts[part].safeParse({ ...now, [key]: value }), value);
}

/** Checks the path of a new mount beside those that there are. */
export function checkMount(path: string, others: readonly string[]): Result<string, string> {
  return others.includes(path) ? err(`${path} is mounted already.`) : verdict(pathSchema.safeParse(path), path);
}

/** Checks a path inside a mount, such as `in.txt` or `sub/in.txt`. */
export function checkInside(path: string, others: readonly string[]): Result<string, string> {
  for (const segment of path.split("/")) {
    const reason = segmentReason(segment);
    if (reason !== undefined) return err(sentence(reason));
  }
  if (others.includes(path)) return err(`${path} is there already.`);
  const clash = others.find((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`));
  return clash === undefined ? ok(path) : err(`${clash} is in the way.`);
}

/** `must start with /` as a sentence beside a field. */
function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
