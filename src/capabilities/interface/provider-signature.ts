import type { FuncType, ResourceType, ValType } from "../../component/index.ts";

/** A function that is ready: answers a call as jco's mapping wants it, with `self` where it is a method. */
export type Ready = (args: readonly unknown[], self: unknown) => unknown;

/** Ready functions by interface without version and by function; `false` for a type that is not known. */
export type ReadySet = Readonly<Record<string, Readonly<Record<string, (signature: Signature) => Ready | false>>>>;

/** Types that stand in many signatures. */
export const errors = { store: "no-such-store|access-denied|other(string)" } as const;

/** More parts than any signature that is known here has. */
const MAX_PARTS = 100;

/**
 * A function's type in short words, to tell the versions of an interface apart: `(borrow,string)->result<option<list<u8>>,a|b(string)>`.
 * Resources, and names of parameters, are left out.
 */
export class Signature {
  readonly #text: string;
  /** The resource that the result owns: the first, in the type's order. */
  readonly given: ResourceType | undefined;

  constructor({ params, result }: FuncType) {
    const writer = new Writer();
    const taken = params.map(({ type }) => writer.text(type)).join();
    writer.owned = undefined;
    this.#text = `(${taken})->${writer.text(result)}`;
    this.given = writer.owned;
  }

  is(text: string): boolean {
    return this.#text === text;
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text);
  }
}

class Writer {
  owned: ResourceType | undefined;
  #left = MAX_PARTS;

  text(type: ValType | undefined): string {
    if (type === undefined) return "_";
    this.#left -= 1;
    if (this.#left < 0) return "…";
    switch (type.kind) {
      case "own":
        this.owned ??= type.resource;
        return "own";
      case "list":
        return `list<${this.text(type.element)}${type.length === undefined ? "" : `,${type.length}`}>`;
      case "option":
        return `option<${this.text(type.some)}>`;
      case "tuple":
        return `tuple<${this.#all(type.elements)}>`;
      case "result":
        return `result<${this.text(type.ok)},${this.text(type.error)}>`;
      case "record": {
        const fields = type.fields.slice(0, MAX_PARTS);
        return `{${fields.map((field) => `${field.name}:${this.text(field.type)}`).join()}}`;
      }
      case "variant": {
        const cases = type.cases.slice(0, MAX_PARTS);
        return cases.map(({ name, type: of }) => (of === undefined ? name : `${name}(${this.text(of)})`)).join("|");
      }
      default:
        return type.kind;
    }
  }

  #all(types: readonly ValType[]): string {
    return types
      .slice(0, MAX_PARTS)
      .map((type) => this.text(type))
      .join();
  }
}
