import type { Cursor } from "./cursor.ts";

/** The name of an import or export with its attributes (Binary.md, "nameattributes"). */
export interface NameAttributes {
  readonly name: string;
  readonly implements?: string;
  readonly versionSuffix?: string;
  readonly externalId?: string;
}

const ATTRIBUTES = ["implements", "versionSuffix", "externalId"] as const;

export function readNameAttributes(cursor: Cursor): NameAttributes {
  const form = cursor.byte();
  if (form > 0x02) throw cursor.unknown(form, "an import or export name");
  const name = cursor.name("an import or export name");
  if (form !== 0x02) return { name };
  const found: { -readonly [K in keyof NameAttributes]: NameAttributes[K] } = { name };
  cursor.vec("name attributes", 2, () => {
    const offset = cursor.pos;
    const opcode = cursor.byte();
    const key = ATTRIBUTES[opcode];
    if (key === undefined) throw cursor.unknown(opcode, "a name attribute");
    if (found[key] !== undefined) throw cursor.malformed(`the attribute ${key} stands twice`, offset);
    found[key] = cursor.name("a name attribute");
  });
  return found;
}
