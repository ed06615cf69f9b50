import type { ComponentType, DefType, Entity, InstanceType } from "../component/index.ts";
import { isValType } from "../component/index.ts";
import type { Findings, Step } from "./finding.ts";
import { Collector, Enough, Quota } from "./finding.ts";
import { otherForm } from "./names.ts";
import { isNumbered, MAX_DEPTH, Pairs, Side, Workbook } from "./side.ts";
import type { Place } from "./value-walk.ts";
import { compareFuncs, compareResources, compareValues, wasTold } from "./value-walk.ts";

export type { Finding, Findings, Part, Step } from "./finding.ts";
export { Quota } from "./finding.ts";
export { Workbook } from "./side.ts";

/** Two entities that stand for each other. */
export interface Match {
  /** Of the one who asks for it. */
  readonly wanted: Entity;
  /** Of the one who has it. */
  readonly found: Entity;
}

/** What of a component type's names stands for what of another's. */
export interface Matches {
  /** The subtype's imports, with what the supertype's imports give. */
  readonly imports: readonly Match[];
  /** The supertype's exports, with what the subtype's exports give. */
  readonly exports: readonly Match[];
}

/** What a comparison may take, also together with others. */
export interface Limits {
  readonly book: Workbook;
  readonly quota: Quota;
}

/** The sides of a comparison as seen from one who asks and one who has. */
interface Roles {
  readonly wanted: Side;
  readonly found: Side;
  /** Every resource stands for itself on both sides, so that what is the same object is the same type. */
  readonly straight: boolean;
  readonly fine: Pairs<true>;
}

/**
 * Whether one component type is a subtype of another (Explainer.md, "Type Checking"), import by import and export by
 * export, with every reason why not. Names are matched by the caller. Only instances and components may have more than is
 * asked for; all other types must be equal. A wanted resource stands for the one that is found under its name first.
 * What refers to a resource of an import that has no match is not held against anybody.
 *
 * Any types are safe to give: depth, the number of findings and the work are bounded.
 */
export class Subtyping {
  readonly #book: Workbook;
  readonly #quota: Quota;
  readonly #told = new Pairs<string>();
  readonly #imports: Roles;
  readonly #exports: Roles;

  constructor(
    subtype: ComponentType,
    supertype: ComponentType,
    matches: Matches,
    { book, quota }: Limits = { book: new Workbook(), quota: new Quota(Infinity, true) },
  ) {
    this.#book = book;
    this.#quota = quota;
    const unknown = new Set<number>();
    const sides = { subtype: new Side(this.#book, unknown), supertype: new Side(this.#book, unknown) };
    const { imports, exports } = this.#enter(sides, subtype, supertype, matches);
    this.#imports = imports;
    this.#exports = exports;
  }

  /** What is wrong with an import or export that was among the matches; `name` tells it from the others. */
  compare(way: keyof Matches, name: string, { wanted, found }: Match): Findings {
    const collector = new Collector(name, this.#quota);
    try {
      this.#entity(way === "imports" ? this.#imports : this.#exports, collector, wanted, found);
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
      if (this.#book.exhausted) collector.abandon();
    }
    return collector.findings;
  }

  /** Binds resources before anything is compared. Running out of work shows when something is. */
  #enter(
    sides: { readonly subtype: Side; readonly supertype: Side },
    subtype: ComponentType,
    supertype: ComponentType,
    matches: Matches,
    outerStraight = true,
  ): { readonly imports: Roles; readonly exports: Roles } {
    const binding = new Binding(this.#book);
    try {
      // What the supertype imports is given, so it stands for itself.
      for (const entity of supertype.imports.values()) sides.supertype.introduce(entity, false);
      for (const { wanted, found } of matches.imports) binding.bind(sides.subtype, wanted, sides.supertype, found);
      for (const entity of subtype.imports.values()) sides.subtype.introduce(entity, true);
      for (const { wanted, found } of matches.exports) binding.bind(sides.supertype, wanted, sides.subtype, found);
      for (const entity of supertype.exports.values()) sides.supertype.introduce(entity, true);
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
    }
    const straight = binding.straight && outerStraight;
    return {
      imports: { wanted: sides.subtype, found: sides.supertype, straight, fine: new Pairs() },
      exports: { wanted: sides.supertype, found: sides.subtype, straight, fine: new Pairs() },
    };
  }

  #entity(roles: Roles, collector: Collector, wanted: Entity, found: Entity): void {
    this.#book.spend(1);
    if (wanted.sort !== found.sort) {
      collector.add({ kind: "sort", wanted: wanted.sort, found: found.sort });
      return;
    }
    if (wanted.sort === "module" || found.sort === "module") {
      if (wanted !== found) collector.add({ kind: "module" });
      return;
    }
    if (wanted.sort === "type") this.#named(roles, collector, wanted.type, found.type);
    else this.#type(roles, collector, wanted.type, found.type);
  }

  /** A type under a name: that it differs is told there, and not where it is used. */
  #named(roles: Roles, collector: Collector, wanted: DefType, found: DefType): void {
    const place = this.#place(roles, collector);
    if (isNumbered(wanted) && isNumbered(found) && roles.wanted.number(wanted) === roles.found.number(found)) return;
    if (wasTold(place, wanted, found)) return;
    const before = collector.seen;
    this.#type(roles, collector, wanted, found);
    // Primitive types may be one object for a whole file.
    if (collector.seen > before && !isPrimitive(wanted)) this.#told.set(wanted, found, collector.name);
  }

  #type(roles: Roles, collector: Collector, wanted: DefType, found: DefType): void {
    const place = this.#place(roles, collector);
    if (wanted.kind === "func" && found.kind === "func") compareFuncs(place, wanted, found);
    else if (wanted.kind === "resource" && found.kind === "resource") compareResources(place, wanted, found);
    else if (wanted.kind === "instance" && found.kind === "instance") this.#instance(roles, collector, wanted, found);
    else if (wanted.kind === "component" && found.kind === "component")
      this.#component(roles, collector, wanted, found);
    else if (isValType(wanted) && isValType(found)) compareValues(place, wanted, found);
    else collector.add({ kind: "type", wanted, found });
  }

  #place({ wanted, found, fine }: Roles, collector: Collector): Place {
    return { wanted, found, fine, collector, book: this.#book, told: this.#told };
  }

  /** Does the work unless there is none, or it is too deep. */
  #nested(roles: Roles, collector: Collector, wanted: DefType, found: DefType, work: () => void): void {
    if ((roles.straight && wanted === found) || roles.fine.get(wanted, found)) return;
    if (collector.depth >= MAX_DEPTH) {
      collector.add({ kind: "too-deep", limit: MAX_DEPTH });
      return;
    }
    const before = collector.seen;
    work();
    if (collector.seen === before) roles.fine.set(wanted, found, true);
  }

  #instance(roles: Roles, collector: Collector, wanted: InstanceType, found: InstanceType): void {
    this.#nested(roles, collector, wanted, found, () => {
      // Types first: what refers to them needs not tell again that they differ.
      for (const types of [true, false]) {
        for (const [name, entity] of wanted.exports) {
          if ((entity.sort === "type") === types)
            this.#under(roles, collector, { at: "member", name }, entity, found.exports);
        }
      }
    });
  }

  #under(roles: Roles, collector: Collector, step: Step & { readonly name: string }, wanted: Entity, has: Names): void {
    this.#book.spend(1);
    const found = has.get(step.name);
    if (found === undefined) collector.add({ kind: "missing", wanted, form: otherForm(step.name, has) }, step);
    else collector.inside(step, () => this.#entity(roles, collector, wanted, found));
  }

  /** A nested component's imports run the other way: the one that is found asks for them. */
  #component(roles: Roles, collector: Collector, wanted: ComponentType, found: ComponentType): void {
    this.#nested(roles, collector, wanted, found, () => {
      const inner = this.#enter({ subtype: roles.found.nested(), supertype: roles.wanted.nested() }, found, wanted, {
        imports: sameNames(found.imports, wanted.imports),
        exports: sameNames(wanted.exports, found.exports),
      });
      collector.swapped(() => {
        for (const [name, entity] of found.imports)
          this.#under(inner.imports, collector, { at: "import", name }, entity, wanted.imports);
      });
      for (const [name, entity] of wanted.exports)
        this.#under(inner.exports, collector, { at: "export", name }, entity, found.exports);
    });
  }
}

/** Lets wanted resources stand for those that are found under their names. */
class Binding {
  readonly #book: Workbook;
  readonly #done = new Pairs<true>();
  /** Every resource stands for itself. */
  straight = true;

  constructor(book: Workbook) {
    this.#book = book;
  }

  bind(wantedSide: Side, wanted: Entity, foundSide: Side, found: Entity, depth = 0): void {
    this.#book.spend(1);
    if (wanted.sort === "type" && found.sort === "type") {
      if (wanted.type.kind !== "resource" || found.type.kind !== "resource") return;
      this.straight &&= wanted.type === found.type;
      if (wantedSide.known(wanted.type) === undefined) wantedSide.bind(wanted.type, foundSide.resource(found.type));
    } else if (wanted.sort === "instance" && found.sort === "instance" && depth < MAX_DEPTH) {
      if (this.#done.get(wanted.type, found.type)) return;
      this.#done.set(wanted.type, found.type, true);
      for (const [name, entity] of wanted.type.exports) {
        const other = found.type.exports.get(name);
        if (other !== undefined) this.bind(wantedSide, entity, foundSide, other, depth + 1);
      }
    }
  }
}

type Names = ReadonlyMap<string, Entity>;

function sameNames(wanted: Names, found: Names): readonly Match[] {
  return [...wanted].flatMap(([name, entity]) => {
    const other = found.get(name);
    return other === undefined ? [] : [{ wanted: entity, found: other }];
  });
}

function isPrimitive(type: DefType): boolean {
  return Object.keys(type).length === 1;
}
