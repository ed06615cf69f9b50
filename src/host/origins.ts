/** Where a request goes, as the browser's own URL parser reads it. */
export interface Target {
  /** The whole address in the parser's spelling, without a fragment. */
  readonly url: string;
  readonly origin: string;
  /** Not a name or an address of the public internet: this computer, its network, or an address with a special use. */
  readonly isPrivate: boolean;
}

/** Reads an address that a component wants to reach. Gives the reason when no request may go there. `ownOrigin` is the page's. */
export function targetOf(address: string, ownOrigin: string): Target | { readonly why: string } {
  if (!URL.canParse(address)) return { why: "this is not an absolute URL" };
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return { why: "only https: and http: leave this page" };
  if (url.username !== "" || url.password !== "") return { why: "the URL holds a user name or a password" };
  if (withoutDot(url.origin) === ownOrigin)
    return { why: "it goes to the origin of this page, which is never allowed" };
  url.hash = "";
  return { url: url.href, origin: url.origin, isPrivate: isPrivateHost(url.hostname) };
}

/** A host name may end in a dot and mean the same host. */
function withoutDot(origin: string): string {
  return origin.replace(/\.(?=:\d+$|$)/, "");
}

const privateSuffixes = [".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet"];

/**
 * Whether a host lies outside the public internet, as far as its name tells. `hostname` must come from the URL parser: it
 * has brought every spelling of an address (decimal, octal, hexadecimal, shortened) into one.
 */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, "").toLowerCase();
  if (host.startsWith("[")) {
    const groups = groupsOf(host.slice(1, -1));
    return groups === undefined || isPrivateIpv6(groups);
  }
  const ipv4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host);
  if (ipv4 !== null) return isPrivateIpv4(Number(ipv4[1]), Number(ipv4[2]), Number(ipv4[3]));
  return !host.includes(".") || privateSuffixes.some((suffix) => host.endsWith(suffix));
}

/** By its first three bytes: the blocks of RFC 6890 and RFC 6598, multicast and what is reserved. */
function isPrivateIpv4(a: number, b: number, c: number): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  if (a === 100) return b >= 64 && b < 128;
  if (a === 169) return b === 254;
  if (a === 172) return b >= 16 && b < 32;
  if (a === 192) return b === 168 || (b === 0 && c === 0);
  return a === 198 && (b === 18 || b === 19);
}

function isPrivateIpv6(groups: readonly number[]): boolean {
  const [first = 0, second = 0] = groups;
  // fc00::/7, fe80::/10 and the older fec0::/10, ff00::/8
  if ((first & 0xfe00) === 0xfc00 || (first & 0xff80) === 0xfe80 || first >= 0xff00) return true;
  const [, , , , , sixth = 0, high = 0, low = 0] = groups;
  const inside = (upper: number, lower: number): boolean => isPrivateIpv4(upper >> 8, upper & 255, lower >> 8);
  const leading = groups.slice(0, 5).every((group) => group === 0);
  // ::, ::1 and an IPv4 address in its last 32 bits: mapped, or the older compatible form.
  if (leading && (sixth === 0 || sixth === 0xffff)) return inside(high, low);
  // An IPv4 address behind a translator (RFC 6052, RFC 8215) or a 6to4 relay.
  if (first === 0x64 && second === 0xff9b) return groups[2] !== 0 || inside(high, low);
  return first === 0x2002 && inside(second, groups[2] ?? 0);
}

/** The eight groups of an IPv6 address as the URL parser writes it: hexadecimal, at most one `::`. */
function groupsOf(text: string): readonly number[] | undefined {
  const [front = "", back] = text.split("::");
  const read = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const before = read(front);
  const after = back === undefined ? [] : read(back);
  const gap = 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: Math.max(0, gap) }, () => 0), ...after];
  return groups.length === 8 && groups.every((group) => group >= 0 && group <= 0xffff) ? groups : undefined;
}
