/** What workers have and the types of documents leave out: for unit tests that reach into a guest. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}
