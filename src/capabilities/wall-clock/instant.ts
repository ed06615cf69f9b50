/** Seconds and nanoseconds since 1970-01-01T00:00:00Z, as `wasi:clocks/wall-clock` gives them. */
export interface Instant {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

const pattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads an instant such as `2024-02-29T12:00:00.5Z` (RFC 3339, up to nine decimals). Gives `undefined` for anything else, for
 * dates that no calendar has and for instants before 1970, which the interface cannot express.
 */
export function parseInstant(text: string): Instant | undefined {
  const [, whole, decimals = "", zone] = pattern.exec(text) ?? [];
  if (whole === undefined || zone === undefined) return undefined;
  const local = Date.parse(`${whole}Z`);
  // Date.parse rolls 30 February over to March; a date that does not come back the same is none.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(whole)) return undefined;
  const milliseconds = Date.parse(`${whole}${zone}`);
  if (Number.isNaN(milliseconds) || milliseconds < 0) return undefined;
  return { seconds: BigInt(milliseconds / 1000), nanoseconds: Number(decimals.padEnd(9, "0")) };
}
