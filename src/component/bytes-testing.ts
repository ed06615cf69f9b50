/** Components put together byte by byte, for tests. */
const preamble = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

export const TYPE = 7;
export const IMPORT = 10;

export function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...leb(Math.floor(value / 0x80))];
}

export function section(id: number, body: readonly number[]): number[] {
  return [id, ...leb(body.length), ...body];
}

export function component(...sections: readonly (readonly number[])[]): Uint8Array {
  return new Uint8Array([...preamble, ...sections.flat()]);
}

export function name(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...leb(bytes.length), ...bytes];
}

/** One change of a file behind its preamble, wherever `at` falls. */
export interface Edit {
  readonly at: number;
  readonly byte: number;
  readonly kind: "set" | "insert" | "remove";
}

export function edited(file: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const bytes = [...file];
  for (const { at, byte, kind } of edits) {
    const position = 8 + (at % (bytes.length - 8));
    if (kind === "set") bytes[position] = byte;
    else if (kind === "insert") bytes.splice(position, 0, byte);
    else bytes.splice(position, 1);
  }
  return new Uint8Array(bytes);
}
