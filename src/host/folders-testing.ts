import type { FolderHandle } from "./folder-handles.ts";

type Entry = FakeDirectory | FakeFile;

/** Goes up with every write of any file, as a clock would. */
let writes = 0;

class FakeFile {
  readonly kind = "file";
  file = new File([], "");

  async getFile(): Promise<File> {
    return this.file;
  }

  async createWritable() {
    const parts: BlobPart[] = [];
    return {
      write: async (part: BlobPart) => void parts.push(part instanceof Blob ? await part.arrayBuffer() : part),
      abort: async () => {},
      close: async () => {
        writes += 1;
        this.file = new File(parts, "", { lastModified: writes });
      },
    };
  }
}

/** A directory in memory that behaves as one of the File System Access API does. */
export class FakeDirectory {
  readonly kind = "directory";
  readonly entriesByName = new Map<string, Entry>();
  readonly name: string;
  /** What may be done, and what the person would answer. */
  rights: "read" | "readwrite" = "readwrite";
  answer: PermissionState = "denied";

  constructor(name = "folder") {
    this.name = name;
  }

  /** As the browser's type, of which it has all that is used. */
  get handle(): FolderHandle {
    return this as unknown as FolderHandle;
  }

  async queryPermission({ mode }: { readonly mode: "read" | "readwrite" }): Promise<PermissionState> {
    return mode === "read" || this.rights === "readwrite" ? "granted" : "prompt";
  }

  async requestPermission({ mode }: { readonly mode: "read" | "readwrite" }): Promise<PermissionState> {
    if (this.answer === "granted") this.rights = mode;
    return this.answer;
  }

  async *entries(): AsyncGenerator<[string, Entry]> {
    yield* this.entriesByName;
  }

  getFileHandle(name: string, options: { readonly create?: boolean } = {}): Promise<Entry> {
    return this.#get(name, "file", options.create === true);
  }

  getDirectoryHandle(name: string, options: { readonly create?: boolean } = {}): Promise<Entry> {
    return this.#get(name, "directory", options.create === true);
  }

  async removeEntry(name: string): Promise<void> {
    const entry = this.entriesByName.get(name) ?? raise("NotFoundError");
    if (entry.kind === "directory" && entry.entriesByName.size > 0) raise("InvalidModificationError");
    this.entriesByName.delete(name);
  }

  async #get(name: string, kind: Entry["kind"], create: boolean): Promise<Entry> {
    if (name === "" || name === "." || name === ".." || /[/\\]/.test(name)) throw new TypeError("Name is not allowed.");
    const found = this.entriesByName.get(name);
    if (found !== undefined) return found.kind === kind ? found : raise("TypeMismatchError");
    if (!create) raise("NotFoundError");
    const made = kind === "file" ? new FakeFile() : new FakeDirectory(name);
    this.entriesByName.set(name, made);
    return made;
  }
}

/** A tree as plain data: texts, and directories. */
export interface Texts {
  readonly [name: string]: string | Texts;
}

/** Puts files into a directory, as something else than the page would. */
export async function fill(directory: FakeDirectory, texts: Texts): Promise<FakeDirectory> {
  for (const [name, inner] of Object.entries(texts)) {
    if (typeof inner === "string") {
      const file = new FakeFile();
      const stream = await file.createWritable();
      await stream.write(inner);
      await stream.close();
      directory.entriesByName.set(name, file);
    } else {
      const found = directory.entriesByName.get(name);
      const below = found instanceof FakeDirectory ? found : new FakeDirectory(name);
      directory.entriesByName.set(name, await fill(below, inner));
    }
  }
  return directory;
}

/** What is in a directory, as plain data. */
export async function textsOf(directory: FakeDirectory): Promise<Texts> {
  const texts: Record<string, string | Texts> = {};
  for (const [name, entry] of directory.entriesByName) {
    texts[name] = entry.kind === "file" ? await entry.file.text() : await textsOf(entry);
  }
  return texts;
}

function raise(name: string): never {
  throw new DOMException("", name);
}
