import type { ValType } from "../../component/index.ts";
import type { Result } from "../../result.ts";
import { err, ok } from "../../result.ts";
import type { HandleMaker } from "./shape.ts";
import { MAX_DEPTH, labelsOf, listOf, noneOf } from "./shape.ts";

const FROM_A_CALL = "a resource cannot be made from nothing: it comes from a call";
/** A type of few words may stand for a value of very many parts. */
const MAX_PARTS = 100_000;

/**
 * The simplest value of a type, in jco's JavaScript mapping: `0`, `""`, an empty list, `none`, `ok`, the first case.
 * Where a result or a variant cannot be made that way, the next case is taken. An own resource is what `handles` makes of it. The
 * error tells, in words for people, what cannot be made.
 */
export function zeroValue(type: ValType, handles?: HandleMaker): Result<unknown, string> {
  return new Maker(handles).value(type, 0);
}

class Maker {
  readonly #handles: HandleMaker | undefined;
  #left = MAX_PARTS;

  constructor(handles: HandleMaker | undefined) {
    this.#handles = handles;
  }

  value(type: ValType, depth: number): Result<unknown, string> {
    this.#left -= 1;
    if (this.#left < 0) return err(`the simplest value of this type has more than ${MAX_PARTS} parts`);
    if (depth > MAX_DEPTH) return err(`values of this type lie in each other more than ${MAX_DEPTH} deep`);
    switch (type.kind) {
      case "bool":
        return ok(false);
      case "u64":
      case "s64":
        return ok(0n);
      case "char":
        return ok(" ");
      case "string":
        return ok("");
      case "enum":
        return type.labels[0] === undefined ? err("an enum without cases has no value") : ok(type.labels[0]);
      case "flags":
        return ok(Object.fromEntries(labelsOf(type).keys.map((key) => [key, false])));
      case "option":
        return ok(noneOf(type));
      case "map":
        return ok(new Map());
      case "list":
        return this.#list(type.element, type.length ?? 0, depth);
      case "tuple":
        return this.#all(type.elements, depth);
      case "record": {
        const parts = this.#all(
          type.fields.map((field) => field.type),
          depth,
        );
        if (!parts.ok) return parts;
        const { keys } = labelsOf(type);
        return ok(Object.fromEntries(keys.map((key, position) => [key, parts.value[position]])));
      }
      case "variant":
        return this.#first(
          type.cases.map((item) => [item.name, item.type]),
          depth,
        );
      case "result":
        return this.#first(
          [
            ["ok", type.ok],
            ["err", type.error],
          ],
          depth,
        );
      case "own":
        return this.#handles?.(type.resource, undefined) ?? err(FROM_A_CALL);
      case "borrow":
        return err(FROM_A_CALL);
      case "stream":
      case "future":
      case "error-context":
        return err(`a value of type ${type.kind} cannot be made from nothing`);
      default:
        return ok(0);
    }
  }

  #list(element: ValType, length: number, depth: number): Result<unknown, string> {
    const values: unknown[] = [];
    for (let at = 0; at < length; at += 1) {
      const value = this.value(element, depth + 1);
      if (!value.ok) return value;
      values.push(value.value);
    }
    return ok(listOf(element, values));
  }

  #all(types: readonly ValType[], depth: number): Result<readonly unknown[], string> {
    const values: unknown[] = [];
    for (const type of types) {
      const value = this.value(type, depth + 1);
      if (!value.ok) return value;
      values.push(value.value);
    }
    return ok(values);
  }

  #first(cases: readonly (readonly [string, ValType | undefined])[], depth: number): Result<unknown, string> {
    let reason: Result<unknown, string> = err("a variant without cases has no value");
    for (const [position, [tag, type]] of cases.entries()) {
      if (type === undefined) return ok({ tag });
      const val = this.value(type, depth + 1);
      if (val.ok) return ok({ tag, val: val.value });
      if (position === 0) reason = val;
    }
    return reason;
  }
}
