import type { DefType, Entity, FuncType, InstanceType, ResourceType, ValType } from "../component/index.ts";
import { isValType, partsOf } from "../component/index.ts";
import { Enough } from "./finding.ts";

/**
 * How much is looked at in one comparison: types, their parts, and the letters of their names in thirty-twos. WASI's largest
 * world takes some thousands; the bound keeps a hostile component from holding up the page, which compares with every world.
 */
const MAX_WORK = 200_000;

/** How deep instances are followed into each other, and how deep differences are looked for. */
export const MAX_DEPTH = 200;

/** What is left to do, and the numbers that stand for types: equal numbers, equal types. */
export class Workbook {
  #work: number;
  #next = 0;
  readonly #numbers = new Map<string, number>();

  constructor(work = MAX_WORK) {
    this.#work = work;
  }

  /** Ends the comparison when there is too much to look at. */
  spend(work: number): void {
    this.#work -= work;
    if (this.#work < 0) throw new Enough();
  }

  get exhausted(): boolean {
    return this.#work < 0;
  }

  fresh(): number {
    this.#next += 1;
    return this.#next;
  }

  numberOf(key: string): number {
    this.spend(1 + (key.length >> 5));
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.fresh();
    this.#numbers.set(key, number);
    return number;
  }
}

/**
 * One of the two sides of a comparison: what its resources stand for, and numbers for its types. Numbers are comparable
 * between the sides. All resources must be known before the first type is numbered.
 */
export class Side {
  readonly #book: Workbook;
  readonly #outer: Side | undefined;
  readonly #resources = new Map<ResourceType, number>();
  readonly #numbers = new Map<ValType | FuncType, number>();
  readonly #introduced = new Set<InstanceType>();
  /** Numbers of resources that nothing is known of, since what defines them is missing; shared by both sides. */
  readonly unknown: Set<number>;

  constructor(book: Workbook, unknown: Set<number>, outer?: Side) {
    this.#book = book;
    this.unknown = unknown;
    this.#outer = outer;
  }

  /** The side inside a nested component type, whose resources are its own. */
  nested(): Side {
    return new Side(this.#book, this.unknown, this);
  }

  known(resource: ResourceType): number | undefined {
    return this.#resources.get(resource) ?? this.#outer?.known(resource);
  }

  resource(resource: ResourceType): number {
    return this.known(resource) ?? this.bind(resource, this.#book.fresh());
  }

  bind(resource: ResourceType, number: number): number {
    this.#resources.set(resource, number);
    return number;
  }

  /** Makes the resources of an import or export known that are not yet, as `unknown` ones or as themselves. */
  introduce(entity: Entity, unknown: boolean, depth = 0): void {
    this.#book.spend(1);
    if (entity.sort === "type" && entity.type.kind === "resource") {
      if (this.known(entity.type) !== undefined) return;
      const number = this.resource(entity.type);
      if (unknown) this.unknown.add(number);
    } else if (entity.sort === "instance" && depth < MAX_DEPTH && !this.#introduced.has(entity.type)) {
      this.#introduced.add(entity.type);
      for (const inner of entity.type.exports.values()) this.introduce(inner, unknown, depth + 1);
    }
  }

  /** The number that stands for a type: the same for every type that is equal to it. Takes types of any depth. */
  number(type: ValType | FuncType): number {
    const waiting = [type];
    for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
      if (this.#numbers.has(top)) {
        waiting.pop();
        continue;
      }
      const before = waiting.length;
      const parts = partsOf(top);
      for (const part of parts) if (part !== undefined && !this.#numbers.has(part)) waiting.push(part);
      if (waiting.length > before) continue;
      this.#book.spend(1 + parts.length);
      this.#numbers.set(top, this.#book.numberOf(this.#key(top)));
      waiting.pop();
    }
    return this.#at(type);
  }

  #at(type: ValType | FuncType | undefined): number {
    return type === undefined ? 0 : (this.#numbers.get(type) ?? 0);
  }

  #key(type: ValType | FuncType): string {
    const named = (parts: readonly { readonly name: string; readonly type: ValType | undefined }[]): string =>
      JSON.stringify(parts.map((part) => [part.name, this.#at(part.type)]));
    switch (type.kind) {
      case "func":
        return `func ${type.async} ${named(type.params)} ${this.#at(type.result)}`;
      case "record":
        return `record ${named(type.fields)}`;
      case "variant":
        return `variant ${named(type.cases)}`;
      case "enum":
      case "flags":
        return `${type.kind} ${JSON.stringify(type.labels)}`;
      case "own":
      case "borrow":
        return `${type.kind} ${this.resource(type.resource)}`;
      case "list":
        return `list ${type.length} ${this.#at(type.element)}`;
      default:
        return `${type.kind} ${partsOf(type)
          .map((part) => this.#at(part))
          .join()}`;
    }
  }
}

/** What can be numbered. */
export function isNumbered(type: DefType): type is ValType | FuncType {
  return type.kind === "func" || isValType(type);
}

/** A set of pairs of objects. */
export class Pairs<T> {
  readonly #pairs = new Map<object, Map<object, T>>();

  get(one: object, other: object): T | undefined {
    return this.#pairs.get(one)?.get(other);
  }

  set(one: object, other: object, value: T): void {
    const known = this.#pairs.get(one);
    if (known === undefined) this.#pairs.set(one, new Map([[other, value]]));
    else known.set(other, value);
  }
}
