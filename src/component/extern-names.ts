import type { Cursor } from "./cursor.ts";

/** What the name of an import or export carries besides itself (Binary.md, "nameattributes"). */
export interface NameAttributes {
  readonly implements?: string;
  readonly versionSuffix?: string;
  readonly externalId?: string;
}

const ATTRIBUTES = ["implements", "versionSuffix", "externalId"] as const;

function readAttributes(cursor: Cursor): NameAttributes {
  const found: { -readonly [K in keyof NameAttributes]: NameAttributes[K] } = {};
  for (let left = cursor.count("name attributes", 2); left > 0; left -= 1) {
    const offset = cursor.pos;
    const opcode = cursor.byte();
    const key = ATTRIBUTES[opcode];
    if (key === undefined) throw cursor.unknown(opcode, "name attribute");
    if (found[key] !== undefined) throw cursor.malformed(`the attribute ${key} stands twice`, offset);
    found[key] = cursor.name("a name attribute");
  }
  return found;
}

/** Reads the name of an import or export, with its attributes if it has any. */
export function readNameAttributes(cursor: Cursor): { readonly name: string; readonly attributes?: NameAttributes } {
  const form = cursor.byte();
  if (form > 0x02) throw cursor.unknown(form, "form of an import or export name");
  const name = cursor.name("an import or export name");
  return form === 0x02 ? { name, attributes: readAttributes(cursor) } : { name };
}
