/**
 * The few globals that the page, workers and Node all have and that the language's own library does not declare.
 * Only the pure realm includes this file; the other realms have the whole declarations.
 */

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(source: string, destination: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}

declare function atob(data: string): string;
declare function btoa(data: string): string;

/** Named in the protocol only; nothing pure uses one. */
interface MessagePort {
  postMessage(message: unknown): void;
}
