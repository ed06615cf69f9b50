import { types } from "@bytecodealliance/preview2-shim/http";
import { failed } from "../io/provider-streams.ts";
import type { Provider } from "../provider.ts";
import { raise } from "../raise.ts";
import type { HttpBinding } from "./capability.ts";

/** Bodies of requests that are refused in the end stay in memory until then. */
const mostBodyBytes = 64 * 1024 * 1024;

const patched = new WeakSet<object>();

/**
 * `wasi:http/{types,outgoing-handler}`: requests can be built with the shim's classes; sending one fails with
 * `HTTP-request-denied`.
 */
export const provideHttp: Provider<HttpBinding> = () => {
  capBodies();
  return {
    "wasi:http/types": types,
    "wasi:http/outgoing-handler": { handle: () => raise({ tag: "HTTP-request-denied" }) },
  };
};

/** Bounds what all bodies together may hold. Safe to call again. */
function capBodies(): void {
  const prototype = types.OutgoingBody.prototype;
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const write = prototype.write;
  let held = 0;
  prototype.write = function () {
    const stream = write.call(this);
    // Every stream of the shim has the handler that made it; the interface's type does not show it.
    const { handler } = stream as unknown as { readonly handler: { write(bytes: Uint8Array): void } };
    const keep = handler.write.bind(handler);
    handler.write = (bytes) => {
      held += bytes.byteLength;
      if (held > mostBodyBytes) failed(`request bodies hold more than ${mostBodyBytes} bytes`);
      keep(bytes);
    };
    return stream;
  };
}
