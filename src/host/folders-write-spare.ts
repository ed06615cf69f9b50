import { type FolderHandle, reasonOf } from "./folder-handles.ts";

/** What is to be written to a file. */
interface Wanted {
  readonly path: string;
  /** The file of the folder whose content it is. */
  readonly from?: string;
  readonly data: File | Uint8Array<ArrayBuffer>;
}

interface Spare {
  /** In the folder itself. */
  readonly name: string;
  readonly file: File;
  readonly of: Wanted;
}

/** Characters of the name that a copy is named after: names have at most 255 bytes. */
const NAME_CHARACTERS = 50;

/**
 * Copies of what may be nowhere else in a folder while files change places. They stand in the folder itself, such as
 * `a.txt (rescued)`, under names that are neither in it nor reserved: in memory they would be lost with the page.
 */
export function makeSpares(root: FolderHandle, isReserved: (name: string) => boolean) {
  const spares: Spare[] = [];
  const written = new Set<string>();
  let names = 0;

  async function freeName(path: string): Promise<string> {
    const name = Array.from(path.slice(path.lastIndexOf("/") + 1))
      .slice(0, NAME_CHARACTERS)
      .join("");
    for (;;) {
      names += 1;
      const free = `${name} (rescued${names === 1 ? "" : ` ${names}`})`;
      if (!isReserved(free) && !(await isTaken(root, free))) return free;
    }
  }

  return {
    /** Copies what is to be written, and gives the copy. Throws what the browser throws. */
    async copy(of: Wanted): Promise<File> {
      const name = await freeName(of.from ?? of.path);
      const handle = await root.getFileHandle(name, { create: true });
      let stream: FileSystemWritableFileStream | undefined;
      try {
        stream = await handle.createWritable();
        await stream.write(of.data);
        await stream.close();
        const file = await handle.getFile();
        spares.push({ name, file, of });
        return file;
      } catch (error) {
        await stream?.abort().catch(() => {});
        await root.removeEntry(name).catch(() => {});
        throw error;
      }
    },
    /** Says that what is to be at a path is there. */
    done: (path: string): void => void written.add(path),
    /**
     * Removes each copy whose content has its place, or `isBack` in the one that it had. Gives a sentence for each that stays.
     */
    async settle(isBack: (from: string, file: File) => Promise<boolean>): Promise<readonly string[]> {
      const stay: string[] = [];
      for (const { name, file, of } of spares) {
        const { path, from } = of;
        if (written.has(path) || (from !== undefined && (await isBack(from, file)))) {
          await root.removeEntry(name).catch((error: unknown) => {
            stay.push(`${name}: it is a copy that could not be removed (${reasonOf(error)}).`);
          });
        } else {
          const what = from === undefined ? `what was to be written to ${path}` : `what was in ${from}`;
          stay.push(`${name}: it is new and holds ${what}, which could not be put elsewhere.`);
        }
      }
      return stay;
    },
  };
}

async function isTaken(root: FolderHandle, name: string): Promise<boolean> {
  try {
    return await exists(root, name);
  } catch (error) {
    if (error instanceof Error && error.name === "TypeMismatchError") return true;
    throw error;
  }
}

/** Whether a directory has a file of a name. Throws where it has a directory of that name. */
export async function exists(directory: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await directory.getFileHandle(name);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "NotFoundError") return false;
    throw error;
  }
}
