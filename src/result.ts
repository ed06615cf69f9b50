/** The outcome of something that can fail in a way a person can act on. */
export type Result<T, E = OrreryError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** What went wrong, by kind. The tag is part of the public contract (`window.orrery` gives it back). */
export type ErrorTag =
  | "empty-file"
  | "too-large"
  | "not-wasm"
  | "truncated"
  | "invalid-component"
  | "old-component"
  | "unknown-imports"
  | "no-wasi"
  | "wit-package"
  | "wat-syntax"
  | "fetch"
  | "no-component"
  | "analysis-crashed"
  | "transpile"
  | "unsupported"
  | "unsafe-name"
  | "compile"
  | "link"
  | "memory-limit"
  | "time-limit"
  | "output-limit"
  | "message-limit"
  | "call-limit"
  | "handle-limit"
  | "trap"
  | "denied"
  | "host"
  | "needs-folder"
  | "needs-jspi"
  | "no-run"
  | "busy"
  | "stopped"
  | "scenario"
  | "newer-version"
  | "link-damaged"
  | "link-too-large"
  | "wit-syntax"
  | "no-interface"
  | "unknown-world"
  | "no-file"
  | "sandbox"
  | "not-available";

/**
 * A failure as plain data: it crosses workers and `window.orrery` unchanged.
 * `message` names the phase, the thing, the reason and what to do next.
 */
export interface OrreryError {
  readonly tag: ErrorTag;
  readonly message: string;
  readonly detail?: unknown;
}

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

export function fail(
  tag: ErrorTag,
  message: string,
  detail?: unknown,
): { readonly ok: false; readonly error: OrreryError } {
  return { ok: false, error: detail === undefined ? { tag, message } : { tag, message, detail } };
}
