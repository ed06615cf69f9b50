import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

/** The cases of `wasi:http/types.error-code`, spelled as in its WIT. */
export const errorCodeNames = [
  "DNS-timeout",
  "DNS-error",
  "destination-not-found",
  "destination-unavailable",
  "destination-IP-prohibited",
  "destination-IP-unroutable",
  "connection-refused",
  "connection-terminated",
  "connection-timeout",
  "connection-read-timeout",
  "connection-write-timeout",
  "connection-limit-reached",
  "TLS-protocol-error",
  "TLS-certificate-error",
  "TLS-alert-received",
  "HTTP-request-denied",
  "HTTP-request-length-required",
  "HTTP-request-body-size",
  "HTTP-request-method-invalid",
  "HTTP-request-URI-invalid",
  "HTTP-request-URI-too-long",
  "HTTP-request-header-section-size",
  "HTTP-request-header-size",
  "HTTP-request-trailer-section-size",
  "HTTP-request-trailer-size",
  "HTTP-response-incomplete",
  "HTTP-response-header-section-size",
  "HTTP-response-header-size",
  "HTTP-response-body-size",
  "HTTP-response-trailer-section-size",
  "HTTP-response-trailer-size",
  "HTTP-response-transfer-coding",
  "HTTP-response-content-coding",
  "HTTP-response-timeout",
  "HTTP-upgrade-failed",
  "HTTP-protocol-error",
  "loop-detected",
  "configuration-error",
  "internal-error",
] as const;

export type ErrorCodeName = (typeof errorCodeNames)[number];

/** A day: what one timer of a browser can wait for, and longer than any run. */
const longestDelayMs = 86_400_000;

/** RFC 9110, 5.6.2 "token" and 5.5 "field-value", the latter as text that is sent in UTF-8. */
const headerName = z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, { error: "must be a header name" });
const headerValue = z.string().regex(/^[\t\u0020-\u007e\u0080-\uffff]*$/, {
  error: "must be a header value: no line ends and no control characters",
});
const headerValues = z.union([headerValue, z.array(headerValue).readonly()], {
  error: "must be a header value or a list of them: no line ends and no control characters",
});
const headers = z.record(headerName, headerValues).readonly();

const rule = z
  .strictObject({
    /** Any method when left out. */
    method: z.string().min(1, { error: "must be a method such as GET" }).optional(),
    /** `scheme://authority/path?query`, in which `*` stands for any text. */
    url: z.string().min(1, { error: "must be a URL such as https://example.com/*" }),
    /** Headers that the request must have with these values. */
    requestHeaders: z.record(headerName, headerValue).readonly().optional(),
    /** Text that the request's body must contain. */
    bodyMatch: z.string().optional(),
    /** 200 when left out. */
    status: z
      .int({ error: "must be a status such as 200" })
      .min(100, { error: "must be 100 or more" })
      .max(599, { error: "must be 599 or less" })
      .optional(),
    /** Headers of the answer. A list gives one header several values. */
    headers: headers.optional(),
    body: z.string().optional(),
    bodyBase64: z.base64({ error: "must be base64" }).optional(),
    trailers: headers.optional(),
    /** How long the answer takes from the end of the request on, in milliseconds of the component's time. */
    delayMs: z
      .number({ error: "must be a number of milliseconds" })
      .min(0, { error: "must be 0 or more" })
      .max(longestDelayMs, { error: `must be ${longestDelayMs} or less` })
      .optional(),
    /** The request fails with this error instead of an answer. */
    error: z
      .enum(errorCodeNames, { error: "must be an error-code of wasi:http, such as connection-refused" })
      .optional(),
  })
  .refine((one) => one.body === undefined || one.bodyBase64 === undefined, {
    error: "give body or bodyBase64, not both",
    path: ["bodyBase64"],
  });

export type HttpRule = Readonly<z.infer<typeof rule>>;

const schema = z.strictObject({
  mode: modeSchema(["real", "mock", "deny"], "deny"),
  /** The first rule that matches a request answers it. */
  rules: z.array(rule).max(1000, { error: "must be 1000 rules or fewer" }).readonly().default([]),
});

export type HttpBinding = Readonly<z.infer<typeof schema>>;

export const http: Capability<HttpBinding> = {
  id: "http",
  title: "HTTP requests",
  group: "network",
  interfaces: ["wasi:http/types", "wasi:http/outgoing-handler"],
  thirdInterfaces: ["wasi:http/types", "wasi:http/client"],
  modes: ["real", "mock", "deny"],
  schema,
  defaults: { mode: "deny", rules: [] },
  fields: [],
  words: {
    real:
      "Requests leave this browser, without cookies, once you have allowed their origin. Other sites must allow it too (CORS). " +
      "A request leaves whole, after its body is finished, without the headers that browsers keep to themselves (cookie, origin, content-length and others). " +
      "While an answer is awaited, the component's other timeouts pass only with the real monotonic clock; a connect timeout is added to that of the first byte.",
    mock: "Rules answer each request without any network. A request that no rule matches fails with HTTP-request-denied.",
    deny: "Every request fails with HTTP-request-denied, an error that the component can handle.",
  },
  examples: [
    {
      title: "A JSON API that answers, and one that times out",
      binding: {
        mode: "mock",
        rules: [
          {
            method: "GET",
            url: "https://api.example.com/users/*",
            headers: { "content-type": "application/json" },
            body: '{"id":1,"name":"Ada"}',
            delayMs: 50,
          },
          { url: "https://slow.example.com/*", error: "connection-timeout" },
        ],
      },
    },
    {
      title: "A token is wanted, whatever is asked",
      binding: {
        mode: "mock",
        rules: [
          { url: "*", requestHeaders: { authorization: "Bearer secret" }, body: "Welcome.\n" },
          { url: "*", status: 401, headers: { "www-authenticate": "Bearer" } },
        ],
      },
    },
    {
      title: "Every server is busy",
      binding: { mode: "mock", rules: [{ url: "*", status: 503, headers: { "retry-after": "120" } }] },
    },
  ],
  summary: ({ mode, rules }) => {
    if (mode === "deny") return "refused";
    if (mode === "real") return "asks for each origin";
    return rules.length === 0 ? "no rules" : rules.length === 1 ? "1 rule" : `${rules.length} rules`;
  },
};
