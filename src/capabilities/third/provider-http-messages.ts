import { dispose } from "../../wit/dispose.ts";
import type { ErrorCode } from "../http/provider-errors.ts";
import {
  type Method,
  type OutgoingRequest,
  RequestOptions as SecondOptions,
  type Scheme,
} from "../http/provider-outgoing.ts";
import { raise } from "../raise.ts";
import { type Fields, locked } from "./provider-http-fields.ts";
import { done, type Ended, type GuestStream, hostStream, type HostStream } from "./provider-streams.ts";

/** What ends a body: its trailers or an error. */
export type Trailers =
  | { readonly tag: "ok"; readonly val: Fields | undefined }
  | { readonly tag: "err"; readonly val: ErrorCode };

/** A body that is read, and what ends it. */
export type Contents = readonly [contents: HostStream<Uint8Array> | GuestStream, trailers: PromiseLike<Trailers>];

/** What a request has to be sent with. */
export interface Sent {
  readonly request: OutgoingRequest;
  readonly contents: GuestStream | undefined;
  readonly trailers: PromiseLike<Trailers>;
  readonly options: RequestOptions | undefined;
  /** Tells the guest what came of sending it. */
  transmitted(result: Ended<ErrorCode>): void;
}

/** Reads a future that only tells how the other side fared: whoever writes one waits until it is read. */
export function heard(future: PromiseLike<unknown>): void {
  future.then(
    () => {},
    () => {},
  );
}

/** A body that can be taken once. */
function once(contents: GuestStream | undefined, trailers: PromiseLike<Trailers>): () => Contents {
  return () => [
    contents ??
      hostStream<Uint8Array>(
        async () => undefined,
        () => {},
      ),
    trailers,
  ];
}

/** `wasi:http/types.request-options` of 0.3. Times in nanoseconds. */
export class RequestOptions {
  readonly second = new SecondOptions();
  #locked = false;

  /** A request's options cannot be changed. */
  lock(): this {
    this.#locked = true;
    return this;
  }

  getConnectTimeout(): bigint | undefined {
    return this.second.connectTimeout();
  }

  setConnectTimeout(duration: bigint | undefined): void {
    this.#changeable().setConnectTimeout(duration);
  }

  getFirstByteTimeout(): bigint | undefined {
    return this.second.firstByteTimeout();
  }

  setFirstByteTimeout(duration: bigint | undefined): void {
    this.#changeable().setFirstByteTimeout(duration);
  }

  getBetweenBytesTimeout(): bigint | undefined {
    return this.second.betweenBytesTimeout();
  }

  setBetweenBytesTimeout(duration: bigint | undefined): void {
    this.#changeable().setBetweenBytesTimeout(duration);
  }

  clone(): RequestOptions {
    const made = new RequestOptions();
    made.setConnectTimeout(this.getConnectTimeout());
    made.setFirstByteTimeout(this.getFirstByteTimeout());
    made.setBetweenBytesTimeout(this.getBetweenBytesTimeout());
    return made;
  }

  #changeable(): SecondOptions {
    return this.#locked ? raise({ tag: "immutable" }) : this.second;
  }
}

/** `wasi:http/types.request` of 0.3, over requests that `Second` makes. */
export function requestClass(Second: new (headers: Fields) => OutgoingRequest) {
  let partsOf: (request: Request) => Sent;

  class Request {
    readonly #sent: Sent;
    readonly #headers: Fields;

    static {
      partsOf = (request) => request.#sent;
    }

    private constructor(headers: Fields, sent: Sent) {
      this.#headers = locked(headers);
      this.#sent = sent;
    }

    static new(
      headers: Fields,
      contents: GuestStream | undefined,
      trailers: PromiseLike<Trailers>,
      options: RequestOptions | undefined,
    ): [Request, Promise<Ended<ErrorCode>>] {
      const { promise, resolve } = Promise.withResolvers<Ended<ErrorCode>>();
      const request = new Second(headers);
      return [
        new Request(headers, { request, contents, trailers, options: options?.lock(), transmitted: resolve }),
        promise,
      ];
    }

    static consumeBody(request: Request, read: PromiseLike<unknown>): Contents {
      heard(read);
      const { contents, trailers, transmitted } = request.#sent;
      transmitted(done);
      return once(contents, trailers)();
    }

    getMethod(): Method {
      return this.#sent.request.method();
    }

    setMethod(method: Method): void {
      this.#sent.request.setMethod(method);
    }

    getPathWithQuery(): string | undefined {
      return this.#sent.request.pathWithQuery();
    }

    setPathWithQuery(pathWithQuery: string | undefined): void {
      this.#sent.request.setPathWithQuery(pathWithQuery);
    }

    getScheme(): Scheme | undefined {
      return this.#sent.request.scheme();
    }

    setScheme(scheme: Scheme | undefined): void {
      this.#sent.request.setScheme(scheme);
    }

    getAuthority(): string | undefined {
      return this.#sent.request.authority();
    }

    setAuthority(authority: string | undefined): void {
      this.#sent.request.setAuthority(authority);
    }

    getOptions(): RequestOptions | undefined {
      return this.#sent.options?.clone().lock();
    }

    getHeaders(): Fields {
      return locked(this.#headers);
    }
  }
  return { Request, sentOf: (request: Request): Sent => partsOf(request) };
}

/** A response as its class holds it. */
interface ResponseParts {
  readonly status: number;
  readonly headers: Fields;
  consume(): Contents;
  drop(): void;
}

/** `wasi:http/types.response` of 0.3. */
export class Response {
  readonly #parts: ResponseParts;
  #status: number;
  #consumed = false;

  /** For hosts. */
  constructor(parts: ResponseParts) {
    this.#parts = parts;
    this.#status = parts.status;
  }

  static new(
    headers: Fields,
    contents: GuestStream | undefined,
    trailers: PromiseLike<Trailers>,
  ): [Response, Promise<Ended<ErrorCode>>] {
    const parts = { status: 200, headers: locked(headers), consume: once(contents, trailers), drop() {} };
    return [new Response(parts), Promise.resolve(done)];
  }

  static consumeBody(response: Response, read: PromiseLike<unknown>): Contents {
    heard(read);
    response.#consumed = true;
    return response.#parts.consume();
  }

  getStatusCode(): number {
    return this.#status;
  }

  setStatusCode(status: number): void {
    if (status < 100 || status > 999) raise(undefined);
    this.#status = status;
  }

  getHeaders(): Fields {
    return locked(this.#parts.headers);
  }

  [dispose](): void {
    if (!this.#consumed) this.#parts.drop();
  }
}
