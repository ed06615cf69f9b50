/**
 * Throws the payload of a WIT `err`. In jco's mapping the error of a `result<_, E>` is thrown as it is, so what is thrown here is
 * no `Error`; every `Error` is a trap.
 */
export function raise(payload: unknown): never {
  throw payload;
}
