import type { ReadFile } from "../capabilities/filesystem/real-folder.ts";

/** Reads synchronously, which only workers can. */
export const readFile: ReadFile = (file, start, end) => {
  if (!(file instanceof Blob)) throw new TypeError("the page gave something that is no file");
  return new Uint8Array(new FileReaderSync().readAsArrayBuffer(file.slice(start, end)));
};
