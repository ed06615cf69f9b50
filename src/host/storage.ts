import { createStore, delMany, get, setMany } from "idb-keyval";
import type { EngineChoice } from "../api.ts";

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
  const fileKey = "own-file";
  // Files are large and change seldom: what is stored already is not written again.
  let written: StoredWork["file"];
  return {
    load: async () =>
      quiet(async () => {
        const work = await get<StoredWork>(key, await store);
        const file = await get<StoredWork["file"]>(fileKey, await store);
        return work === undefined || file === undefined ? work : { ...work, file };
      }),
    async save({ scenario, file }) {
      const same = file !== undefined && file.bytes === written?.bytes && file.name === written.name;
      const entries: [string, unknown][] = [[key, { scenario }]];
      if (!same) entries.push([fileKey, file]);
      await quiet(async () => {
        written = undefined;
        await setMany(entries, await store);
        written = file;
      });
    },
    async clear() {
      written = undefined;
      await quiet(async () => delMany([key, fileKey], await store));
    },
  };
}

/** What a person prefers of this page, whatever is open; no part of a scenario. */
export interface Preferences {
  engine(): EngineChoice;
  setEngine(choice: EngineChoice): void;
}

/** Keeps preferences in this browser's local storage. Where that is closed they hold until the page is left. */
export function browserPreferences(): Preferences {
  const key = "orrery-engine";
  return {
    engine() {
      try {
        const kept = localStorage.getItem(key);
        return kept === "native" || kept === "jco" ? kept : "auto";
      } catch {
        return "auto";
      }
    },
    setEngine(choice) {
      try {
        localStorage.setItem(key, choice);
      } catch {
        // Kept by the session all the same.
      }
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
