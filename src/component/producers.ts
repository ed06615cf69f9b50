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
      cursor.vec("fields", 2, () => {
        const field = cursor.name("a field name");
        cursor.vec("producers", 2, () => {
          const name = cursor.name("a producer's name");
          const version = cursor.name("a producer's version");
          if (FIELDS.has(field)) this.add({ field, name, version });
        });
      });
    });
  }

  add(producer: Producer): void {
    const key = JSON.stringify([producer.field, producer.name, producer.version]);
    if (!this.#seen.has(key)) this.#seen.set(key, producer);
  }

  list(): readonly Producer[] {
    return [...this.#seen.values()];
  }
}
