import { expect, test } from "vitest";
import { droppedFiles, readTexts } from "./world-files.ts";

/** An entry as a browser makes it: a file's text, or what a folder holds, in parts. */
interface Made {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly fullPath: string;
}

function fileAt(fullPath: string, text: string): Made & { file(done: (file: File) => void): void } {
  const file = new File([text], fullPath);
  return { isFile: true, isDirectory: false, fullPath, file: (done) => done(file) };
}

function folderAt(fullPath: string, parts: readonly (readonly Made[])[]): Made & { createReader(): object } {
  const createReader = () => {
    const left = [...parts];
    return { readEntries: (done: (entries: readonly Made[]) => void) => done(left.shift() ?? []) };
  };
  return { isFile: false, isDirectory: true, fullPath, createReader };
}

/** What a drop hands over. A browser alone can make the real one with folders in it. */
function dropped(entries: readonly Made[]): DataTransfer {
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
  return { items, files: [] } as unknown as DataTransfer;
}

test("a dropped folder gives all files in it with their paths, however deep and in how many parts", async () => {
  const deps = folderAt("/wit/deps", [[fileAt("/wit/deps/b.wit", "b")]]);
  const wit = folderAt("/wit", [[fileAt("/wit/a.wit", "a"), deps], [fileAt("/wit/notes.txt", "n")]]);
  const files = await droppedFiles(dropped([wit]));
  expect(await readTexts(files)).toEqual([
    { path: "wit/a.wit", text: "a" },
    { path: "wit/notes.txt", text: "" },
    { path: "wit/deps/b.wit", text: "b" },
  ]);
});
