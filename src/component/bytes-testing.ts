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
