import type { CanonOptions, CoreSignature, FuncType, ValType } from "../../../component/index.ts";
import { partsOf } from "../../../component/index.ts";
import { flatTypes, MAX_FLAT_PARAMS, MAX_FLAT_RESULTS, UnusableType } from "../abi/layout.ts";
import { invalid, type Refusal } from "./refusal.ts";

/**
 * Core function types that canonical definitions have or ask for (CanonicalABI.md, "Flattening" and "`canonopt` Validation"). An
 * undefined one is not known, and nothing is said of it.
 */
type Known = CoreSignature | undefined;

/** How a component function crosses. */
interface Crossing {
  readonly lifted: CoreSignature;
  readonly lowered: CoreSignature;
  readonly postReturn: CoreSignature;
  /** Whether the parameters, or the result, go through memory because they are too many. */
  readonly paramsSpill: boolean;
  readonly resultSpills: boolean;
  /** Whether they have a part that lies in memory always. */
  readonly paramsPoint: boolean;
  readonly resultPoints: boolean;
}

const crossings = new WeakMap<FuncType, Crossing>();

const REALLOC: CoreSignature = "(i32 i32 i32 i32) -> (i32)";
const DESTRUCTOR: CoreSignature = "(i32) -> ()";

/** Of the built-ins that make a core function. */
const BUILT_INS: ReadonlyMap<string, CoreSignature> = new Map<string, CoreSignature>([
  ["resource-new", "(i32) -> (i32)"],
  ["resource-rep", "(i32) -> (i32)"],
  ["resource-drop", "(i32) -> ()"],
  ["context.get", "() -> (i32)"],
  ["context.set", "(i32) -> ()"],
  ["backpressure.inc", "() -> ()"],
  ["backpressure.dec", "() -> ()"],
]);

/** The type of the core function that a resource's or another built-in makes. */
export function builtInSignature(name: string): Known {
  return BUILT_INS.get(name);
}

/** Refuses a lift whose core functions have other types than the component function asks for, or that lacks options. */
export function inspectLift(type: FuncType, core: Known, options: CanonOptions, coreFuncs: readonly Known[]): void {
  const crossing = crossingOf(type);
  expect(core, crossing.lifted, "a core function that is lifted");
  inspectOptions(options, coreFuncs);
  if (options.postReturn !== undefined)
    expect(coreFuncs[options.postReturn], crossing.postReturn, "a post-return function");
  const needsRealloc = crossing.paramsSpill || crossing.paramsPoint;
  require(options, crossing.resultSpills || crossing.resultPoints || needsRealloc, needsRealloc, "lifted");
}

/** Refuses a lower that lacks options; gives the type of the core function that it makes. */
export function inspectLower(type: FuncType | undefined, options: CanonOptions, coreFuncs: readonly Known[]): Known {
  if (options.postReturn !== undefined) throw invalid("a function that is lowered has a post-return function");
  inspectOptions(options, coreFuncs);
  if (type === undefined) return undefined;
  const { lowered, paramsSpill, resultSpills, paramsPoint, resultPoints } = crossingOf(type);
  require(options, paramsSpill || resultSpills || paramsPoint || resultPoints, resultPoints, "lowered");
  return lowered;
}

/** Refuses a destructor that does not take a representation. */
export function inspectDestructor(core: Known): void {
  expect(core, DESTRUCTOR, "the destructor of a resource");
}

/** Refuses what is given for a function that a core module imports when it has another type. */
export function expect(found: Known, wanted: Known, what: string): void {
  if (found === undefined || wanted === undefined || found === wanted) return;
  throw invalid(`${what} has the type ${found}, where ${wanted} is needed`);
}

function inspectOptions({ memory, realloc }: CanonOptions, coreFuncs: readonly Known[]): void {
  if (realloc === undefined) return;
  if (memory === undefined) throw invalid("a function has the canonical option realloc, but not memory");
  expect(coreFuncs[realloc], REALLOC, "a realloc function");
}

function require({ memory, realloc }: CanonOptions, needsMemory: boolean, needsRealloc: boolean, how: string): void {
  if (needsMemory && memory === undefined) throw lacks(how, "memory");
  if (needsRealloc && realloc === undefined) throw lacks(how, "realloc");
}

function lacks(how: string, option: string): Refusal {
  return invalid(`a function that is ${how} needs the canonical option ${option} for its types, but does not have it`);
}

function crossingOf(type: FuncType): Crossing {
  const known = crossings.get(type);
  if (known !== undefined) return known;
  const made = cross(type);
  crossings.set(type, made);
  return made;
}

function cross({ params, result }: FuncType): Crossing {
  const types = params.map((param) => param.type);
  const flat = flattened(types);
  const flatResult = flattened(result === undefined ? [] : [result]);
  const paramsSpill = flat.length > MAX_FLAT_PARAMS;
  const resultSpills = flatResult.length > MAX_FLAT_RESULTS;
  const given = paramsSpill ? ["i32"] : flat;
  const returned = (resultSpills ? ["i32"] : flatResult).join(" ");
  return {
    lifted: `(${given.join(" ")}) -> (${returned})`,
    lowered: resultSpills ? `(${[...given, "i32"].join(" ")}) -> ()` : `(${given.join(" ")}) -> (${returned})`,
    postReturn: `(${returned}) -> ()`,
    paramsSpill,
    resultSpills,
    paramsPoint: types.some(pointsToMemory),
    resultPoints: pointsToMemory(result),
  };
}

function flattened(types: readonly ValType[]): readonly string[] {
  try {
    return flatTypes(types);
  } catch (error) {
    if (error instanceof UnusableType) throw invalid(error.message.replace(/\.$/, ""));
    throw error;
  }
}

const pointing = new WeakMap<ValType, boolean>();

/** Whether a value has a string or a list of any length in it. */
function pointsToMemory(type: ValType | undefined): boolean {
  if (type === undefined) return false;
  const known = pointing.get(type);
  if (known !== undefined) return known;
  const points =
    type.kind === "string" ||
    type.kind === "map" ||
    (type.kind === "list" && type.length === undefined) ||
    partsOf(type).some(pointsToMemory);
  pointing.set(type, points);
  return points;
}
