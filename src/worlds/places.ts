import { memberName, quoted } from "../wit/names.ts";
import type { Part, Step } from "../wit/subtype.ts";

/** How many steps are spelled out in a sentence; of more, the innermost two and the outermost. */
const MAX_SPELLED = 4;
const MAX_NAME = 120;

/** A name as a person reads it: `[method]fields.get` is `fields.get`. Whatever a file calls itself, it stays on one short line. */
export function shown(name: string): string {
  const member = memberName(name);
  if (member !== undefined)
    return `${shown(member.resource)}.${member.form === "constructor" ? "constructor" : shown(member.member)}`;
  return name.length <= MAX_NAME && /^[\w:/@.+-]+$/.test(name) ? name : quoted(name.slice(0, MAX_NAME));
}

/** The name of a field, a case, a flag or a parameter in a sentence, where it may read like one of its words: `“more”`. */
export function setApart(name: string): string {
  const text = shown(name);
  return text.startsWith('"') ? text : `“${text}”`;
}

/** A path from the outside inward: `wasi:http/types.fields.get`, `result`, `ok`. `base` is the interface without its version. */
export function pathInWords(base: string, steps: readonly Step[]): readonly string[] {
  const members = leadingMembers(steps);
  return [[base, ...members].map(shown).join("."), ...steps.slice(members.length).map(stepInWords)];
}

function leadingMembers(steps: readonly Step[]): readonly string[] {
  const end = steps.findIndex((step) => step.at !== "member");
  return (end < 0 ? steps : steps.slice(0, end)).flatMap((step) => (step.at === "member" ? [step.name] : []));
}

function stepInWords(step: Step): string {
  switch (step.at) {
    case "member":
      return shown(step.name);
    case "import":
    case "export":
    case "parameter":
    case "field":
    case "case":
    case "flag":
      return `${step.at} ${shown(step.name)}`;
    case "tuple":
      return `tuple element ${step.position}`;
    default:
      return names[step.at];
  }
}

const names = {
  result: "result",
  ok: "ok",
  error: "error",
  some: "some",
  element: "list element",
  stream: "stream element",
  future: "future value",
  key: "map key",
  value: "map value",
} as const;

/**
 * The place that steps lead to, for a sentence: `each list element of the ok value of the result of fields.get`. `whole` is
 * what stands at the outside.
 */
export function placeInWords(whole: string, steps: readonly Step[]): string {
  const members = leadingMembers(steps);
  const outside = members.length === 0 ? shown(whole) : members.map(shown).join(".");
  const inward = steps.slice(members.length).map(placeOf).toReversed();
  if (inward.length <= MAX_SPELLED) return [...inward, outside].join(" of ");
  return `${inward.slice(0, 2).join(" of ")}, deep inside ${inward.at(-1) ?? ""} of ${outside}`;
}

function placeOf(step: Step): string {
  switch (step.at) {
    case "case":
      return `the content of the case ${setApart(step.name)}`;
    case "parameter":
    case "field":
    case "flag":
      return `the ${step.at} ${setApart(step.name)}`;
    case "import":
    case "export":
      return `the ${step.at} ${shown(step.name)}`;
    case "member":
    case "tuple":
      return stepInWords(step);
    default:
      return places[step.at];
  }
}

const places = {
  result: "the result",
  ok: "the ok value",
  error: "the error value",
  some: "the value of the option",
  element: "each list element",
  stream: "each stream element",
  future: "the value of the future",
  key: "each map key",
  value: "each map value",
} as const;

export const partsInWords: Readonly<Record<Part, string>> = {
  parameter: "parameters",
  field: "fields",
  case: "cases",
  flag: "flags",
};
