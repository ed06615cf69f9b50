import { createStore, del, get, set } from "idb-keyval";

/** What is kept between visits. One slot: the person's own work. */
export interface StoredWork {
  /** The scenario as JSON text, read back with the same checks as any other. */
  readonly scenario: string;
  /** The opened file, when it is small enough to keep. */
  readonly file?: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };
}

/** Largest file that is kept, in bytes; larger ones are asked for again. */
export const KEEP_FILE_BYTES = 64 * 1024 * 1024;

export interface WorkStorage {
  load(): Promise<StoredWork | undefined>;
  save(work: StoredWork): Promise<void>;
  clear(): Promise<void>;
}

/** Keeps work in this browser's IndexedDB. Where that is closed (private windows), nothing is kept and nothing fails. */
export function browserStorage(): WorkStorage {
  const store = quiet(async () => createStore("orrery", "work"));
  const key = "own";
  return {
    load: async () => quiet(async () => get<StoredWork>(key, await store)),
    async save(work) {
      await quiet(async () => set(key, work, await store));
    },
    async clear() {
      await quiet(async () => del(key, await store));
    },
  };
}

async function quiet<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch {
    return undefined;
  }
}
