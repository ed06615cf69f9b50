/** Name and value of a header or a trailer, in the order in which they were sent. */
export type Header = readonly [name: string, value: string];

/** A request that leaves this machine if the person allows it. */
export interface RealRequest {
  readonly method: string;
  /** Absolute, `http:` or `https:`. */
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** How long the first byte of the answer may take once the person has allowed it, connecting included. */
  readonly timeoutMs: number | undefined;
}

/** `body` names what `readBody` reads. `error` is a case of `wasi:http/types.error-code`, such as `HTTP-request-denied`; `why` is for people. */
export type RealAnswer =
  | { readonly status: number; readonly headers: readonly Header[]; readonly body: number }
  | { readonly error: string; readonly why: string };

/** The next bytes of a body, at least one; `end` after the last; `error` as in `RealAnswer` when it breaks off. */
export type BodyPiece =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly end: true }
  | { readonly error: string; readonly why: string };

/** The page's side of what is real: reached by messages, so every answer has to be waited for. No promise of it rejects. */
export interface Outside {
  /** What the person types next, at least one byte; `undefined` at the end of input. */
  readTerminal(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Sends a request; the person may be asked first. */
  sendRequest(request: RealRequest): Promise<RealAnswer>;
  readBody(body: number): Promise<BodyPiece>;
  /** The rest of a body is not wanted. */
  dropBody(body: number): void;
  /** Whether an answer is still to come. It cannot come while the program runs, only when it waits or is made to pause. */
  awaited(): boolean;
  /** The program begins or ends to stand still in a call that waits. */
  suspended(is: boolean): void;
}

/** A body as it is kept to be read later. */
export interface KeptBody {
  /** Of the whole body. */
  readonly size: number;
  /** Its first bytes, up to a cap. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One outgoing request with what came of it, written down when the answer's body has ended, broke off or was dropped. */
export interface HttpExchange {
  /** Milliseconds since the run started. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly binding: "real" | "mock" | "deny";
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly Header[];
  readonly requestBody: KeptBody;
  /** Absent when there was no answer: then `error` tells why. */
  readonly status?: number;
  readonly responseHeaders: readonly Header[];
  readonly responseBody: KeptBody;
  readonly trailers?: readonly Header[];
  /** A case of `wasi:http/types.error-code`. */
  readonly error?: string;
}
