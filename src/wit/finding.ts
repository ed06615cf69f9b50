import type { DefType, Entity, Field, ValType } from "../component/index.ts";
import type { MemberName } from "./names.ts";

/** A step from the outside of a type inward. Tuple elements are counted from 1. */
export type Step =
  | {
      readonly at: "member" | "import" | "export" | "parameter" | "field" | "case" | "flag";
      readonly name: string;
    }
  | { readonly at: "tuple"; readonly position: number }
  | {
      readonly at: "result" | "ok" | "error" | "some" | "element" | "stream" | "future" | "key" | "value";
    };

/** What has parts with names: a function its parameters, a record its fields, a variant or an enum its cases, flags their flags. */
export type Part = "parameter" | "field" | "case" | "flag";

/** Why one type cannot stand for another: `wanted` is of the one who asks for it, `found` of the one who has it. */
export type Cause =
  /** Nothing of that name; the last step names it. `form`: what the resource has under the same name instead. */
  | {
      readonly kind: "missing";
      readonly wanted: Entity;
      readonly form: Exclude<MemberName["form"], "constructor"> | undefined;
    }
  | { readonly kind: "sort"; readonly wanted: Entity["sort"]; readonly found: Entity["sort"] }
  | { readonly kind: "async"; readonly wanted: boolean }
  | { readonly kind: "parameter-count"; readonly wanted: readonly Field[]; readonly found: readonly Field[] }
  /** One gives a result and the other does not. */
  | { readonly kind: "result-presence"; readonly wanted: ValType | undefined; readonly found: ValType | undefined }
  /** A case, `ok`, `error` or a stream carries something on one side only; the last step names it. */
  | { readonly kind: "payload"; readonly wanted: ValType | undefined; readonly found: ValType | undefined }
  | { readonly kind: "type"; readonly wanted: DefType; readonly found: DefType }
  /** Of a named part: the last step names it; `type` is what it carries. */
  | {
      readonly kind: "part-missing" | "part-extra";
      readonly part: Exclude<Part, "parameter">;
      readonly type: ValType | undefined;
    }
  /** Another name in the same place, which is counted from 1. */
  | { readonly kind: "part-name"; readonly part: Part; readonly position: number; readonly found: string }
  | {
      readonly kind: "part-order";
      readonly part: Part;
      readonly wanted: readonly string[];
      readonly found: readonly string[];
    }
  | { readonly kind: "tuple-size"; readonly wanted: number; readonly found: number }
  | { readonly kind: "list-length"; readonly wanted: number | undefined; readonly found: number | undefined }
  /** A resource stands where another one is wanted. */
  | { readonly kind: "resource"; readonly wanted: DefType; readonly found: DefType }
  /** A type that differs as was found before, under the name of another import or export. */
  | { readonly kind: "told"; readonly wanted: DefType; readonly under: string }
  /** Core modules, whose types are not read: nobody can tell. */
  | { readonly kind: "module" }
  /** They differ, but deeper inside than is looked. */
  | { readonly kind: "too-deep"; readonly limit: number }
  /** There is more to compare than is compared: nobody can tell. */
  | { readonly kind: "too-large" };

/** One reason, and where. `swapped`: inside the imports of a component type, where the one that was found is the one who asks. */
export type Finding = Cause & { readonly path: readonly Step[]; readonly swapped: boolean };

/** What was found of one import or export. */
export interface Findings {
  readonly list: readonly Finding[];
  /** How many more there are than are listed. */
  readonly more: number;
  /** How many of those only say that something is missing. */
  readonly moreMissing: number;
  /** `more` is not counted to the end. */
  readonly uncounted: boolean;
}

const MAX_LISTED = 200;
const MAX_COUNTED = 5000;

/** How many findings are listed of all imports and exports of a comparison together. */
export class Quota {
  left: number;
  /** Whether those beyond are counted; else the comparison of an import or export ends with the first one. */
  readonly counts: boolean;

  constructor(left: number, counts: boolean) {
    this.left = left;
    this.counts = counts;
  }
}

/** Thrown to end the comparison of an import or export early; never leaves this room. */
export class Enough extends Error {}

/** Gathers what is found of one import or export. */
export class Collector {
  /** The name of the import or export. */
  readonly name: string;
  readonly #quota: Quota;
  readonly #list: Finding[] = [];
  #path: Step[] = [];
  #count = 0;
  #moreMissing = 0;
  #swapped = false;
  #uncounted = false;

  constructor(name: string, quota: Quota) {
    this.name = name;
    this.#quota = quota;
  }

  /** Grows with everything that was found, also with what is not told again. */
  seen = 0;

  get depth(): number {
    return this.#path.length;
  }

  get findings(): Findings {
    return {
      list: this.#list,
      more: this.#count - this.#list.length,
      moreMissing: this.#moreMissing,
      uncounted: this.#uncounted,
    };
  }

  add(cause: Cause, ...steps: readonly Step[]): void {
    this.seen += 1;
    this.#count += 1;
    if (this.#list.length < MAX_LISTED && this.#quota.left > 0) {
      this.#quota.left -= 1;
      this.#list.push({ ...cause, path: [...this.#path, ...steps], swapped: this.#swapped });
      return;
    }
    if (cause.kind === "missing" && !this.#swapped) this.#moreMissing += 1;
    if (this.#quota.counts && this.#count < MAX_COUNTED) return;
    this.#uncounted = true;
    throw new Enough();
  }

  /** Tells that the comparison ends here, undone. */
  abandon(): void {
    this.#path = [];
    this.#list.push({ kind: "too-large", path: [], swapped: false });
    this.#count += 1;
  }

  /** Does something one step further in. */
  inside(step: Step, work: () => void): void {
    this.#path.push(step);
    work();
    this.#path.pop();
  }

  swapped(work: () => void): void {
    this.#swapped = !this.#swapped;
    work();
    this.#swapped = !this.#swapped;
  }
}
