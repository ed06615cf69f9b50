import type { Provider, Time } from "../provider.ts";
import { raise } from "../raise.ts";
import type { HttpBinding, HttpRule } from "./capability.ts";
import { Arrival } from "./provider-arrival.ts";
import { BodyBudget, type BodyEnd, FutureTrailers, IncomingBody, OutgoingBody } from "./provider-body.ts";
import { errorCode, httpErrorCode } from "./provider-errors.ts";
import { Fields, hostFields, valuesOf } from "./provider-fields.ts";
import { type Answer, FutureIncomingResponse, IncomingRequest, IncomingResponse } from "./provider-incoming.ts";
import {
  OutgoingRequest,
  OutgoingResponse,
  RequestOptions,
  ResponseOutparam,
  sent,
  type SentRequest,
} from "./provider-outgoing.ts";
import { matchingRule } from "./provider-rules.ts";

/**
 * `wasi:http/{types,outgoing-handler}` of WASI 0.2. Requests can always be built. The mock decides about a request when its body
 * has ended, by the first rule that matches; a request that is refused fails with `HTTP-request-denied`.
 */
export const provideHttp: Provider<HttpBinding> = ({ binding, time }) => {
  const budget = new BodyBudget();
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
    const asked = sent(request);
    if (binding.mode === "deny" || asked.url === undefined) {
      asked.content?.discard();
      return raise(errorCode(binding.mode === "deny" ? "HTTP-request-denied" : "HTTP-request-URI-invalid"));
    }
    return send(binding.rules, asked, asked.url, options?.firstByteTimeout(), time);
  };
  return { "wasi:http/types": types, "wasi:http/outgoing-handler": { handle } };
};

/** Decides at once, or when the body of the request has ended. */
function send(
  rules: readonly HttpRule[],
  request: SentRequest,
  url: string,
  timeoutNs: bigint | undefined,
  time: Time,
): FutureIncomingResponse {
  const arrival = new Arrival(time);
  let answer: Answer | undefined;
  const decide = (end: BodyEnd): void => {
    const decided = decision(rules, request, url, end);
    const late = timeoutNs !== undefined && timeoutNs < decided.delayNs;
    answer = late ? { tag: "err", val: errorCode("connection-read-timeout") } : decided.answer;
    arrival.set(late ? timeoutNs : decided.delayNs);
  };
  if (request.content === undefined) decide({ tag: "whole", bytes: new Uint8Array(), trailers: undefined });
  else request.content.whenEnded(decide);
  return new FutureIncomingResponse(arrival, () => answer);
}

function decision(
  rules: readonly HttpRule[],
  { method, headers }: SentRequest,
  url: string,
  end: BodyEnd,
): { readonly answer: Answer; readonly delayNs: bigint } {
  if (end.tag === "broken") return { answer: { tag: "err", val: end.error }, delayNs: 0n };
  const decoder = new TextDecoder();
  const rule = matchingRule(rules, {
    method,
    url,
    headers: (name) => valuesOf(headers, name).map((value) => decoder.decode(value)),
    body: end.bytes,
  });
  if (rule === undefined) return { answer: { tag: "err", val: errorCode("HTTP-request-denied") }, delayNs: 0n };
  return { answer: answerOf(rule, method), delayNs: BigInt(Math.round((rule.delayMs ?? 0) * 1e6)) };
}

function answerOf(rule: HttpRule, method: string): Answer {
  if (rule.error !== undefined) return { tag: "err", val: errorCode(rule.error) };
  const parts = {
    status: rule.status ?? 200,
    headers: hostFields(rule.headers ?? {}),
    // A response to HEAD has no body (RFC 9110, 9.3.2).
    body: method === "HEAD" ? new Uint8Array() : bodyOf(rule),
    trailers: rule.trailers && hostFields(rule.trailers),
  };
  return { tag: "ok", val: parts };
}

function bodyOf(rule: HttpRule): Uint8Array<ArrayBuffer> {
  if (rule.bodyBase64 === undefined) return new TextEncoder().encode(rule.body ?? "");
  return Uint8Array.from(atob(rule.bodyBase64), (character) => character.charCodeAt(0));
}
