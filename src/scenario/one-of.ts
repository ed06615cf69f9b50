import { z } from "zod";
import "./jitless.ts";
import { isPlainObject } from "./guard.ts";
import { reasonsOf } from "./reasons.ts";

/**
 * A choice between objects that are told apart by a field only one of them has. Mistakes are those of the alternative that
 * was meant, not of all.
 */
export function oneOf<S extends Readonly<Record<string, z.ZodType>>>(alternatives: S): z.ZodType<z.output<S[keyof S]>> {
  const keys = Object.keys(alternatives);
  const hint = `must be an object with ${keys.map((key) => `"${key}"`).join(" or ")}`;
  const schema = z.unknown().transform((value, context): unknown => {
    const key = isPlainObject(value) ? keys.find((candidate) => Object.hasOwn(value, candidate)) : undefined;
    const alternative = key === undefined ? undefined : alternatives[key];
    if (alternative === undefined) {
      context.addIssue({ code: "custom", message: hint });
      return z.NEVER;
    }
    const parsed = alternative.safeParse(value, { reportInput: true });
    if (parsed.success) return parsed.data;
    for (const { path, text } of reasonsOf(parsed.error.issues)) {
      context.addIssue({ code: "custom", message: text, path: [...path] });
    }
    return z.NEVER;
  });
  // The transform gives what one of the alternatives gave.
  return schema as unknown as z.ZodType<z.output<S[keyof S]>>;
}
