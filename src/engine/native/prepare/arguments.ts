import type { ComponentDefinition, ComponentType, Definition, Entity } from "../../../component/index.ts";
import type { Finding, Match } from "../../../wit/subtype.ts";
import { Quota, Subtyping, Workbook } from "../../../wit/subtype.ts";
import { quoted } from "../../../wit/names.ts";
import { invalid } from "./refusal.ts";

/** How much is looked at, in all comparisons of a component together. What is beyond is taken as it is. */
const MAX_WORK = 1_000_000;
const MAX_FINDINGS = 20;

type Names = ReadonlyMap<string, Entity>;
type Instantiation = Extract<Definition, { readonly kind: "instance" }>;

const NOTHING: Names = new Map();

/** Compares what components are given and what they export with the types that they say (Explainer.md, "Type Checking"). */
export class ArgumentInspector {
  readonly #book = new Workbook(MAX_WORK);
  readonly #seen = new Map<Instantiation, Set<ComponentDefinition>>();
  readonly #imports = new Map<ComponentDefinition, Names>();
  readonly #exported = new Set<ComponentDefinition>();

  /** Refuses arguments that are not of the types that a component imports. */
  inspect(step: Instantiation, component: ComponentDefinition): void {
    if (!this.#isNew(step, component) || this.#book.exhausted) return;
    const imports = this.#importsOf(component);
    const given = new Map(step.args.map(({ name, entity }) => [name, entity]));
    const matches = [...imports].flatMap(([name, wanted]): [string, Match][] => {
      const found = given.get(name);
      return found === undefined ? [] : [[name, { wanted, found }]];
    });
    const subtyping = new Subtyping(
      importing(imports),
      importing(given),
      { imports: matches.map(([, match]) => match), exports: [] },
      { book: this.#book, quota: new Quota(MAX_FINDINGS, false) },
    );
    for (const [name, match] of matches)
      if (subtyping.compare("imports", name, match).list.some(isKnown))
        throw invalid(`a component inside is given ${quoted(name)} with another type than it imports`);
  }

  /** Refuses exports that are not of the types that they are exported with. Resources may have others: an export can hide which it is. */
  inspectExports(component: ComponentDefinition): void {
    if (this.#exported.has(component) || this.#book.exhausted) return;
    this.#exported.add(component);
    const matches = component.definitions.flatMap((definition): [string, Match][] =>
      definition.kind === "export" && definition.entity !== definition.item.entity
        ? [[definition.name, { wanted: definition.entity, found: definition.item.entity }]]
        : [],
    );
    if (matches.length === 0) return;
    const subtyping = new Subtyping(
      exporting(new Map(matches.map(([name, { found }]) => [name, found]))),
      exporting(new Map(matches.map(([name, { wanted }]) => [name, wanted]))),
      { imports: [], exports: matches.map(([, match]) => match) },
      { book: this.#book, quota: new Quota(MAX_FINDINGS, false) },
    );
    for (const [name, match] of matches)
      if (subtyping.compare("exports", name, match).list.some((finding) => isKnown(finding) && !isOfResources(finding)))
        throw invalid(`a component exports ${quoted(name)} with a type that it does not have`);
  }

  #isNew(step: Instantiation, component: ComponentDefinition): boolean {
    const seen = this.#seen.get(step) ?? new Set();
    this.#seen.set(step, seen);
    return seen.size < seen.add(component).size;
  }

  #importsOf(component: ComponentDefinition): Names {
    const known = this.#imports.get(component);
    if (known !== undefined) return known;
    const imports = new Map(
      component.definitions.flatMap((definition): [string, Entity][] =>
        definition.kind === "import" ? [[definition.name, definition.entity]] : [],
      ),
    );
    this.#imports.set(component, imports);
    return imports;
  }
}

function importing(imports: Names): ComponentType {
  return { kind: "component", imports, exports: NOTHING };
}

function exporting(exports: Names): ComponentType {
  return { kind: "component", imports: NOTHING, exports };
}

/** Resources that differ, or a type that was told to differ before. */
function isOfResources({ kind }: Finding): boolean {
  return kind === "resource" || kind === "told";
}

/** What nobody can tell is no reason. */
function isKnown({ kind }: Finding): boolean {
  return kind !== "module" && kind !== "too-deep" && kind !== "too-large";
}
