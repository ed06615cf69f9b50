/** The names that jco gives in JavaScript to what WIT names. */

interface FunctionName {
  readonly resource?: string;
  readonly kind: "function" | "method" | "static" | "constructor";
  readonly member: string;
}

/** Reads `now`, `[constructor]fields`, `[method]fields.get`, `[static]fields.from-list` (WIT.md, "plainname") into JavaScript names. */
export function parseFunctionName(name: string): FunctionName {
  const match = /^\[(constructor|method|static)\]([^.]+)(?:\.(.+))?$/.exec(name);
  if (match === null) return { kind: "function", member: camelCase(name) };
  const [, kind, resource = "", member = ""] = match;
  return {
    resource: pascalCase(resource),
    kind: kind === "constructor" ? "constructor" : kind === "static" ? "static" : "method",
    member: camelCase(member),
  };
}

/** `get-random-u64` → `getRandomU64`: functions and fields. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
}

/** `input-stream` → `InputStream`: resources. */
export function pascalCase(name: string): string {
  return name
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join("");
}
