import { dispose } from "../../wit/dispose.ts";
import type { Pollable } from "../io/provider-pollable.ts";
import { raise } from "../raise.ts";
import type { Arrival } from "./provider-arrival.ts";
import { IncomingBody, type IncomingContent } from "./provider-body.ts";
import type { ErrorCode } from "./provider-errors.ts";
import { type Fields, immutable } from "./provider-fields.ts";
import type { Method, Scheme } from "./provider-outgoing.ts";

/** What every message that comes in holds. */
interface MessageParts {
  readonly headers: Fields;
  readonly content: IncomingContent;
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
    return new IncomingBody(this.parts.content);
  }

  [dispose](): void {
    if (!this.#consumed) this.parts.content.drop();
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

/** The host's side of a request that was sent. */
export interface Pending {
  readonly arrival: Arrival;
  /** There once `arrival` is. */
  answer(): Answer | undefined;
  /** The guest has the error, or it does not want the answer any more. */
  end(): void;
}

/** `wasi:http/types.future-incoming-response`. */
export class FutureIncomingResponse {
  readonly #pending: Pending;
  #taken = false;

  /** For hosts. */
  constructor(pending: Pending) {
    this.#pending = pending;
  }

  subscribe(): Pollable {
    return this.#pending.arrival.pollable();
  }

  /** Nothing before the answer is there, the answer once, and then an error. */
  get(): Got | undefined {
    if (this.#taken) return { tag: "err", val: undefined };
    if (!this.#pending.arrival.ask()) return undefined;
    const answer = this.#pending.answer();
    if (answer === undefined) return undefined;
    this.#taken = true;
    if (answer.tag === "ok") return { tag: "ok", val: { tag: "ok", val: new IncomingResponse(answer.val) } };
    this.#pending.end();
    return { tag: "ok", val: answer };
  }

  [dispose](): void {
    if (!this.#taken) this.#pending.end();
  }
}
