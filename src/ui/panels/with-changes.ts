/** A copy with other fields; a field that becomes `undefined` is left out. What is typed is checked by the capability's schema before it is kept. */
export function withChanges<T extends object>(value: T, next: Readonly<Record<string, unknown>>): T {
  const entries = Object.entries({ ...value, ...next }).filter(([, one]) => one !== undefined);
  // The schema tells whether it is still one.
  return Object.fromEntries(entries) as T;
}
