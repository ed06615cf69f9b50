import { ask, openGuest } from "./guests/ask.ts";
import { expect, test } from "./support/test.ts";

test("HTTP requests answered by rules, and denied", async ({ app }) => {
  await openGuest(app, "probe");
  const rules = [
    {
      method: "POST",
      url: "https://a.test/post*",
      requestHeaders: { "x-key": "1" },
      bodyMatch: "magic",
      status: 201,
      headers: { "content-type": "text/plain", "x-many": ["1", "2"] },
      body: "posted",
      trailers: { "x-end": "bye" },
    },
    { url: "http://a.test/slow", body: "late", delayMs: 5000 },
    { url: "http://a.test/bytes", bodyBase64: "aGk=" },
    { url: "http://a.test/broken", error: "connection-refused" },
    { url: "http://a.test/dns", error: "DNS-error" },
    { url: "http://a.test/late", error: "HTTP-response-timeout", delayMs: 1000 },
  ];
  const steps: readonly (readonly [string, string])[] = [
    [
      "http POST https://a.test/post?q=1 x-key=1 body=some-magic-here",
      'http: 201 [content-type=text/plain x-many=1 x-many=2] "posted" [x-end=bye] 0ms',
    ],
    // Another header, another body, another method, another address: no rule, so it is denied.
    ["http POST https://a.test/post x-key=2 body=some-magic-here", "http! ErrorCode::HttpRequestDenied"],
    ["http POST https://a.test/post x-key=1 body=none", "http! ErrorCode::HttpRequestDenied"],
    ["http PUT https://a.test/post x-key=1 body=magic", "http! ErrorCode::HttpRequestDenied"],
    ["http GET http://b.test/", "http! ErrorCode::HttpRequestDenied"],
    ["http GET http://a.test/slow", 'http: 200 [] "late" [] 5000ms'],
    ["http GET http://a.test/bytes", 'http: 200 [] "hi" [] 0ms'],
    ["http GET http://a.test/broken", "http! ErrorCode::ConnectionRefused"],
    ["http GET http://a.test/dns", "http! ErrorCode::DnsError(DnsErrorPayload { rcode: None, info-code: None })"],
    ["http GET http://a.test/late", "http! ErrorCode::HttpResponseTimeout"],
  ];
  expect(
    await ask(
      app,
      steps.map(([command]) => command),
      { bindings: { http: { mode: "mock", rules } } },
    ),
  ).toEqual(steps.map(([, line]) => line));

  expect(await ask(app, ["http GET http://a.test/bytes"], { bindings: { http: { mode: "deny", rules } } })).toEqual([
    "http! ErrorCode::HttpRequestDenied",
  ]);
});

test("sockets to peers in memory, denied, and why they cannot be real", async ({ app }) => {
  await openGuest(app, "probe");
  const peers = [
    { protocol: "tcp", address: "10.0.0.1:7", behaviour: { echo: true } },
    {
      protocol: "tcp",
      address: "10.0.0.1:25",
      behaviour: {
        replies: [
          { text: "220 hi\n", delayMs: 100 },
          { after: "HELO", base64: "b2s=" },
        ],
        close: true,
      },
    },
    { protocol: "tcp", address: "10.0.0.1:9", behaviour: { refuse: true } },
    { protocol: "tcp", address: "10.0.0.1:10", behaviour: { timeout: true } },
    { protocol: "udp", address: "*:53", behaviour: { echo: true } },
    { protocol: "udp", address: "[::1]:5", behaviour: { replies: [{ text: "pong" }] } },
  ];
  const names = { "a.test": ["10.0.0.1", "::1"] };
  const steps: readonly (readonly [string, unknown])[] = [
    ["tcp 10.0.0.1:7 hello", 'tcp: "hello"@0'],
    ["tcp 10.0.0.1:25 HELO", 'tcp: "220 hi\\nok"@100'],
    ["tcp 10.0.0.1:9 x", "tcp! connection-refused"],
    ["tcp 10.0.0.1:10 x", "tcp! timeout"],
    ["tcp 10.0.0.2:1 x", "tcp! connection-refused"],
    ["udp 10.9.9.9:53 query", 'udp: "query"'],
    ["udp [::1]:5 ping", 'udp: "pong"'],
    ["udp 10.9.9.9:54 lost", "udp! no answer within a second"],
    ["dns a.test", "dns: 10.0.0.1 ::1"],
    ["dns missing.test", "dns! name-unresolvable"],
    ["listen 8080 self", 'listen: "self"'],
  ];
  const commands = steps.map(([command]) => command);
  expect(await ask(app, commands, { bindings: { sockets: { mode: "mock", peers, names } } })).toEqual(
    steps.map(([, line]) => line),
  );
  expect(await ask(app, commands, { bindings: { sockets: { mode: "deny", peers, names } } })).toEqual(
    commands.map((command) => `${command.split(" ")[0]}! access-denied`),
  );
  expect(await app.call("apply", { bindings: { sockets: { mode: "real" } } })).toMatchObject({
    error: { message: expect.stringContaining("A browser has no sockets.") },
  });
});
