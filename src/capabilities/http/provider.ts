import { decodeBase64 } from "../base64.ts";
import type { Provider, Time } from "../provider.ts";
import { raise } from "../raise.ts";
import type { HttpBinding, HttpRule } from "./capability.ts";
import { TimedArrival } from "./provider-arrival.ts";
import { BodyBudget, FutureTrailers, IncomingBody, OutgoingBody, wholeContent } from "./provider-body.ts";
import { errorCode, httpErrorCode } from "./provider-errors.ts";
import { type Exchange, ExchangeLog } from "./provider-exchanges.ts";
import { Fields, hostFields, valuesOf } from "./provider-fields.ts";
import {
  type Answer,
  FutureIncomingResponse,
  IncomingRequest,
  IncomingResponse,
  type Pending,
} from "./provider-incoming.ts";
import {
  type AddressedRequest,
  OutgoingRequest,
  OutgoingResponse,
  RequestOptions,
  ResponseOutparam,
  sent,
  whenSent,
} from "./provider-outgoing.ts";
import { sendReal, sentByBrowsers } from "./provider-real.ts";
import { matchingRule } from "./provider-rules.ts";

/**
 * `wasi:http/{types,outgoing-handler}` of WASI 0.2. Requests can always be built. The mock decides about a request when its body
 * has ended, by the first rule that matches; a request that is refused fails with `HTTP-request-denied`. Real requests leave when
 * their body has ended. Each request is written down with what came of it.
 */
export const provideHttp: Provider<HttpBinding> = (context) => {
  const { binding } = context;
  const budget = new BodyBudget();
  const log = new ExchangeLog(context);
  const types = {
    Fields,
    FutureIncomingResponse,
    FutureTrailers,
    IncomingBody,
    IncomingRequest,
    IncomingResponse,
    OutgoingBody,
    OutgoingRequest: class extends OutgoingRequest {
      constructor(headers: Fields) {
        super(headers, budget);
      }
    },
    OutgoingResponse: class extends OutgoingResponse {
      constructor(headers: Fields) {
        super(headers, budget);
      }
    },
    RequestOptions,
    ResponseOutparam,
    httpErrorCode,
  };
  const handle = (request: OutgoingRequest, options: RequestOptions | undefined): FutureIncomingResponse => {
    const made = sent(request);
    const asked = binding.mode === "real" ? { ...made, headers: sentByBrowsers(made.headers) } : made;
    const exchange = log.open(binding.mode, asked);
    const { url } = asked;
    if (binding.mode === "deny" || url === undefined) {
      const code = binding.mode === "deny" ? "HTTP-request-denied" : "HTTP-request-URI-invalid";
      asked.content?.discard();
      exchange.failed(code);
      exchange.end();
      return raise(errorCode(code));
    }
    const pending =
      binding.mode === "real"
        ? sendReal(context, { ...asked, url }, options, exchange)
        : sendMock(binding.rules, { ...asked, url }, options?.firstByteTimeout(), context.time, exchange);
    return new FutureIncomingResponse(pending);
  };
  return { "wasi:http/types": types, "wasi:http/outgoing-handler": { handle } };
};

/** Decides at once, or when the body of the request has ended. */
function sendMock(
  rules: readonly HttpRule[],
  request: AddressedRequest,
  timeoutNs: bigint | undefined,
  time: Time,
  exchange: Exchange,
): Pending {
  const arrival = new TimedArrival(time);
  let answer: Answer | undefined;
  whenSent(request, (end) => {
    const rule = end.tag === "whole" ? ruleFor(rules, request, end.bytes) : undefined;
    const delayNs = BigInt(Math.round((rule?.delayMs ?? 0) * 1e6));
    const late = timeoutNs !== undefined && timeoutNs < delayNs;
    if (end.tag === "whole") exchange.sent(end.bytes);
    if (end.tag === "broken") answer = { tag: "err", val: end.error };
    else if (rule === undefined) answer = { tag: "err", val: errorCode("HTTP-request-denied") };
    else if (late) answer = { tag: "err", val: errorCode("connection-read-timeout") };
    else answer = answerOf(rule, request.method, exchange);
    if (answer.tag === "err") exchange.failed(answer.val.tag);
    arrival.set(late ? timeoutNs : delayNs);
  });
  return { arrival, answer: () => answer, end: () => exchange.end() };
}

function ruleFor(
  rules: readonly HttpRule[],
  { method, headers, url }: AddressedRequest,
  body: Uint8Array,
): HttpRule | undefined {
  const decoder = new TextDecoder();
  return matchingRule(rules, {
    method,
    url,
    headers: (name) => valuesOf(headers, name).map((value) => decoder.decode(value)),
    body,
  });
}

function answerOf(rule: HttpRule, method: string, exchange: Exchange): Answer {
  if (rule.error !== undefined) return { tag: "err", val: errorCode(rule.error) };
  const status = rule.status ?? 200;
  const headers = hostFields(rule.headers ?? {});
  // A response to HEAD has no body (RFC 9110, 9.3.2).
  const body = method === "HEAD" ? new Uint8Array() : bodyOf(rule);
  const trailers = rule.trailers && hostFields(rule.trailers);
  exchange.answered(status, headers, trailers);
  exchange.received(body);
  const content = wholeContent(body, trailers, () => exchange.end());
  return { tag: "ok", val: { status, headers, content } };
}

function bodyOf(rule: HttpRule): Uint8Array<ArrayBuffer> {
  if (rule.bodyBase64 === undefined) return new TextEncoder().encode(rule.body ?? "");
  return decodeBase64(rule.bodyBase64);
}
