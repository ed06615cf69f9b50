import type { DefType, FuncType, ResourceType, ValType } from "../component/index.ts";
import type { Collector, Part, Step } from "./finding.ts";
import type { Pairs, Side, Workbook } from "./side.ts";
import { MAX_DEPTH } from "./side.ts";

/** Where two types are compared. */
export interface Place {
  readonly wanted: Side;
  readonly found: Side;
  readonly collector: Collector;
  readonly book: Workbook;
  /** Pairs of named types that differ, with the import or export under which that was told last. */
  readonly told: Pairs<string>;
  /** Pairs between which there is nothing to tell. */
  readonly fine: Pairs<true>;
}

type Named = { readonly name: string; readonly type: ValType | undefined };

/** Whether it was told before that two types differ: in this import or export, or, then it is said so, in another. */
export function wasTold(place: Place, wanted: DefType, found: DefType): boolean {
  const { told, collector } = place;
  const under = told.get(wanted, found);
  if (under === undefined) return false;
  if (under === collector.name) collector.seen += 1;
  else {
    collector.add({ kind: "told", wanted, under });
    told.set(wanted, found, collector.name);
  }
  return true;
}

/** Resources are the same if they stand for the same, or if nobody knows for what. */
export function compareResources(place: Place, wanted: ResourceType, found: ResourceType): void {
  const one = place.wanted.resource(wanted);
  const other = place.found.resource(found);
  if (one === other || place.wanted.unknown.has(one) || place.wanted.unknown.has(other)) return;
  if (wasTold(place, wanted, found)) return;
  place.collector.add({ kind: "resource", wanted, found });
  place.told.set(wanted, found, place.collector.name);
}

/** Functions: async, the number and names of parameters, every type, the result. */
export function compareFuncs(place: Place, wanted: FuncType, found: FuncType): void {
  const { collector } = place;
  if (place.wanted.number(wanted) === place.found.number(found)) return;
  // Equal ones are known by their numbers; others are looked at again wherever they stand.
  place.book.spend(wanted.params.length + found.params.length);
  if (wanted.async !== found.async) collector.add({ kind: "async", wanted: wanted.async });
  const sized = wanted.params.length === found.params.length;
  const moved = sized && reordered(wanted.params, found.params);
  if (!sized) collector.add({ kind: "parameter-count", wanted: wanted.params, found: found.params });
  if (moved)
    collector.add({
      kind: "part-order",
      part: "parameter",
      wanted: namesOf(wanted.params),
      found: namesOf(found.params),
    });
  const has = new Map(found.params.map((param) => [param.name, param]));
  for (const [index, { name, type }] of wanted.params.entries()) {
    // Where places do not tell which parameter is meant, names do.
    const other = sized && !moved ? found.params[index] : has.get(name);
    if (other === undefined) continue;
    if (name !== other.name)
      collector.add(
        { kind: "part-name", part: "parameter", position: index + 1, found: other.name },
        { at: "parameter", name },
      );
    collector.inside({ at: "parameter", name }, () => compareValues(place, type, other.type));
  }
  if (wanted.result === undefined || found.result === undefined) {
    if (wanted.result !== found.result)
      collector.add({ kind: "result-presence", wanted: wanted.result, found: found.result }, { at: "result" });
    return;
  }
  const { result } = wanted;
  const other = found.result;
  collector.inside({ at: "result" }, () => compareValues(place, result, other));
}

/** Value types must be equal; every difference is told that can be told apart. */
export function compareValues(place: Place, wanted: ValType, found: ValType): void {
  const { collector, fine } = place;
  if (place.wanted.number(wanted) === place.found.number(found) || fine.get(wanted, found)) return;
  if (wasTold(place, wanted, found)) return;
  if (collector.depth >= MAX_DEPTH) {
    collector.add({ kind: "too-deep", limit: MAX_DEPTH });
    return;
  }
  place.book.spend(1);
  const before = collector.seen;
  if (!compareParts(place, wanted, found)) collector.add({ kind: "type", wanted, found });
  if (collector.seen === before) fine.set(wanted, found, true);
}

/** Gives `false` for types that have nothing to do with each other. */
function compareParts(place: Place, wanted: ValType, found: ValType): boolean {
  const { collector } = place;
  const inside = (step: Step, one: ValType, other: ValType): void =>
    collector.inside(step, () => compareValues(place, one, other));
  const payload = (step: Step, one: ValType | undefined, other: ValType | undefined): void => {
    if (one !== undefined && other !== undefined) inside(step, one, other);
    else if (one !== other) collector.add({ kind: "payload", wanted: one, found: other }, step);
  };
  switch (wanted.kind) {
    case "record":
      if (found.kind !== "record") return false;
      compareNamed(place, "field", wanted.fields, found.fields, payload);
      return true;
    case "variant":
      if (found.kind !== "variant") return false;
      compareNamed(place, "case", wanted.cases, found.cases, payload);
      return true;
    case "enum":
    case "flags":
      if (found.kind !== wanted.kind) return false;
      compareNamed(
        place,
        wanted.kind === "enum" ? "case" : "flag",
        labelled(wanted.labels),
        labelled(found.labels),
        payload,
      );
      return true;
    case "tuple":
      if (found.kind !== "tuple") return false;
      place.book.spend(wanted.elements.length);
      if (wanted.elements.length !== found.elements.length) {
        collector.add({ kind: "tuple-size", wanted: wanted.elements.length, found: found.elements.length });
      }
      for (const [index, element] of wanted.elements.entries()) {
        const other = found.elements[index];
        if (other !== undefined) inside({ at: "tuple", position: index + 1 }, element, other);
      }
      return true;
    case "list":
      if (found.kind !== "list") return false;
      if (wanted.length !== found.length)
        collector.add({ kind: "list-length", wanted: wanted.length, found: found.length });
      inside({ at: "element" }, wanted.element, found.element);
      return true;
    case "option":
      if (found.kind !== "option") return false;
      inside({ at: "some" }, wanted.some, found.some);
      return true;
    case "result":
      if (found.kind !== "result") return false;
      payload({ at: "ok" }, wanted.ok, found.ok);
      payload({ at: "error" }, wanted.error, found.error);
      return true;
    case "stream":
    case "future":
      if (found.kind !== wanted.kind) return false;
      payload({ at: wanted.kind }, wanted.element, found.element);
      return true;
    case "map":
      if (found.kind !== "map") return false;
      inside({ at: "key" }, wanted.key, found.key);
      inside({ at: "value" }, wanted.value, found.value);
      return true;
    case "own":
    case "borrow":
      if (found.kind !== wanted.kind) return false;
      compareResources(place, wanted.resource, found.resource);
      return true;
    default:
      return found.kind === wanted.kind;
  }
}

/** What has named parts: those that only one side has, those that only changed their names, their order, and what they carry. */
function compareNamed(
  place: Place,
  part: Exclude<Part, "parameter">,
  wanted: readonly Named[],
  found: readonly Named[],
  payload: (step: Step, one: ValType | undefined, other: ValType | undefined) => void,
): void {
  const { collector } = place;
  place.book.spend(wanted.length + found.length);
  const has = byName(found);
  const asked = byName(wanted);
  const number = (side: Side, type: ValType | undefined): number => (type === undefined ? 0 : side.number(type));
  // A part that stands in the place of one that is missing, and carries the same, has got another name.
  const renamed = new Set<string>();
  for (const [index, item] of wanted.entries()) {
    const other = found[index];
    if (other === undefined || wanted.length !== found.length || has.has(item.name)) continue;
    if (asked.has(other.name) || number(place.wanted, item.type) !== number(place.found, other.type)) continue;
    renamed.add(other.name);
    collector.add({ kind: "part-name", part, position: index + 1, found: other.name }, { at: part, name: item.name });
  }
  for (const [index, item] of wanted.entries()) {
    const other = has.get(item.name);
    const step: Step = { at: part, name: item.name };
    if (other !== undefined) payload(step, item.type, other.type);
    else if (!renamed.has(found[index]?.name ?? item.name))
      collector.add({ kind: "part-missing", part, type: item.type }, step);
  }
  for (const item of found) {
    if (asked.has(item.name) || renamed.has(item.name)) continue;
    collector.add({ kind: "part-extra", part, type: item.type }, { at: part, name: item.name });
  }
  const common = namesOf(wanted.filter(({ name }) => has.has(name)));
  const order = namesOf(found.filter(({ name }) => asked.has(name)));
  if (common.length !== order.length || common.some((name, index) => name !== order[index])) {
    collector.add({
      kind: "part-order",
      part,
      wanted: namesOf(wanted),
      found: namesOf(found),
    });
  }
}

function byName(parts: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(parts.map((item) => [item.name, item]));
}

function labelled(labels: readonly string[]): readonly Named[] {
  return labels.map((name) => ({ name, type: undefined }));
}

function namesOf(parts: readonly Named[]): readonly string[] {
  return parts.map(({ name }) => name);
}

/** Whether the same names stand in another order. */
function reordered(one: readonly Named[], other: readonly Named[]): boolean {
  const asked = byName(one);
  const has = byName(other);
  return (
    one.every(({ name }) => has.has(name)) &&
    other.every(({ name }) => asked.has(name)) &&
    one.some(({ name }, index) => name !== other[index]?.name)
  );
}
