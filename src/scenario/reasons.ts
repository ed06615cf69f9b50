import type { z } from "zod";

/** Why one place of a scenario cannot be used. */
export interface Reason {
  readonly path: readonly PropertyKey[];
  /** Follows the path: "is missing", "must be …". */
  readonly text: string;
}

/** What zod found, one reason for each place; an unknown field is named by its own path. */
export function reasonsOf(issues: readonly z.core.$ZodIssue[], at: readonly PropertyKey[] = []): readonly Reason[] {
  return issues.flatMap((issue): readonly Reason[] => {
    const path = [...at, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ path: [...path, key], text: "is not a known field" }));
    if (issue.code === "invalid_key") return reasonsOf(issue.issues, path);
    if (issue.code === "invalid_type" && issue.input === undefined && /undefined/.test(issue.message)) {
      return [{ path, text: "is missing" }];
    }
    return [{ path, text: issue.message }];
  });
}

/** All reasons as a sentence, such as `limits.timeMs: too big: …; program.colour: is not a known field`. At most five are told. */
export function reasonsInWords(reasons: readonly Reason[]): string {
  const told = reasons.slice(0, 5).map(({ path, text }) => (path.length === 0 ? text : `${pathText(path)}: ${text}`));
  const rest = reasons.length - told.length;
  return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}

/** `files[0].tree["in.txt"].text`; long names are cut. */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((step, index) => stepText(step, index === 0)).join("");
}

function stepText(step: PropertyKey, first: boolean): string {
  if (typeof step === "number") return `[${step}]`;
  const name = String(step);
  if (/^[A-Za-z_][\w-]*$/.test(name) && name.length <= 100) return first ? name : `.${name}`;
  return `[${JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name)}]`;
}
