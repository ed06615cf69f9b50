import { err, ok, type Result } from "../../result.ts";

/** Headers as a scenario has them: a list gives one name several values. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[]>>;

/** One `name: value` a line. */
export function headerLines(headers: HeaderRecord): string {
  return Object.entries(headers)
    .flatMap(([name, values]) => (typeof values === "string" ? [values] : values).map((value) => `${name}: ${value}`))
    .join("\n");
}

/** Reads `name: value` lines; `undefined` where there are none. A name that comes again gets several values. */
export function readHeaderLines(text: string): Result<HeaderRecord | undefined, string> {
  const found = new Map<string, readonly string[]>();
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const colon = line.indexOf(":");
    if (colon <= 0) return err(`Write name: value, not “${line.trim()}”.`);
    const name = line.slice(0, colon).trim();
    found.set(name, [...(found.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  if (found.size === 0) return ok(undefined);
  return ok(
    Object.fromEntries(
      [...found].map(([name, [first = "", ...more]]) => [name, more.length === 0 ? first : [first, ...more]]),
    ),
  );
}
