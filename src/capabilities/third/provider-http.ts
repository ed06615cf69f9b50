import { FutureTrailers, IncomingBody, OutgoingBody } from "../http/provider-body.ts";
import { errorCode, type ErrorCode, httpErrorCode } from "../http/provider-errors.ts";
import { FutureIncomingResponse, IncomingResponse } from "../http/provider-incoming.ts";
import type { OutgoingRequest, RequestOptions as SecondOptions } from "../http/provider-outgoing.ts";
import type { Provided } from "../provider.ts";
import { raise } from "../raise.ts";
import { Fields, locked } from "./provider-http-fields.ts";
import {
  type Contents,
  heard,
  RequestOptions,
  requestClass,
  Response,
  type Sent,
  type Trailers,
} from "./provider-http-messages.ts";
import { drop, methodsOf } from "./provider-methods.ts";
import { type Ended, readFrom, type Streaming, writeTo } from "./provider-streams.ts";
import { taken, type Under } from "./provider-under.ts";

/** What a stream of a body, or an operation of 0.2, has failed with. */
function codeOf(failure: unknown): ErrorCode {
  const isObject = typeof failure === "object" && failure !== null;
  // Operations of 0.2 throw codes; streams throw objects that stand for one.
  if (isObject && "tag" in failure) return failure as ErrorCode;
  return (isObject ? httpErrorCode(failure) : undefined) ?? { tag: "internal-error", val: undefined };
}

/**
 * `wasi:http/{types,client}` of 0.3 over 0.2: the same rules, refusals and real requests. A request leaves when its body has ended.
 */
export function provideHttp({ second, streaming }: Under): Provided {
  const types = "wasi:http/types";
  const make = taken<new (headers: Fields) => OutgoingRequest>(second, types, "OutgoingRequest");
  const handle = taken<(request: OutgoingRequest, options: SecondOptions | undefined) => FutureIncomingResponse>(
    second,
    "wasi:http/outgoing-handler",
    "handle",
  );
  const { Request, sentOf } = requestClass(make);
  const future = methodsOf<FutureIncomingResponse>(FutureIncomingResponse.prototype);
  const write = bodyWriter(streaming);
  const answer = answerReader(streaming);

  const send = async (request: Parameters<typeof sentOf>[0]): Promise<Response> => {
    const sent = sentOf(request);
    const { body, waited } = begin(sent);
    try {
      const ended = await write(sent, body);
      sent.transmitted(ended);
      if (ended.tag === "err") {
        drop(waited);
        return raise(ended.val);
      }
      await streaming.waits.until(future(waited, "subscribe"));
      const got = future(waited, "get");
      if (got?.tag !== "ok") throw new Error("an answer was there and could not be taken");
      return got.val.tag === "ok" ? answer(got.val.val) : raise(got.val.val);
    } catch (thrown) {
      if (!(thrown instanceof Error)) sent.transmitted({ tag: "err", val: codeOf(thrown) });
      throw thrown;
    }
  };
  /** Hands the request over; what is refused at once is read no further. */
  const begin = (sent: Sent) => {
    try {
      const body = sent.contents && bodyOf(sent);
      return { body, waited: handle(sent.request, sent.options?.second) };
    } catch (thrown) {
      if (thrown instanceof Error) throw thrown;
      if (sent.contents !== undefined) drop(sent.contents);
      heard(sent.trailers);
      sent.transmitted({ tag: "err", val: codeOf(thrown) });
      throw thrown;
    }
  };
  return {
    [`${types}@0.3`]: { Fields, Request, RequestOptions, Response },
    "wasi:http/client@0.3": { send },
  };
}

/** The body of a request; its content-length may be wrong. */
function bodyOf({ request }: Sent): OutgoingBody {
  try {
    return request.body();
  } catch (thrown) {
    if (thrown instanceof Error) throw thrown;
    return raise(errorCode("HTTP-request-body-size"));
  }
}

/** Writes what the guest gives as a request's body, to its end. */
function bodyWriter(streaming: Streaming) {
  const call = methodsOf<OutgoingBody>(OutgoingBody.prototype);
  const { finish } = OutgoingBody;
  return async ({ contents, trailers }: Sent, body: OutgoingBody | undefined): Promise<Ended<ErrorCode>> => {
    if (body === undefined || contents === undefined) {
      heard(trailers);
      return { tag: "ok", val: undefined };
    }
    const broken = errorCode("HTTP-protocol-error");
    const written = await writeTo(streaming, contents, () => call(body, "write"), codeOf, broken);
    if (written.tag === "err") heard(trailers);
    const last = written.tag === "ok" ? await trailers : written;
    if (last.tag === "err") {
      drop(body);
      return last;
    }
    try {
      finish(body, last.val);
      return { tag: "ok", val: undefined };
    } catch (thrown) {
      if (thrown instanceof Error) throw thrown;
      return { tag: "err", val: codeOf(thrown) };
    }
  };
}

/** Makes a response of 0.3 of one of 0.2. */
function answerReader(streaming: Streaming) {
  const call = methodsOf<IncomingResponse>(IncomingResponse.prototype);
  const callBody = methodsOf<IncomingBody>(IncomingBody.prototype);
  const callTrailers = methodsOf<FutureTrailers>(FutureTrailers.prototype);
  const { finish } = IncomingBody;

  const trailersOf = (body: IncomingBody): Trailers => {
    const { val: trailers } = callTrailers(finish(body), "get");
    if (trailers === undefined || trailers.tag === "err") return trailers ?? { tag: "ok", val: undefined };
    return { tag: "ok", val: trailers.val && locked(trailers.val) };
  };
  const consume = (response: IncomingResponse): Contents => {
    const body = call(response, "consume");
    const [contents, ended] = readFrom(streaming, () => callBody(body, "stream"), codeOf);
    return [contents, ended.then((end) => (end.tag === "err" ? end : trailersOf(body)))];
  };
  return (response: IncomingResponse): Response =>
    new Response({
      status: call(response, "status"),
      headers: locked(call(response, "headers")),
      consume: () => consume(response),
      drop: () => drop(response),
    });
}
