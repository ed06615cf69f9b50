/** An interface's name without `@version`: `wasi:cli/run@0.2.12` → `wasi:cli/run`. */
export function withoutVersion(name: string): string {
  const at = name.indexOf("@");
  return at < 0 ? name : name.slice(0, at);
}
