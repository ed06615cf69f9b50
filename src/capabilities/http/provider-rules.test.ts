import { expect, test } from "vitest";
import { http, type HttpRule } from "./capability.ts";
import { matchingRule } from "./provider-rules.ts";

const request = {
  method: "POST",
  url: "https://example.com/a/b?c=d",
  headers: (name: string) => (name.toLowerCase() === "accept" ? ["text/html", "text/plain"] : []),
  body: new TextEncoder().encode("one two"),
};
const matched = (rule: HttpRule): boolean => matchingRule([rule], request) !== undefined;

test.each([
  ["https://example.com/a/b?c=d", true],
  ["HTTPS://Example.COM/a/b?c=d", true],
  ["https://example.com/A/b?c=d", false],
  ["*", true],
  ["https://*/b?*", true],
  ["https://example.com/a/b", false],
  ["https://example.com/a/b*", true],
  ["*=d*d", false],
  ["*.com*.com/*", false],
  ["http://*", false],
])("pattern %s", (url, expected) => expect(matched({ url })).toBe(expected));

test.each([
  ["https://example.com:443/a/b?c=d", "https://example.com/a/b?c=d", true],
  ["https://example.com/*", "https://example.com:443/a", true],
  ["https://example.com:*/a", "https://example.com:443/a", true],
  ["http://example.com:80", "http://example.com", true],
  ["http://example.com:443/", "http://example.com/", false],
  ["https://example.com:80/", "https://example.com/", false],
  ["https://example.com:4430/", "https://example.com/", false],
])("pattern %s for %s", (pattern, url, expected) =>
  expect(matchingRule([{ url: pattern }], { ...request, url }) !== undefined).toBe(expected),
);

test("everything that a rule names must be so", () => {
  expect(matched({ url: "*", method: "post" })).toBe(true);
  expect(matched({ url: "*", method: "GET" })).toBe(false);
  expect(matched({ url: "*", requestHeaders: { Accept: "text/plain" } })).toBe(true);
  expect(matched({ url: "*", requestHeaders: { accept: "text" } })).toBe(false);
  expect(matched({ url: "*", bodyMatch: "e t" })).toBe(true);
  expect(matched({ url: "*", bodyMatch: "three" })).toBe(false);
});

test("the first rule wins", () => {
  const rules = [{ url: "http://*" }, { url: "*", status: 201 }, { url: "*", status: 202 }];
  expect(matchingRule(rules, request)?.status).toBe(201);
});

test("a rule that cannot be is refused in words", () => {
  const reason = (rule: object) => http.schema.safeParse({ rules: [rule] }).error?.issues[0]?.message;
  expect(reason({ url: "*", error: "dns-timeout" })).toContain("must be an error-code");
  expect(reason({ url: "*", body: "", bodyBase64: "" })).toContain("not both");
  expect(reason({ url: "*", bodyBase64: "?" })).toBe("must be base64");
  expect(reason({ url: "*", headers: { a: "x\ny" } })).toContain("must be a header value");
  expect(reason({ url: "*", headers: { a: 1 } })).toContain("must be a header value");
  expect(reason({ url: "*", headers: { a: ["ok", "x\ny"] } })).toContain("must be a header value");
  expect(reason({ url: "*", status: 99 })).toBe("must be 100 or more");
  expect(reason({ url: "*" })).toBe(undefined);
});

test("the summary counts", () => {
  const summary = (binding: object) => http.summary(http.schema.parse(binding));
  expect(summary({})).toBe("refused");
  expect(summary({ mode: "mock" })).toBe("no rules");
  expect(summary({ mode: "mock", rules: [{ url: "*" }] })).toBe("1 rule");
  expect(summary({ mode: "mock", rules: [{ url: "a" }, { url: "b" }, { url: "c" }] })).toBe("3 rules");
});
