import type { HttpRule } from "./capability.ts";

/** What rules look at. */
interface RuleRequest {
  readonly method: string;
  /** `scheme://authority/path?query`, scheme and authority in lower case. */
  readonly url: string;
  /** The values of a header; its name in any case. */
  headers(name: string): readonly string[];
  readonly body: Uint8Array;
}

/** The first rule that matches. */
export function matchingRule(rules: readonly HttpRule[], request: RuleRequest): HttpRule | undefined {
  let text: string | undefined;
  const urls = [request.url, withoutDefaultPort(request.url)];
  return rules.find((rule) => {
    if (rule.method !== undefined && rule.method.toUpperCase() !== request.method.toUpperCase()) return false;
    const pattern = withoutDefaultPort(lowerOrigin(rule.url));
    if (!urls.some((url) => matches(pattern, url))) return false;
    for (const [name, value] of Object.entries(rule.requestHeaders ?? {})) {
      if (!request.headers(name).includes(value)) return false;
    }
    if (rule.bodyMatch === undefined) return true;
    text ??= new TextDecoder().decode(request.body);
    return text.includes(rule.bodyMatch);
  });
}

/** The pattern with its scheme and authority in lower case: in these, case means nothing (RFC 3986, 6.2.2.1). */
function lowerOrigin(pattern: string): string {
  const origin = /^[^/?]*:\/\/[^/?]*/.exec(pattern)?.[0] ?? "";
  return origin.toLowerCase() + pattern.slice(origin.length);
}

/** A port that the scheme has anyway says nothing (RFC 9110, 4.2.3). */
function withoutDefaultPort(url: string): string {
  return url.replace(/^(http:\/\/[^/?]*):80(?=[/?]|$)/, "$1").replace(/^(https:\/\/[^/?]*):443(?=[/?]|$)/, "$1");
}

/** Whether `pattern`, in which `*` stands for any text, is the whole of `text`. */
function matches(pattern: string, text: string): boolean {
  const [start = "", ...parts] = pattern.split("*");
  const end = parts.pop();
  if (end === undefined) return pattern === text;
  if (!text.startsWith(start)) return false;
  let at = start.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - end.length >= at && text.endsWith(end);
}
