import { randomUUID } from "node:crypto";
import { otherOrigin } from "../../scripts/test/addresses.mjs";

/** A part of an address that no other test uses. */
export function token(): string {
  return `token-${randomUUID()}`;
}

/** Requests with that token which reached the other origin, as `<method> <path>`. */
export async function arrivals(of: string): Promise<readonly string[]> {
  const response = await fetch(`${otherOrigin}/seen`);
  const all: unknown = await response.json();
  if (!Array.isArray(all)) throw new Error("The other origin gave no list.");
  return all.filter((line): line is string => typeof line === "string" && line.includes(of));
}

export { otherOrigin };
