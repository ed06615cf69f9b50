import type { DefType, Entity, Extern, Field, ValType } from "../component/index.ts";
import { isValType } from "../component/index.ts";
import type { Describer } from "../wit/describe.ts";
import type { Finding, Part } from "../wit/subtype.ts";
import type { Difference, DifferenceKind, Unlisted } from "./model.ts";
import { partsInWords, pathInWords, placeInWords, setApart, shown } from "./places.ts";
import { interfaceOf } from "./versions.ts";

/** One who asks or has, in the middle of a sentence. */
export interface Party {
  /** `the component` */
  readonly name: string;
  /** `expects`, `has` */
  readonly verb: string;
  /** Knows the names of its types. */
  readonly types: Describer;
}

/** Between whom a difference is told. */
export interface Scene {
  readonly wanted: Extern;
  readonly asks: Party;
  readonly has: Party;
  /** What would mend it. */
  readonly fix: string;
}

/** How long a type may be inside a sentence. */
const MAX_TYPE = 160;
/** How many names of fields, cases or flags a sentence lists. */
const MAX_NAMES = 12;

/** `a`, `a, b`, …; of many the first ones. */
export function list(names: readonly string[], inWords = shown): string {
  const more = names.length - MAX_NAMES;
  const first = names.slice(0, MAX_NAMES).map((name) => inWords(name));
  return `${first.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** A sentence begins with a capital letter. */
function upper(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** A name with its whole version: `wasi:http/types@0.2` and the suffix `.12` give `wasi:http/types@0.2.12`. */
export function fullName(extern: Extern): string {
  const name = interfaceOf(extern);
  return name?.version === undefined ? shown(extern.name) : shown(`${name.base}@${name.version.text}`);
}

/** A name without its version. */
export function baseName(extern: Extern): string {
  return interfaceOf(extern)?.base ?? extern.name;
}

const sortInWords: Readonly<Record<Entity["sort"], string>> = {
  instance: "an interface",
  func: "a function",
  component: "a component",
  module: "a core module",
  type: "a type",
  value: "a value",
};

const nouns: Readonly<Record<Entity["sort"], string>> = {
  instance: "interface",
  func: "function",
  component: "component",
  module: "core module",
  type: "type",
  value: "value",
};

/** What an entity is called: `function`, `resource`. */
export function nounOf(entity: Entity): string {
  return entity.sort === "type" && entity.type.kind === "resource" ? "resource" : nouns[entity.sort];
}

/** What a finding is called, what either side has, and the sentence. */
interface Telling {
  readonly kind: DifferenceKind;
  readonly expected: string;
  readonly found: string;
  readonly explanation: string;
}

/** A finding as a person reads it. */
export function differenceOf(finding: Finding, scene: Scene): Difference {
  const { asks, has } = finding.swapped ? { asks: scene.has, has: scene.asks } : scene;
  const telling = tell(finding, scene.wanted, asks, has);
  return { ...telling, path: pathInWords(baseName(scene.wanted), finding.path), fix: fixFor(finding) ?? scene.fix };
}

/** What mends a finding where it is not what mends the others. */
function fixFor(finding: Finding): string | undefined {
  if (finding.kind === "module") return "Compare the imports and exports of the two core modules with other tools.";
  return finding.kind === "told" ? `What mends ${shown(finding.under)} mends this too.` : undefined;
}

/** That there are more differences than are listed. */
export function moreDifferences(unlisted: Unlisted, anyListed: boolean, wanted: Extern, fix: string): Difference {
  const { count, open } = unlisted;
  const number = `${open ? "at least " : ""}${count.toLocaleString("en")}${anyListed ? " more" : ""}`;
  const explanation = upper(`${number} ${count === 1 ? "difference" : "differences"} in ${fullName(wanted)}.`);
  return { kind: "more", path: pathInWords(baseName(wanted), []), expected: "", found: "", explanation, fix, unlisted };
}

function tell(finding: Finding, wanted: Extern, asks: Party, has: Party): Telling {
  const ask = upper(`${asks.name} ${asks.verb}`);
  const give = `${has.name} ${has.verb}`;
  const place = placeInWords(fullName(wanted), finding.path);
  /** `The component expects string for the result of f; the world has list<u8>.` */
  const as = (kind: DifferenceKind, expected: string, found: string): Telling => ({
    kind,
    expected,
    found,
    explanation: `${ask} ${expected} for ${place}; ${give} ${found}.`,
  });
  /** Of something named by the last step, inside of what the others lead to. */
  const inside = placeInWords(fullName(wanted), finding.path.slice(0, -1));
  const last = ((step) => (step !== undefined && "name" in step ? step.name : ""))(finding.path.at(-1));
  const named = shown(last);

  switch (finding.kind) {
    case "missing": {
      const noun = nounOf(finding.wanted);
      if (finding.form !== undefined) {
        const [expected, found] =
          finding.form === "method" ? [forms.static, forms.method] : [forms.method, forms.static];
        const explanation = `${ask} the function ${place} as ${expected}; ${give} it as ${found}.`;
        return { kind: "missing-function", expected, found, explanation };
      }
      return {
        kind: missingKind(finding.wanted.sort),
        expected: missingInWords(finding.wanted, named, asks.types, finding.path),
        found: "nothing",
        explanation: `${ask} the ${noun} ${finding.path.at(-1)?.at === "member" ? place : named}; ${give} no such ${noun}.`,
      };
    }
    case "sort":
      return as("sort", sortInWords[finding.wanted], sortInWords[finding.found]);
    case "async":
      return finding.wanted
        ? as("async", "an async function", "one that is not async")
        : as("async", "a function that is not async", "an async one");
    case "parameter-count": {
      const { wanted: one, found: other } = finding;
      return as("parameter-count", `a function ${parameters(one)}`, `one ${parameters(other)}`);
    }
    case "result-presence":
    case "payload":
      return as(finding.kind, typeOrNothing(finding.wanted, asks.types), typeOrNothing(finding.found, has.types));
    case "type": {
      const [expected, found] = twoTypes(finding.wanted, asks.types, finding.found, has.types);
      return as("type", expected, found);
    }
    case "part-missing":
      return {
        kind: `${finding.part}-missing`,
        expected: partInWords(finding, named, asks.types),
        found: "nothing",
        explanation: `${ask} the ${finding.part} ${setApart(last)} in ${inside}; ${give} no such ${finding.part}.`,
      };
    case "part-extra":
      return {
        kind: `${finding.part}-extra`,
        expected: "nothing",
        found: partInWords(finding, named, has.types),
        explanation: `${ask} no ${finding.part} ${setApart(last)} in ${inside}; ${give} one.`,
      };
    case "part-name":
      return {
        kind: `${finding.part}-name`,
        expected: named,
        found: shown(finding.found),
        explanation: naming(ask, give, `${finding.part} ${finding.position} of ${inside}`, last, finding.found),
      };
    case "part-order": {
      const { part, wanted: one, found: other } = finding;
      return {
        kind: `${part}-order`,
        expected: list(one),
        found: list(other),
        explanation: `${ask} the ${partsInWords[part]} of ${place} in the order ${list(one, setApart)}; ${give} the order ${list(other, setApart)}.`,
      };
    }
    case "tuple-size":
      return as("tuple-size", `a tuple of ${finding.wanted}`, `a tuple of ${finding.found}`);
    case "list-length":
      return as("list-length", listInWords(finding.wanted), listInWords(finding.found));
    case "resource": {
      const expected = resourceInWords(finding.wanted, asks.types);
      const found = resourceInWords(finding.found, has.types);
      const other = expected === found ? "another one of that name" : `another one, ${found}`;
      const explanation = `${ask} the resource ${expected} for ${place}; ${give} ${other}.`;
      return { kind: "resource", expected, found, explanation };
    }
    case "told": {
      const name = typeInWords(finding.wanted, asks.types);
      const explanation = `The type ${name} of ${fullName(wanted)} differs as told of ${shown(finding.under)}.`;
      return { kind: "told", expected: name, found: name, explanation };
    }
    case "module":
      return {
        kind: "module",
        expected: "a core module",
        found: "one that is not compared",
        explanation: `Core modules are not compared here, so nobody can tell whether ${place} is what is wanted.`,
      };
    case "too-deep":
      return {
        kind: "too-deep",
        expected: `something more than ${finding.limit} levels inside`,
        found: "something else",
        explanation: `What ${asks.name} ${asks.verb} and what ${give} in ${fullName(wanted)} differ, more than ${finding.limit} levels inside ${placeInWords(fullName(wanted), finding.path.slice(0, 1))}.`,
      };
    case "too-large":
      return {
        kind: "too-large",
        expected: "types that can be compared",
        found: "more than is compared",
        explanation: `The types of ${fullName(wanted)} are too large to be compared to the end.`,
      };
  }
}

const forms = { static: "a static function", method: "a method" } as const;

function naming(ask: string, give: string, place: string, wanted: string, found: string): string {
  return `${ask} the name ${setApart(wanted)} for ${place}; ${give} the name ${setApart(found)}.`;
}

function missingKind(sort: Entity["sort"]): DifferenceKind {
  if (sort === "func") return "missing-function";
  return sort === "type" ? "missing-type" : "missing-member";
}

function missingInWords(entity: Entity, named: string, types: Describer, path: Finding["path"]): string {
  const last = path.at(-1);
  if (entity.sort === "func" && last !== undefined && "name" in last && shown(last.name) === named)
    return cut(types.func(last.name, entity.type));
  return named;
}

/** `with 2 parameters (a, b)` */
function parameters(params: readonly Field[]): string {
  if (params.length === 0) return "without parameters";
  return `with ${params.length} ${params.length === 1 ? "parameter" : "parameters"} (${list(params.map(({ name }) => name))})`;
}

function listInWords(length: number | undefined): string {
  return length === undefined ? "a list of any length" : `a list of exactly ${length}`;
}

function typeOrNothing(type: ValType | undefined, types: Describer): string {
  return type === undefined ? "nothing" : typeInWords(type, types);
}

/** `name: string` of a field, `name(string)` of a case. */
function partInWords(
  { part, type }: { readonly part: Part; readonly type: ValType | undefined },
  named: string,
  types: Describer,
): string {
  if (type === undefined) return named;
  const text = typeInWords(type, types);
  return part === "case" ? `${named}(${text})` : `${named}: ${text}`;
}

function typeInWords(type: DefType, types: Describer): string {
  if (isValType(type)) return cut(types.type(type));
  if (type.kind === "resource") return cut(types.type({ kind: "own", resource: type }));
  return type.kind === "func" ? cut(types.func("f", type)) : sortInWords[type.kind];
}

/** Two types that go by the same name are written out. */
function twoTypes(wanted: DefType, asks: Describer, found: DefType, has: Describer): readonly [string, string] {
  const one = typeInWords(wanted, asks);
  const other = typeInWords(found, has);
  return one === other ? [writtenOut(wanted, asks), writtenOut(found, has)] : [one, other];
}

function writtenOut(type: DefType, types: Describer): string {
  if (type.kind === "resource" || type.kind === "own") return `the resource ${typeInWords(type, types)}`;
  return isValType(type) ? cut(types.structure(type)) : typeInWords(type, types);
}

/** `fields of wasi:http/types@0.2.12` */
function resourceInWords(resource: DefType, types: Describer): string {
  const home = types.home(resource);
  return home === undefined ? typeInWords(resource, types) : `${shown(home.name)} of ${shown(home.interface)}`;
}

function cut(text: string): string {
  return text.length <= MAX_TYPE ? text : `${text.slice(0, MAX_TYPE - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** The version of an interface that is asked for, in a sentence. */
export function versionText(extern: Extern): string {
  return interfaceOf(extern)?.version?.text ?? `${fullName(extern)} without a version`;
}
