import type { ComponentType, FuncType, ResourceType, ValType } from "../component/index.ts";
import type { Result } from "../result.ts";
import { err, ok } from "../result.ts";
import type { HandleMaker } from "./wave/index.ts";
import { parseWave, zeroValue } from "./wave/index.ts";
import { MAX_DEPTH, noneOf } from "./wave/shape.ts";

/** How a mocked function answers, as a person writes it; one of the ways at most, and without any the simplest value. */
interface Rule {
  /** WAVE texts of the result, one for each call in turn. */
  readonly returns?: readonly string[];
  readonly after?: "last" | "again" | "trap";
  /** WAVE text of the error case of a `result`. */
  readonly error?: string;
  /** The name of an argument. */
  readonly echo?: string;
  readonly trap?: string;
}

/** What one call gets: a value of the result's type as it stands inside other values, or why it traps (a part of a sentence). */
export type Answered =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "trap"; readonly why: string };

/** Answers a call with these arguments, of which there were `turn` before it. */
export type Answer = (args: readonly unknown[], turn: number) => Answered;

/** Where a resource is defined: the interface as it is imported, and the resource's name there. */
export interface ResourceHome {
  readonly interface: string;
  readonly name: string;
}

/** The resources of the imported interfaces that `plays` names. The first import that names a resource defines it. */
export function importedResources(
  types: ComponentType,
  plays: (interfaceName: string) => boolean,
): ReadonlyMap<ResourceType, ResourceHome> {
  const homes = new Map<ResourceType, ResourceHome>();
  for (const [owner, entity] of types.imports) {
    if (entity.sort !== "instance") continue;
    for (const [name, item] of entity.type.exports)
      if (item.sort === "type" && item.type.kind === "resource" && !homes.has(item.type))
        homes.set(item.type, { interface: owner, name });
  }
  return new Map([...homes].filter(([, home]) => plays(home.interface)));
}

/**
 * Makes live handles of known resources. A text names a resource as its own interface does. `make` is called once for each handle.
 */
export function handleMaker(
  homes: ReadonlyMap<ResourceType, ResourceHome>,
  make: (resource: ResourceType) => unknown,
): HandleMaker {
  return (resource, label) => {
    const home = homes.get(resource);
    if (home === undefined) return err("a mock cannot make a resource of another interface that is not mocked");
    if (label !== undefined && label !== home.name)
      return err(`a live handle is written as the name of its resource, which is ${home.name}`);
    return ok(make(resource));
  };
}

/**
 * What is wrong with a rule for a function of this type, in words for people; `undefined` when nothing is. Without `homes` every
 * resource counts as one that can be made.
 */
export function checkFunctionRule(
  rule: Rule,
  type: FuncType,
  homes?: ReadonlyMap<ResourceType, ResourceHome>,
): string | undefined {
  const nothing = (): undefined => undefined;
  const handles: HandleMaker = homes === undefined ? () => ok(undefined) : handleMaker(homes, nothing);
  const answer = answerOf(rule, type, handles);
  return answer.ok ? undefined : answer.error;
}

/** Reads a rule. The parameters of `type` are the arguments of each call, one for one. The error is the same as of `checkFunctionRule`. */
export function answerOf(rule: Rule, type: FuncType, handles: HandleMaker): Result<Answer, string> {
  const { returns, error, echo, trap } = rule;
  if (trap !== undefined) {
    const why = trap === "" ? "and its mock traps" : `and its mock traps: ${trap}`;
    return ok(() => ({ kind: "trap", why }));
  }
  if (echo !== undefined) return echoed(echo, type);
  if (error !== undefined) return failed(error, type, handles);
  if (returns !== undefined) return inTurn(returns, rule.after ?? "last", type, handles);
  return ok(simplest(type, handles));
}

function simplest({ result }: FuncType, handles: HandleMaker): Answer {
  if (result === undefined) return () => value(undefined);
  const make = keeping((maker) => zeroValue(result, maker), handles);
  return () => {
    const made = make();
    if (made.ok) return value(made.value);
    return {
      kind: "trap",
      why: `and its mock has no simplest value to give (${made.error}). Give the function a rule in the mock`,
    };
  };
}

function inTurn(
  texts: readonly string[],
  after: "last" | "again" | "trap",
  { result }: FuncType,
  handles: HandleMaker,
): Result<Answer, string> {
  const { length } = texts;
  if (length === 0) return err("returns: there is no text; write one, or leave it out for the simplest value");
  const makers: (() => Result<unknown, unknown>)[] = [];
  for (const [at, text] of texts.entries()) {
    const maker = written(text, result, handles);
    if (!maker.ok) return err(`returns: text ${at + 1} is wrong${maker.error}`);
    makers.push(maker.value);
  }
  return ok((_, turn) => {
    if (turn >= length && after === "trap") {
      const times = length === 1 ? "once" : `${length} times`;
      return {
        kind: "trap",
        why: `and its mock answers ${times} only. Add a value, or choose what comes after the last`,
      };
    }
    const made = makers[after === "again" ? turn % length : Math.min(turn, length - 1)]?.();
    // A text that was read once is read again.
    return value(made?.ok === true ? made.value : undefined);
  });
}

function failed(text: string, { result }: FuncType, handles: HandleMaker): Result<Answer, string> {
  if (result?.kind !== "result") return err("error: the function gives no result type, so it has no error case");
  const maker = written(text, result.error, handles);
  if (!maker.ok) return err(`error: the text is wrong${maker.error}`);
  const make = maker.value;
  return ok(() => {
    const made = make();
    const val = made.ok ? made.value : undefined;
    return value(result.error === undefined ? { tag: "err" } : { tag: "err", val });
  });
}

function echoed(name: string, { params, result }: FuncType): Result<Answer, string> {
  const at = params.findIndex((param) => param.name === name);
  const param = params[at];
  if (param === undefined) {
    const names = params.map((one) => one.name).join(", ");
    return err(`echo: there is no argument “${name}”; there ${names === "" ? "are none" : `are ${names}`}`);
  }
  if (result === undefined) return err("echo: the function gives nothing");
  const wrap = wrapping(param.type, result, 0);
  if (wrap === undefined) return err(`echo: the argument “${name}” has another type than what the function gives`);
  return ok((args) => value(wrap(args[at])));
}

/** How a value of one type becomes one of another: as it is, or inside `some` and `ok`. */
function wrapping(from: ValType, to: ValType, depth: number): ((value: unknown) => unknown) | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (same(from, to, new Map(), 0)) return (given) => given;
  if (to.kind === "option") {
    const inner = wrapping(from, to.some, depth + 1);
    if (inner === undefined || noneOf(to) === undefined) return inner;
    return (given) => ({ tag: "some", val: inner(given) });
  }
  if (to.kind !== "result" || to.ok === undefined) return undefined;
  const inner = wrapping(from, to.ok, depth + 1);
  return inner && ((given) => ({ tag: "ok", val: inner(given) }));
}

/** Whether two types are equal part by part. A resource is equal to itself only. */
function same(one: unknown, other: unknown, before: Map<object, Set<object>>, depth: number): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  // Each kind of type and list of parts lies at most two levels below the one that it is in.
  if (isResource(one) || isResource(other) || depth > 3 * MAX_DEPTH) return false;
  // Types are shared: a pair that was begun is not walked again, and one difference anywhere ends it all.
  const met = before.get(one);
  if (met?.has(other) === true) return true;
  if (met === undefined) before.set(one, new Set([other]));
  else met.add(other);
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const key of keys) if (!same(Reflect.get(one, key), Reflect.get(other, key), before, depth + 1)) return false;
  return true;
}

function isResource(part: object): boolean {
  return "kind" in part && part.kind === "resource";
}

/** A text that is right, to be read for each call. The error follows “is wrong”. */
function written(
  text: string,
  type: ValType | undefined,
  handles: HandleMaker,
): Result<() => Result<unknown, unknown>, string> {
  if (type === undefined)
    return text.trim() === "" ? ok(() => ok(undefined)) : err(": there is no value here, so the text stays empty");
  const make = keeping((maker) => parseWave(text, type, maker), handles);
  const first = make();
  return first.ok ? ok(make) : err(` at character ${first.error.column}: ${first.error.message}`);
}

/** Makes a value anew each time if there are live handles in it; any other is made once. */
function keeping<E>(
  make: (handles: HandleMaker) => Result<unknown, E>,
  handles: HandleMaker,
): () => Result<unknown, E> {
  let kept: Result<unknown, E> | undefined;
  return () => {
    if (kept !== undefined) return kept;
    let live = false;
    const made = make((resource, label) => {
      live = true;
      return handles(resource, label);
    });
    if (!live) kept = made;
    return made;
  };
}

function value(given: unknown): Answered {
  return { kind: "value", value: given };
}
