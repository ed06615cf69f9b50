import type { Pollable } from "../io/provider-pollable.ts";
import { raise } from "../raise.ts";
import type { Arrival } from "./provider-arrival.ts";
import { IncomingBody } from "./provider-body.ts";
import type { ErrorCode } from "./provider-errors.ts";
import { type Fields, immutable } from "./provider-fields.ts";
import type { Method, Scheme } from "./provider-outgoing.ts";

/** What every message that comes in holds. */
interface MessageParts {
  readonly headers: Fields;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly trailers: Fields | undefined;
}

interface ResponseParts extends MessageParts {
  readonly status: number;
}

interface RequestParts extends MessageParts {
  readonly method: Method;
  readonly scheme: Scheme | undefined;
  readonly authority: string | undefined;
  readonly pathWithQuery: string | undefined;
}

/** What requests and responses that come in have in common. */
class IncomingMessage<P extends MessageParts> {
  protected readonly parts: P;
  #consumed = false;

  /** For hosts. */
  constructor(parts: P) {
    this.parts = parts;
  }

  headers(): Fields {
    return immutable(this.parts.headers);
  }

  consume(): IncomingBody {
    if (this.#consumed) raise(undefined);
    this.#consumed = true;
    return new IncomingBody(this.parts.body, this.parts.trailers);
  }
}

/** `wasi:http/types.incoming-response`. */
export class IncomingResponse extends IncomingMessage<ResponseParts> {
  status(): number {
    return this.parts.status;
  }
}

/** `wasi:http/types.incoming-request`. */
export class IncomingRequest extends IncomingMessage<RequestParts> {
  method(): Method {
    return this.parts.method;
  }

  pathWithQuery(): string | undefined {
    return this.parts.pathWithQuery;
  }

  scheme(): Scheme | undefined {
    return this.parts.scheme;
  }

  authority(): string | undefined {
    return this.parts.authority;
  }
}

export type Answer =
  | { readonly tag: "ok"; readonly val: ResponseParts }
  | { readonly tag: "err"; readonly val: ErrorCode };

type Response =
  | { readonly tag: "ok"; readonly val: IncomingResponse }
  | { readonly tag: "err"; readonly val: ErrorCode };

type Got = { readonly tag: "ok"; readonly val: Response } | { readonly tag: "err"; readonly val: undefined };

/** `wasi:http/types.future-incoming-response`. */
export class FutureIncomingResponse {
  readonly #arrival: Arrival;
  readonly #answer: () => Answer | undefined;
  #taken = false;

  /** For hosts. `answer` is there once `arrival` is reached. */
  constructor(arrival: Arrival, answer: () => Answer | undefined) {
    this.#arrival = arrival;
    this.#answer = answer;
  }

  subscribe(): Pollable {
    return this.#arrival.pollable();
  }

  /** Nothing before the answer is there, the answer once, and then an error. */
  get(): Got | undefined {
    if (this.#taken) return { tag: "err", val: undefined };
    if (!this.#arrival.ask()) return undefined;
    const answer = this.#answer();
    if (answer === undefined) return undefined;
    this.#taken = true;
    return { tag: "ok", val: answer.tag === "ok" ? { tag: "ok", val: new IncomingResponse(answer.val) } : answer };
  }
}
