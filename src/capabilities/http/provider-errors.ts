import { failed } from "../io/provider-streams.ts";
import { errorCodeNames, type ErrorCodeName } from "./capability.ts";

/** `wasi:http/types.error-code` in jco's mapping. */
export interface ErrorCode {
  readonly tag: ErrorCodeName;
  readonly val?: unknown;
}

/** An error code whose payload, where it has one, says nothing: options are none, in records too. */
export function errorCode(tag: ErrorCodeName): ErrorCode {
  switch (tag) {
    case "DNS-error":
      return { tag, val: { rcode: undefined, infoCode: undefined } };
    case "TLS-alert-received":
      return { tag, val: { alertId: undefined, alertMessage: undefined } };
    case "HTTP-request-trailer-size":
    case "HTTP-response-header-size":
    case "HTTP-response-trailer-size":
      return { tag, val: { fieldName: undefined, fieldSize: undefined } };
    default:
      return { tag };
  }
}

/** The error code of a name that comes from outside; `why` is for people. What has no such name is an `internal-error`. */
export function errorCodeNamed(name: string, why: string): ErrorCode {
  const tag = errorCodeNames.find((one) => one === name) ?? "internal-error";
  return tag === "internal-error" ? { tag, val: why } : errorCode(tag);
}

/** The error code behind an error that a stream of a body gave. */
const codes = new WeakMap<object, ErrorCode>();

/** Ends a stream operation with an error that `http-error-code` knows. */
export function failedWith(message: string, code: ErrorCode): never {
  return failed(message, (error) => void codes.set(error, code));
}

/** `wasi:http/types#http-error-code`. */
export function httpErrorCode(error: object): ErrorCode | undefined {
  return codes.get(error);
}
