/** The keywords of WIT (WIT.md, "Keywords"), with those that wasm-tools adds. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "as async bool borrow char constructor enum error-context export f32 f64 flags from func future import include " +
    "interface list map option own package record resource result s16 s32 s64 s8 static stream string tuple type " +
    "u16 u32 u64 u8 use variant with world"
  ).split(" "),
);

/** How much is shown of a name that is no identifier. */
const MAX_SHOWN = 200;
/** Longer identifiers are shown as names that are none: cut. */
const MAX_LABEL = 2000;

const FRAGMENT = "(?:[0-9a-z]+|[0-9A-Z]+)";
const LABEL = `(?:[a-z][0-9a-z]*|[A-Z][0-9A-Z]*)(?:-${FRAGMENT})*`;
const WORDS = "[a-z][0-9a-z]*(?:-[0-9a-z]+)*";
const PART = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const VERSION = `[0-9]+\\.[0-9]+\\.[0-9]+(?:-${PART})?(?:\\+${PART})?`;

const label = new RegExp(`^${LABEL}$`);
const interfaceName = new RegExp(`^((?:${WORDS}:)+${WORDS})((?:/${LABEL})*)/(${LABEL})(@${VERSION})?$`);
const member = /^\[(constructor|method|static)\]([^.]*)(?:\.(.*))?$/s;

/** The name of an interface or a world inside a package (Explainer.md, "interfacename"). */
export interface QualifiedName {
  /** `wasi:io@0.2.12` */
  readonly package: string;
  /** `streams` */
  readonly item: string;
  /** The whole: `wasi:io/streams@0.2.12` */
  readonly text: string;
}

/** Reads `ns:package/item@version`; `suffix` completes a canonical version. Plain and wrong names give `undefined`. */
export function qualifiedName(name: string, suffix = ""): QualifiedName | undefined {
  if (name.length > MAX_LABEL) return undefined;
  const text = name + suffix;
  const [, namespace, projections = "", item, version = ""] = interfaceName.exec(text) ?? [];
  if (namespace === undefined || item === undefined) return undefined;
  return { package: `${namespace}${projections}${version}`, item, text };
}

/** A function's name as the specification writes it, taken apart: `[method]descriptor.read`. */
export interface MemberName {
  readonly form: "constructor" | "method" | "static";
  readonly resource: string;
  readonly member: string;
}

export function memberName(name: string): MemberName | undefined {
  const [, form, resource, rest] = member.exec(name) ?? [];
  if (resource === undefined) return undefined;
  if (form === "constructor") return rest === undefined ? { form, resource, member: "" } : undefined;
  if (rest === undefined || (form !== "method" && form !== "static")) return undefined;
  return { form, resource, member: rest };
}

/** The form under which a resource has the same member, where it has none of that name: `[method]r.get` for `[static]r.get`. */
export function otherForm(name: string, has: ReadonlyMap<string, unknown>): "method" | "static" | undefined {
  const known = memberName(name);
  if (known === undefined || known.form === "constructor") return undefined;
  const form = known.form === "method" ? "static" : "method";
  return has.has(`[${form}]${known.resource}.${known.member}`) ? form : undefined;
}

/** A name as WIT writes it: keywords with `%`. What is no label is put in quotes; then the text is for people only. */
export function identifier(name: string): string {
  if (name.length > MAX_LABEL || !label.test(name)) return quoted(name);
  return KEYWORDS.has(name) ? `%${name}` : name;
}

/** A qualified name or a package's name with its keywords escaped. */
export function escaped(qualified: string): string {
  const at = qualified.indexOf("@");
  const path = at < 0 ? qualified : qualified.slice(0, at);
  return path.replace(/[^:/]+/g, (part) => identifier(part)) + (at < 0 ? "" : qualified.slice(at));
}

/** Any text on one line: cut when it is long, and what would not show or would turn the line is spelled out. */
export function quoted(name: string): string {
  const cut = name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name;
  const spelled = cut.replace(
    /["\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${spelled}"`;
}
