import { dispose } from "../../wit/dispose.ts";
import { raise } from "../raise.ts";
import { type BodyBudget, BodyContent, type BodyEnd, contentLength, OutgoingBody } from "./provider-body.ts";
import type { ErrorCode } from "./provider-errors.ts";
import { type Fields, immutable, isToken } from "./provider-fields.ts";

export interface Method {
  readonly tag: "get" | "head" | "post" | "put" | "delete" | "connect" | "options" | "trace" | "patch" | "other";
  readonly val?: string;
}

export interface Scheme {
  readonly tag: "HTTP" | "HTTPS" | "other";
  readonly val?: string;
}

/** RFC 3986, 3.1 "scheme". */
const schemeText = /^[A-Za-z][A-Za-z0-9+.-]*$/;
/** RFC 3986, 3.2 "authority", without a user. */
const authorityText = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::([0-9]{1,5}))?$/;
/** What programs send in a path and a query: printable ASCII but blanks, `#`, `<` and `>`. */
const pathText = /^[!"$-;=?-~]*$/;

/** The body that a message may give once. */
class BodyOnce {
  readonly #budget: BodyBudget;
  readonly #message: "request" | "response";
  content: BodyContent | undefined;

  constructor(budget: BodyBudget, message: "request" | "response") {
    this.#budget = budget;
    this.#message = message;
  }

  make(headers: Fields): OutgoingBody {
    const length = contentLength(headers);
    if (this.content !== undefined || length === "invalid") return raise(undefined);
    this.content = new BodyContent(this.#budget, this.#message, length === "none" ? undefined : length);
    return new OutgoingBody(this.content);
  }
}

/** What a request asks for, and its body when it has one. */
export interface SentRequest {
  readonly method: string;
  /** `scheme://authority/path?query`; `undefined` without an authority. */
  readonly url: string | undefined;
  readonly headers: Fields;
  readonly content: BodyContent | undefined;
}

/** A request that says whom it asks. */
export interface AddressedRequest extends SentRequest {
  readonly url: string;
}

/** Calls `act` once, now or when the body of the request has ended. */
export function whenSent({ content }: SentRequest, act: (end: BodyEnd) => void): void {
  if (content === undefined) act({ tag: "whole", bytes: new Uint8Array(), trailers: undefined });
  else content.whenEnded(act);
}

let sentOf: (request: OutgoingRequest) => SentRequest;

/** What `request` asks for, without a call of a method: those count as the guest's. */
export function sent(request: OutgoingRequest): SentRequest {
  return sentOf(request);
}

/** `wasi:http/types.outgoing-request`. */
export class OutgoingRequest {
  readonly #headers: Fields;
  readonly #body: BodyOnce;
  #method: Method = { tag: "get" };
  #scheme: Scheme | undefined;
  #authority: string | undefined;
  #pathWithQuery: string | undefined;

  static {
    sentOf = (request) => ({
      method: request.#method.val ?? request.#method.tag.toUpperCase(),
      url: request.#url(),
      headers: request.#headers,
      content: request.#body.content,
    });
  }

  /** A guest gives the headers only; each run has a class of its own that gives the budget. */
  constructor(headers: Fields, budget: BodyBudget) {
    this.#headers = immutable(headers);
    this.#body = new BodyOnce(budget, "request");
  }

  body(): OutgoingBody {
    return this.#body.make(this.#headers);
  }

  method(): Method {
    return this.#method;
  }

  setMethod(method: Method): void {
    if (method.tag === "other" && !isToken(method.val ?? "")) raise(undefined);
    this.#method = method;
  }

  pathWithQuery(): string | undefined {
    return this.#pathWithQuery;
  }

  setPathWithQuery(pathWithQuery: string | undefined): void {
    if (!pathText.test(pathWithQuery ?? "")) raise(undefined);
    this.#pathWithQuery = pathWithQuery;
  }

  scheme(): Scheme | undefined {
    return this.#scheme;
  }

  setScheme(scheme: Scheme | undefined): void {
    if (scheme?.tag === "other" && !schemeText.test(scheme.val ?? "")) raise(undefined);
    this.#scheme = scheme;
  }

  authority(): string | undefined {
    return this.#authority;
  }

  setAuthority(authority: string | undefined): void {
    if (authority !== undefined) {
      const match = authorityText.exec(authority);
      if (match === null || Number(match[1] ?? 0) > 0xffff) raise(undefined);
    }
    this.#authority = authority;
  }

  headers(): Fields {
    return immutable(this.#headers);
  }

  /** Never sent: nobody reads its body. */
  [dispose](): void {
    this.#body.content?.discard();
  }

  #url(): string | undefined {
    if (this.#authority === undefined) return undefined;
    const scheme = this.#scheme?.val ?? this.#scheme?.tag ?? "https";
    const path = this.#pathWithQuery ?? "";
    return `${scheme}://${this.#authority}`.toLowerCase() + (path.startsWith("/") ? path : `/${path}`);
  }
}

/** `wasi:http/types.request-options`. Times in nanoseconds. */
export class RequestOptions {
  #connectTimeout: bigint | undefined;
  #firstByteTimeout: bigint | undefined;
  #betweenBytesTimeout: bigint | undefined;

  connectTimeout(): bigint | undefined {
    return this.#connectTimeout;
  }

  setConnectTimeout(duration: bigint | undefined): void {
    this.#connectTimeout = duration;
  }

  firstByteTimeout(): bigint | undefined {
    return this.#firstByteTimeout;
  }

  setFirstByteTimeout(duration: bigint | undefined): void {
    this.#firstByteTimeout = duration;
  }

  betweenBytesTimeout(): bigint | undefined {
    return this.#betweenBytesTimeout;
  }

  setBetweenBytesTimeout(duration: bigint | undefined): void {
    this.#betweenBytesTimeout = duration;
  }
}

/** `wasi:http/types.outgoing-response`: what a component answers that handles requests. */
export class OutgoingResponse {
  readonly #headers: Fields;
  readonly #body: BodyOnce;
  #statusCode = 200;

  /** A guest gives the headers only; each run has a class of its own that gives the budget. */
  constructor(headers: Fields, budget: BodyBudget) {
    this.#headers = immutable(headers);
    this.#body = new BodyOnce(budget, "response");
  }

  statusCode(): number {
    return this.#statusCode;
  }

  setStatusCode(statusCode: number): void {
    if (statusCode < 100 || statusCode > 999) raise(undefined);
    this.#statusCode = statusCode;
  }

  headers(): Fields {
    return immutable(this.#headers);
  }

  body(): OutgoingBody {
    return this.#body.make(this.#headers);
  }

  [dispose](): void {
    this.#body.content?.discard();
  }
}

type Responded =
  | { readonly tag: "ok"; readonly val: OutgoingResponse }
  | { readonly tag: "err"; readonly val: ErrorCode };

/** `wasi:http/types.response-outparam`: takes the one answer to an incoming request. */
export class ResponseOutparam {
  readonly #take: (response: Responded) => void;

  constructor(take: (response: Responded) => void) {
    this.#take = take;
  }

  static set(param: ResponseOutparam, response: Responded): void {
    param.#take(response);
  }
}
