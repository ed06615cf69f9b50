import { dispose } from "../../wit/dispose.ts";
import { provideForTest, type TestRun } from "../provider-testing.ts";
import { http } from "./capability.ts";
import type { Fields } from "./provider-fields.ts";
import type { FutureIncomingResponse } from "./provider-incoming.ts";
import type { OutgoingRequest, RequestOptions } from "./provider-outgoing.ts";

interface Classes {
  readonly OutgoingRequest: new (headers: Fields) => OutgoingRequest;
  readonly RequestOptions: new () => RequestOptions;
}

export const bytes = (text: string) => new TextEncoder().encode(text);

/** Everything provided with one binding of HTTP, the provider's own classes as an engine gets them, and the act of sending. */
export function provideHttpForTest(binding: object, run: Omit<TestRun, "bindings"> = {}) {
  const given = provideForTest({ ...run, bindings: { http: http.schema.parse(binding) } });
  // Provided things are typed loosely; these are what the provider puts there.
  const classes = given.provided["wasi:http/types"] as unknown as Classes;
  const send = (one: OutgoingRequest, options?: RequestOptions) =>
    given.call<FutureIncomingResponse>("wasi:http/outgoing-handler", "handle", one, options);
  return { ...given, classes, send };
}

/** Drops a resource as an engine does. */
export function drop(resource: object): void {
  const act: unknown = Reflect.get(resource, dispose);
  if (typeof act === "function") Reflect.apply(act, resource, []);
}

/** The answer that has come. */
export function response(future: FutureIncomingResponse) {
  const got = future.get();
  if (got?.tag !== "ok" || got.val.tag !== "ok") throw new Error(`no response: ${JSON.stringify(got)}`);
  return got.val.val;
}
