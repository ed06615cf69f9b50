import { err, ok, type Result } from "../../result.ts";
import { pathSchema, segmentReason } from "../../scenario/files.ts";
import { scenarioParts, type Scenario } from "../../scenario/schema.ts";
import { reasonsInWords, reasonsOf } from "../../scenario/reasons.ts";
import type { Capability, SettingField } from "../../capabilities/capability.ts";
import { parseNumber, parseWhole } from "../primitives/parse.ts";

/** What zod gives back, as far as it is read here. */
type Parsed =
  | { readonly success: true }
  | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } };

function verdict<T>(parsed: Parsed, value: T): Result<T, string> {
  return parsed.success ? ok(value) : err(sentence(parsed.error.issues[0]?.message ?? "is not valid"));
}

/** Checks one setting of a binding by the capability's own schema; `undefined` stands for a setting that is absent. */
export function checkSetting<T>(
  capability: Pick<Capability, "schema">,
  binding: object,
  key: string,
  value: T,
): Result<T, string> {
  const parsed = capability.schema.safeParse(present({ ...binding, [key]: value }), { reportInput: true });
  return parsed.success ? ok(value) : err(sentence(reasonsOf(parsed.error.issues)[0]?.text ?? "is not valid"));
}

/** Only the fields that have a value. */
function present(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** Checks settings of a binding that hold more than one value; the reason begins with the place in them. */
export function checkSettings<T extends object>(
  capability: Capability,
  binding: object,
  settings: T,
): Result<T, string> {
  const parsed = capability.schema.safeParse(present({ ...binding, ...settings }), { reportInput: true });
  return parsed.success ? ok(settings) : err(reasonsInWords(reasonsOf(parsed.error.issues)));
}

export type SettingValue = string | number | boolean;

const largest = Number.MAX_SAFE_INTEGER;

/** What was typed into a field, `undefined` for a field that may be empty and is. The capability's schema decides about the rest. */
export function readSetting(
  field: Pick<SettingField, "kind" | "optional">,
  text: string,
): Result<SettingValue | undefined, string> {
  if (field.optional === true && text.trim() === "") return ok(undefined);
  switch (field.kind) {
    case "integer":
      return parseWhole(text, -largest, largest);
    case "number":
      return parseNumber(text);
    case "text":
      return ok(text);
    default:
      return ok(text.trim());
  }
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
