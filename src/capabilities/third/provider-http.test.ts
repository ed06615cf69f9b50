import { expect, test } from "vitest";
import type { HttpBinding } from "../http/capability.ts";
import { bindingDefaults } from "../index.ts";
import { provideForTest, thrown } from "../provider-testing.ts";
import type { Fields } from "./provider-http-fields.ts";
import { type requestClass, type RequestOptions, Response, type Trailers } from "./provider-http-messages.ts";
import type { HostStream } from "./provider-streams.ts";
import { text, written } from "./third-testing.ts";

type RequestClass = ReturnType<typeof requestClass>["Request"];

/** The classes of `wasi:http/types`. */
interface Types {
  readonly Fields: typeof Fields;
  readonly RequestOptions: typeof RequestOptions;
  readonly Request: RequestClass;
}

const encoder = new TextEncoder();
const noTrailers = (): Promise<Trailers> => Promise.resolve({ tag: "ok", val: undefined });
const ended = { tag: "ok", val: undefined };

function client(binding: Partial<HttpBinding>) {
  const run = provideForTest({ bindings: { http: { ...bindingDefaults.http, mode: "mock", ...binding } } });
  // What `provideHttp` has put there.
  const types = run.provided["wasi:http/types@0.3"] as unknown as Types;
  const make = (contents?: ReturnType<typeof written>, trailers = noTrailers(), options?: RequestOptions) => {
    const [request, sent] = types.Request.new(new types.Fields(), contents, trailers, options);
    request.setAuthority("a.example");
    request.setPathWithQuery("/p");
    return { request, sent };
  };
  const send = (request: unknown) => run.call<Promise<Response>>("wasi:http/client@0.3", "send", request);
  return { ...run, types, make, send };
}

async function read(response: Response): Promise<{ readonly body: string; readonly trailers: Trailers }> {
  const [contents, trailers] = Response.consumeBody(response, noTrailers());
  // A body that came from the host.
  return { body: await text(contents as HostStream<Uint8Array>), trailers: await trailers };
}

test("a request gets the answer of the rule, when virtual time has come to it", async () => {
  const rule = { url: "https://a.example/*", status: 203, headers: { "x-a": "b" }, body: "hello", delayMs: 30 };
  const { make, send, call, exchanges } = client({ rules: [{ ...rule, trailers: { "x-end": "yes" } }] });
  const { request, sent } = make();
  const response = await send(request);
  expect(await sent).toEqual(ended);
  expect(response.getStatusCode()).toBe(203);
  expect(response.getHeaders().get("X-A")).toEqual([encoder.encode("b")]);
  expect(call("wasi:clocks/monotonic-clock", "now")).toBe(30_000_000n);
  const { body, trailers } = await read(response);
  expect(body).toBe("hello");
  expect(trailers.tag === "ok" && trailers.val?.copyAll()).toEqual([["x-end", encoder.encode("yes")]]);
  expect(exchanges).toMatchObject([{ method: "GET", url: "https://a.example/p", status: 203 }]);
});

test("a request leaves with its whole body, and the rule sees it", async () => {
  const { make, send, exchanges } = client({
    rules: [{ url: "https://a.example/p", method: "POST", bodyMatch: "ping", status: 201 }],
  });
  const data = written("pi", "ng");
  const { request, sent } = make(data);
  request.setMethod({ tag: "post" });
  const response = await send(request);
  expect(response.getStatusCode()).toBe(201);
  expect(await sent).toEqual(ended);
  expect(data.dropped()).toBe(true);
  expect(await read(response)).toEqual({ body: "", trailers: ended });
  expect(exchanges[0]?.requestBody).toEqual({ size: 4, bytes: encoder.encode("ping") });
});

test("what is refused or fails has its error code, and the body goes no further", async () => {
  const denied = client({ mode: "deny" });
  const data = written("body");
  const { request, sent } = denied.make(data);
  await expect(denied.send(request)).rejects.toEqual({ tag: "HTTP-request-denied" });
  expect(await sent).toEqual({ tag: "err", val: { tag: "HTTP-request-denied" } });
  expect(data.dropped()).toBe(true);
  const failing = client({ rules: [{ url: "https://a.example/*", error: "connection-refused" }] });
  await expect(failing.send(failing.make().request)).rejects.toEqual({ tag: "connection-refused" });
  const broken = Promise.resolve({ tag: "err", val: { tag: "HTTP-protocol-error" } } as const);
  const half = failing.make(written("x"), broken);
  await expect(failing.send(half.request)).rejects.toEqual({ tag: "HTTP-protocol-error" });
  expect(await half.sent).toEqual({ tag: "err", val: { tag: "HTTP-protocol-error" } });
});

test("headers and options of a message cannot be changed", () => {
  const { types, make } = client({});
  const options = new types.RequestOptions();
  options.setConnectTimeout(5n);
  const { request } = make(undefined, noTrailers(), options);
  expect(thrown(() => options.setConnectTimeout(6n))).toEqual({ tag: "immutable" });
  expect(request.getOptions()?.getConnectTimeout()).toBe(5n);
  expect(thrown(() => request.getHeaders().append("a", encoder.encode("b")))).toEqual({ tag: "immutable" });
  const fields = types.Fields.fromList([["a", encoder.encode("1")]]);
  expect(fields.clone().getAndDelete("A")).toEqual([encoder.encode("1")]);
  expect(fields.copyAll()).toEqual([["a", encoder.encode("1")]]);
  expect(thrown(() => types.Fields.fromList([["host", encoder.encode("x")]]))).toEqual({ tag: "forbidden" });
});
