import { type FieldEntry, Fields as SecondFields, sharedList } from "../http/provider-fields.ts";

/** `wasi:http/types.fields` of 0.3: that of 0.2 with other names for some of its methods. */
export class Fields extends SecondFields {
  static override fromList(entries: readonly FieldEntry[]): Fields {
    return new Fields(sharedList(SecondFields.fromList(entries)));
  }

  getAndDelete(name: string): Uint8Array[] {
    const values = this.get(name);
    this.delete(name);
    return values;
  }

  copyAll(): FieldEntry[] {
    return this.entries();
  }

  override clone(): Fields {
    return new Fields(sharedList(super.clone()));
  }
}

/** The same entries in a `fields` that cannot be changed. */
export function locked(fields: SecondFields): Fields {
  return new Fields(sharedList(fields), true);
}
