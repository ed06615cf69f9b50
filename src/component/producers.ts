import { attempt } from "./failure.ts";
import type { Cursor } from "./cursor.ts";
import type { Producer } from "./model.ts";

const FIELDS: ReadonlySet<string> = new Set(["language", "processed-by", "sdk"]);

/** Collects producers from many sections and keeps each once, in the order first seen. */
export class ProducerSet {
  readonly #seen = new Map<string, Producer>();

  /**
   * Reads the contents of a `producers` custom section (WebAssembly tool conventions, "Producers Section"). It is
   * only a note that tools leave, so a damaged one ends the reading of the section and nothing else.
   */
  read(cursor: Cursor): void {
    attempt(() => {
      for (let fields = cursor.count("fields", 2); fields > 0; fields -= 1) {
        const field = cursor.name("a field name");
        const known = FIELDS.has(field);
        for (let left = cursor.count("producers", 2); left > 0; left -= 1) {
          const name = cursor.name("a producer's name");
          const version = cursor.name("a producer's version");
          if (known) this.#add(field, name, version);
        }
      }
    });
  }

  #add(field: string, name: string, version: string): void {
    // With the name's length no two producers share a key.
    const key = `${field} ${name.length} ${name}${version}`;
    if (!this.#seen.has(key)) this.#seen.set(key, { field, name, version });
  }

  list(): readonly Producer[] {
    return [...this.#seen.values()];
  }
}
