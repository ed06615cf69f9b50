import { types } from "@bytecodealliance/preview2-shim/http";
import { expect, test } from "vitest";
import { provideForTest, thrown } from "../provider-testing.ts";

test("a request can be built, and sending it is refused", () => {
  const { call } = provideForTest();
  const request = new types.OutgoingRequest(types.Fields.fromList([["accept", new Uint8Array([42])]]));
  request.setAuthority("example.com");
  request.setPathWithQuery("/");
  const body = request.body();
  body.write().blockingWriteAndFlush(new Uint8Array([1]));
  types.OutgoingBody.finish(body, undefined);
  expect(thrown(() => call("wasi:http/outgoing-handler", "handle", request, undefined))).toEqual({
    tag: "HTTP-request-denied",
  });
});

test("bodies do not grow for ever", () => {
  provideForTest();
  const chunk = new Uint8Array(1_000_000);
  const write = () => {
    for (let count = 0; count < 70; count += 1) {
      const stream = new types.OutgoingRequest(types.Fields.fromList([])).body().write();
      stream.checkWrite();
      stream.write(chunk);
    }
  };
  expect(thrown(write)).toMatchObject({ tag: "last-operation-failed" });
});
