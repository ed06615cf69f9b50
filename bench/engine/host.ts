/** What the guest `glue` imports: as little work as there can be. */
export interface Host {
  add(a: number, b: number): number;
  length(text: string): number;
  echo(bytes: Uint8Array): Uint8Array;
  readonly Counter: new () => { add(by: number): number };
}

/** A host of its own for each instance: classes are patched by whoever counts calls. */
export function makeHost(): Host {
  class Counter {
    #count = 0;
    add(by: number): number {
      this.#count = (this.#count + by) >>> 0;
      return this.#count;
    }
  }
  return { add: (a, b) => (a + b) >>> 0, length: (text) => text.length, echo: (bytes) => bytes, Counter };
}
