import type { DefType, Entity } from "../../../component/index.ts";
import { isValType, partsOf } from "../../../component/index.ts";
import { invalid, tooMuch, unsupported } from "./refusal.ts";

/**
 * How deep components and the types in them may be nested, together. A definition is posted to the guest's worker, and structured
 * clone recurses over it on the browser's stack: half a megabyte of it ends after some 200 levels.
 */
const MAX_TYPE_DEPTH = 100;
/** How many parts one value or function type may have when every use of a type inside it counts, items of fixed-length lists too. */
const MAX_VALUE_SIZE = 100_000;
/** The same for instances and components. */
const MAX_TYPE_SIZE = 1_000_000;
/** The parts of all value types together: what flattening all of them can take. */
const MAX_ALL_SIZES = 5_000_000;

/** More labels do not fit the integer that flags are (CanonicalABI.md, "Flattening"). */
const MAX_FLAGS = 32;

interface Measure {
  /** How many levels of types there are in it. */
  readonly height: number;
  readonly size: number;
  /** Of value and function types, and resources: whether there is a borrow in it, and whether a resource. */
  readonly borrows: boolean;
  readonly resources: boolean;
}

/** Looks at types, each once: refuses what this engine does not know and what is too deep or too large to walk as a tree. */
export class TypeInspector {
  readonly #known = new Map<DefType, Measure>();
  #sizes = 0;

  /** `depth`: how many components are around it. */
  entity(entity: Entity, depth: number): void {
    if (entity.sort === "value") throw unsupported("values", "values that are imported, exported or defined");
    if (entity.sort !== "module") this.type(entity.type, depth);
  }

  type(type: DefType, depth: number): void {
    this.#measure(type, depth + 1);
  }

  /** Whether a type that was looked at refers to a resource that it does not bring itself. */
  refersToResource(type: DefType): boolean {
    return this.#known.get(type)?.resources === true;
  }

  #measure(type: DefType, depth: number): Measure {
    const known = this.#known.get(type);
    if (depth + (known === undefined ? 0 : known.height - 1) > MAX_TYPE_DEPTH)
      throw tooMuch(`its components and types are nested more than ${MAX_TYPE_DEPTH} deep`);
    if (known !== undefined) return known;
    refuseUnknown(type);
    let height = 0;
    let size = 1;
    let borrows = type.kind === "borrow";
    let resources = type.kind === "resource";
    const binds = type.kind === "instance" || type.kind === "component";
    const times = type.kind === "list" ? (type.length ?? 1) : 1;
    for (const part of insideOf(type)) {
      const measure = this.#measure(part, depth + 1);
      height = Math.max(height, measure.height);
      size += measure.size * times;
      borrows ||= measure.borrows && !binds;
      resources ||= measure.resources && !binds;
    }
    if (type.kind === "func" && type.result !== undefined && this.#known.get(type.result)?.borrows === true)
      throw invalid("a function's result has a borrowed resource in it");
    const measure = { height: height + 1, size, borrows, resources };
    this.#bound(type, size);
    this.#known.set(type, measure);
    return measure;
  }

  #bound(type: DefType, size: number): void {
    const ofValue = isValType(type) || type.kind === "func";
    if (ofValue) this.#sizes += size;
    if (size > (ofValue ? MAX_VALUE_SIZE : MAX_TYPE_SIZE) || this.#sizes > MAX_ALL_SIZES)
      throw tooMuch("its types have millions of parts, or one of them has 100,000");
  }
}

function refuseUnknown(type: DefType): void {
  switch (type.kind) {
    case "func":
      if (type.async) throw unsupported("async", "async functions");
      return;
    case "stream":
      throw unsupported("streams", "streams");
    case "future":
      throw unsupported("futures", "futures");
    case "error-context":
      throw unsupported("error-context", "the type error-context");
    case "flags":
      if (type.labels.length > MAX_FLAGS) throw tooMuch(`it has flags of more than ${MAX_FLAGS} labels`);
      return;
    default:
  }
}

function* insideOf(type: DefType): Generator<DefType> {
  switch (type.kind) {
    case "resource":
      return;
    case "own":
    case "borrow":
      yield type.resource;
      return;
    case "instance":
      yield* entities(type.exports);
      return;
    case "component":
      yield* entities(type.imports);
      yield* entities(type.exports);
      return;
    default:
      for (const part of partsOf(type)) if (part !== undefined) yield part;
  }
}

function* entities(named: ReadonlyMap<string, Entity>): Generator<DefType> {
  for (const entity of named.values()) {
    if (entity.sort === "value") throw unsupported("values", "values that are imported, exported or defined");
    if (entity.sort !== "module") yield entity.type;
  }
}
