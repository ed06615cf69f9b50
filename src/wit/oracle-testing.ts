import type {
  Case,
  ComponentType,
  DefType,
  Entity,
  Field,
  FuncType,
  PrimitiveKind,
  ResourceType,
  ValType,
} from "../component/index.ts";

/** A list in WebAssembly text: atoms and strings as they are written, and lists. */
interface TextList {
  readonly items: readonly (TextList | string)[];
}

/** The same without annotations. Strings have their escapes undone, and keep the quote before them, so that they are told from atoms. */
type Form = string | readonly Form[];

/**
 * For tests: the type of a component, told from its text instead of its binary. It shares nothing with the reader: nested
 * components and types are run again for each use, with what they are given, instead of substituting in types.
 */
export function typeOfText(lists: readonly TextList[], unescapeString: (literal: string) => string): ComponentType {
  const [component] = lists;
  if (component === undefined) throw new Error("no component");
  const form = ({ items }: TextList): readonly Form[] => {
    // What is inside of a core module is of no account.
    if (items[0] === "core" && items[1] === "module") return ["core", "module"];
    return items.flatMap((item): readonly Form[] => {
      if (typeof item === "string") return [item.startsWith('"') ? `"${unescapeString(item)}` : item];
      const [word] = item.items;
      return typeof word === "string" && word.startsWith("@") ? [] : [form(item)];
    });
  };
  return asType({ sort: "component", body: body(form(component)), outer: undefined });
}

/** What a name or an index stands for. Types of components and instances, and components, are run when they are used. */
type Item =
  | { readonly sort: "func"; readonly type: FuncType }
  | { readonly sort: "value"; readonly type: ValType }
  | { readonly sort: "module" }
  | { readonly sort: "instance"; readonly exports: ReadonlyMap<string, Item> }
  | { readonly sort: "type"; readonly type: ValType | FuncType | ResourceType | Body }
  | Body;

/** The inside of a component, of its type or of the type of an instance. */
interface Body {
  readonly sort: "component";
  readonly body: readonly Form[];
  readonly outer: Place | undefined;
  /** Whether it is an instance's type: it has no imports of its own. */
  readonly isInstance?: boolean;
}

interface Outside {
  readonly imports: Map<string, Item>;
  readonly exports: Map<string, Item>;
}

function isBody(type: ValType | FuncType | ResourceType | Body): type is Body {
  return "sort" in type;
}

function body(form: readonly Form[]): readonly Form[] {
  return form.slice(1);
}

function run({ body: fields, outer }: Body, given?: ReadonlyMap<string, Item>): Outside {
  const first = fields[0];
  const place = new Place(outer, typeof first === "string" && first.startsWith("$") ? first : undefined);
  for (const field of fields) if (typeof field !== "string") place.field(field, given);
  return place.outside;
}

function asType(component: Body): ComponentType {
  const { imports, exports } = run(component);
  const entities = (items: ReadonlyMap<string, Item>): ReadonlyMap<string, Entity> =>
    new Map([...items].map(([name, item]) => [name, asEntity(item)]));
  return { kind: "component", imports: entities(imports), exports: entities(exports) };
}

function asEntity(item: Item): Entity {
  switch (item.sort) {
    case "component":
      return { sort: "component", type: asType(item) };
    case "instance":
      return {
        sort: "instance",
        type: { kind: "instance", exports: new Map([...item.exports].map(([name, part]) => [name, asEntity(part)])) },
      };
    case "type": {
      if (!isBody(item.type)) return { sort: "type", type: item.type };
      const { exports } = asType(item.type);
      const type: DefType = item.type.isInstance === true ? { kind: "instance", exports } : asType(item.type);
      return { sort: "type", type };
    }
    default:
      return item;
  }
}

/** What stands in lists between a name and what it is of (Binary.md, "nameattributes"). */
const attributes: ReadonlySet<Form | undefined> = new Set(["implements", "external-id", "versionsuffix"]);

const primitives: ReadonlySet<string> = new Set(
  "bool s8 u8 s16 u16 s32 u32 s64 u64 f32 f64 char string error-context".split(" "),
);

function isPrimitive(word: string): word is PrimitiveKind {
  return primitives.has(word);
}

function list(form: Form | undefined): readonly Form[] {
  if (form === undefined || typeof form === "string") throw new Error(`a list was expected, not ${form}`);
  return form;
}

function text(form: Form | undefined): string {
  if (typeof form !== "string") throw new Error("a word was expected");
  return form;
}

/** The first string literal in a list. */
function literal(form: readonly Form[]): string {
  const found = form.find((part) => typeof part === "string" && part.startsWith('"'));
  return text(found).slice(1);
}

/** The words of a list without a name that it gives, without its head. */
function rest(form: readonly Form[]): readonly Form[] {
  const isName = typeof form[1] === "string" && form[1].startsWith("$") && form.length > 2;
  return form.slice(isName ? 2 : 1);
}

function givenName(form: readonly Form[]): string | undefined {
  const [, name] = form;
  return typeof name === "string" && name.startsWith("$") ? name : undefined;
}

/** Where definitions stand, with the index spaces so far (Explainer.md, "Index Spaces"). */
class Place {
  readonly outside: Outside = { imports: new Map(), exports: new Map() };
  readonly #outer: Place | undefined;
  readonly #name: string | undefined;
  readonly #spaces = new Map<string, Item[]>();
  readonly #names = new Map<string, Item>();

  constructor(outer: Place | undefined, name: string | undefined) {
    this.#outer = outer;
    this.#name = name;
  }

  #add(item: Item, name?: string): void {
    const space = this.#spaces.get(item.sort);
    if (space === undefined) this.#spaces.set(item.sort, [item]);
    else space.push(item);
    if (name !== undefined) this.#names.set(`${item.sort} ${name}`, item);
  }

  #find(sort: string, index: string): Item {
    const item = index.startsWith("$") ? this.#names.get(`${sort} ${index}`) : this.#spaces.get(sort)?.[Number(index)];
    if (item === undefined) throw new Error(`there is no ${sort} ${index}`);
    return item;
  }

  /** `(func 0)`, `(core module $m)` */
  #reference(form: readonly Form[]): Item {
    if (form[0] === "core") return { sort: "module" };
    return this.#find(text(form[0]), text(form[1]));
  }

  field(form: readonly Form[], given: ReadonlyMap<string, Item> | undefined): void {
    switch (form[0]) {
      case "type":
        return this.#add(this.#definition(rest(form)[0]), givenName(form));
      case "import": {
        const described = list(form.at(-1));
        const name = literal(form);
        const item = given?.get(name) ?? this.#described(described);
        this.outside.imports.set(name, item);
        return this.#add(item, givenName(described));
      }
      case "export":
        return this.#export(form);
      case "alias":
        return this.#alias(form);
      case "func":
        return this.#add(this.#described(form.slice(0, -1)), givenName(form));
      case "component":
        return this.#add({ sort: "component", body: body(form), outer: this }, givenName(form));
      case "instance":
        return this.#add(this.#instance(rest(form)), givenName(form));
      case "core":
      default:
        // Whatever is core is told from its sort alone.
        return undefined;
    }
  }

  #export(form: readonly Form[]): void {
    const parts = form.filter((part) => typeof part !== "string" && !attributes.has(part[0]));
    const [first, ascribed] = parts;
    const target = list(first);
    const isReference =
      typeof target.at(-1) === "string" && !(target[0] === "value" && isPrimitive(text(target.at(-1))));
    const item =
      ascribed !== undefined
        ? this.#described(list(ascribed))
        : isReference
          ? this.#reference(target)
          : this.#described(target);
    this.outside.exports.set(literal(form), item);
    // In a type the name stands inside the description.
    this.#add(item, givenName(form) ?? (isReference ? undefined : givenName(target)));
  }

  #alias(form: readonly Form[]): void {
    const target = list(form.at(-1));
    const sort = target[0] === "core" ? "module" : text(target[0]);
    if (form[1] === "export") {
      const instance = this.#find("instance", text(form[2]));
      const item = instance.sort === "instance" ? instance.exports.get(text(form[3]).slice(1)) : undefined;
      if (item === undefined) throw new Error(`nothing is exported as ${text(form[3])}`);
      this.#add(item, givenName(target));
    }
    if (form[1] === "outer") {
      const place = this.#outside(text(form[2]));
      this.#add(sort === "module" ? { sort } : place.#find(sort, text(form[3])), givenName(target));
    }
  }

  /** So many levels out, or the one of that name. */
  #outside(where: string): Place {
    if (where === "0" || where === this.#name) return this;
    if (this.#outer === undefined) throw new Error(`there is nothing ${where} outside`);
    return this.#outer.#outside(where.startsWith("$") ? where : `${Number(where) - 1}`);
  }

  #instance(form: readonly Form[]): Item {
    const items = (word: string): ReadonlyMap<string, Item> =>
      new Map(
        form.flatMap((part) =>
          typeof part !== "string" && part[0] === word ? [[literal(part), this.#reference(list(part.at(-1)))]] : [],
        ),
      );
    const [head] = form;
    if (head === undefined || typeof head === "string" || head[0] !== "instantiate")
      return { sort: "instance", exports: items("export") };
    const component = this.#find("component", text(head[1]));
    if (component.sort !== "component") throw new Error("no component is there");
    const given = new Map(
      head.flatMap((part): readonly (readonly [string, Item])[] =>
        typeof part !== "string" && part[0] === "with" ? [[literal(part), this.#reference(list(part.at(-1)))]] : [],
      ),
    );
    return { sort: "instance", exports: run(component, given).exports };
  }

  /** What is said of an import or an export: `(func (type 0))`, `(type (sub resource))` (Explainer.md, `externdesc`). */
  #described(form: readonly Form[]): Item {
    const parts = rest(form);
    const [bound] = parts;
    const word = typeof bound === "string" || bound === undefined ? undefined : bound[0];
    switch (form[0]) {
      case "type": {
        if (word === "eq") return this.#find("type", text(list(bound)[1]));
        return { sort: "type", type: { kind: "resource", abstract: true } };
      }
      case "core":
        return { sort: "module" };
      case "value":
        return { sort: "value", type: this.#value(bound) };
      default:
    }
    const item =
      word === "type" ? this.#find("type", text(list(bound)[1])) : this.#definition([text(form[0]), ...parts]);
    if (item.sort !== "type") throw new Error("no type is there");
    if (!isBody(item.type)) {
      if (item.type.kind === "func") return { sort: "func", type: item.type };
      throw new Error(`a type of kind ${item.type.kind} describes nothing`);
    }
    return item.type.isInstance === true ? { sort: "instance", exports: run(item.type).exports } : item.type;
  }

  #definition(form: Form | undefined): Item {
    if (form === undefined || typeof form === "string") return { sort: "type", type: this.#value(form) };
    switch (form[0]) {
      case "component":
      case "instance":
        return {
          sort: "type",
          type: { sort: "component", body: body(form), outer: this, isInstance: form[0] === "instance" },
        };
      case "resource":
        return { sort: "type", type: { kind: "resource", abstract: false } };
      case "func":
        return { sort: "type", type: this.#func(form) };
      default:
        return { sort: "type", type: this.#structure(form) };
    }
  }

  #func(form: readonly Form[]): FuncType {
    const params: Field[] = [];
    let result: ValType | undefined;
    for (const part of form) {
      if (typeof part === "string") continue;
      if (part[0] === "param") params.push({ name: literal(part), type: this.#value(part[2]) });
      if (part[0] === "result") result = this.#value(part[1]);
    }
    return { kind: "func", async: form.includes("async"), params, result };
  }

  #optional(form: Form | undefined): ValType | undefined {
    return form === undefined ? undefined : this.#value(form);
  }

  #value(form: Form | undefined): ValType {
    if (form === undefined) throw new Error("a type is missing");
    if (typeof form !== "string") return this.#structure(form);
    if (isPrimitive(form)) return { kind: form };
    const item = this.#find("type", form);
    if (item.sort !== "type" || isBody(item.type) || item.type.kind === "func" || item.type.kind === "resource")
      throw new Error(`${form} is no type of values`);
    return item.type;
  }

  #structure(form: readonly Form[]): ValType {
    const [kind, ...parts] = form;
    const inner = parts.filter((part) => typeof part !== "string");
    const labels = (): readonly string[] => parts.map((part) => text(part).slice(1));
    switch (kind) {
      case "record":
        return { kind, fields: inner.map((part): Field => ({ name: literal(part), type: this.#value(part[2]) })) };
      case "variant":
        return { kind, cases: inner.map((part): Case => ({ name: literal(part), type: this.#optional(part[2]) })) };
      case "enum":
      case "flags":
        return { kind, labels: labels() };
      case "tuple":
        return { kind, elements: parts.map((part) => this.#value(part)) };
      case "list":
        return { kind, element: this.#value(parts[0]), length: parts[1] === undefined ? undefined : Number(parts[1]) };
      case "option":
        return { kind, some: this.#value(parts[0]) };
      case "result": {
        const error = inner.find((part) => part[0] === "error");
        return {
          kind,
          ok: this.#optional(parts[0] === error ? undefined : parts[0]),
          error: this.#optional(error?.[1]),
        };
      }
      case "own":
      case "borrow": {
        const item = this.#find("type", text(parts[0]));
        if (item.sort !== "type" || isBody(item.type) || item.type.kind !== "resource") throw new Error("no resource");
        return { kind, resource: item.type };
      }
      case "stream":
      case "future":
        return { kind, element: this.#optional(parts[0]) };
      case "map":
        return { kind, key: this.#value(parts[0]), value: this.#value(parts[1]) };
      default:
        throw new Error(`unknown type: ${JSON.stringify(form)}`);
    }
  }
}
