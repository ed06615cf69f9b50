import type { WitFile } from "../../worlds/files.ts";

/** Files beyond this size are no WIT text that a person opens, in bytes. */
const MOST_BYTES = 4 * 1024 * 1024;
/** A folder that was dropped may hold anything: so many entries are looked at. */
const MOST_ENTRIES = 5000;

interface Dropped {
  readonly path: string;
  readonly file: File;
}

/** Picked files with their paths: of a folder that was picked, the paths inside it. */
export function pickedFiles(files: FileList | null): readonly Dropped[] {
  return [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Dropped files and, where the browser hands over folders, all that is in them. */
export async function droppedFiles(data: DataTransfer): Promise<readonly Dropped[]> {
  // The list is emptied as soon as this task ends: everything is taken from it before the first wait.
  const entries = [...data.items].map((item) => item.webkitGetAsEntry());
  const files = [...data.files].map((file) => ({ path: file.name, file }));
  if (entries.every((entry) => entry === null || entry.isFile)) return files;
  const found: Dropped[] = [];
  const waiting = entries.filter((entry) => entry !== null);
  for (let seen = 0, entry = waiting.shift(); entry !== undefined && seen < MOST_ENTRIES; seen++) {
    // oxlint-disable-next-line no-await-in-loop -- one entry tells of the next
    const more = await look(entry);
    if (more.file !== undefined) found.push({ path: entry.fullPath.replace(/^\//, ""), file: more.file });
    waiting.push(...more.entries);
    entry = waiting.shift();
  }
  return found;
}

// Not every browser has the classes of entries by name.
function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

interface Looked {
  readonly file?: File;
  readonly entries: readonly FileSystemEntry[];
}

async function look(entry: FileSystemEntry): Promise<Looked> {
  if (isFile(entry)) {
    const file = await new Promise<File>((done, failed) => {
      entry.file(done, failed);
    });
    return { file, entries: [] };
  }
  if (!isFolder(entry)) return { entries: [] };
  const reader = entry.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- the reader gives a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((done, failed) => {
      reader.readEntries(done, failed);
    });
    if (some.length === 0 || entries.length > MOST_ENTRIES) return { entries };
    entries.push(...some);
  }
}

/** The text of those that are WIT; the others keep their names, so that one can be told what was there. */
export async function readTexts(files: readonly Dropped[]): Promise<readonly WitFile[]> {
  return Promise.all(
    files.map(async ({ path, file }) => {
      const isWit = path.toLowerCase().endsWith(".wit") && file.size <= MOST_BYTES;
      return { path, text: isWit ? await file.text() : "" };
    }),
  );
}
