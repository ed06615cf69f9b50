/** Where a request goes, as the browser's own URL parser reads it. */
export interface Target {
  /** The whole address in the parser's spelling, without a fragment. */
  readonly url: string;
  readonly origin: string;
  /** Not a name or an address of the public internet: this computer, its network, or an address with a special use. */
  readonly isPrivate: boolean;
}

/** Why no request may go to an address; `error` as in `RealAnswer`. */
interface Unreachable {
  readonly error: string;
  readonly why: string;
}

/** Reads an address that a component wants to reach. Gives the reason when no request may go there. `ownOrigin` is the page's. */
export function targetOf(address: string, ownOrigin: string): Target | Unreachable {
  if (!URL.canParse(address)) return { error: "HTTP-request-URI-invalid", why: "its address is not an absolute URL" };
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return denied("only https: and http: leave this page");
  if (url.username !== "" || url.password !== "") return denied("the URL holds a user name or a password");
  if (serverOf(url) === serverOf(new URL(ownOrigin)))
    return denied("it goes to the origin of this page, which is never allowed");
  url.hash = "";
  return { url: url.href, origin: url.origin, isPrivate: isPrivateHost(url.hostname) };
}

function denied(why: string): Unreachable {
  return { error: "HTTP-request-denied", why };
}

/** Host and port that a request to `url` reaches, whatever the scheme. */
function serverOf({ protocol, hostname, port }: URL): string {
  return `${withoutDots(hostname)}:${port === "" ? (protocol === "https:" ? 443 : 80) : port}`;
}

/** A host name may end in a dot and mean the same host. No name has several, but resolvers may be lenient. */
function withoutDots(hostname: string): string {
  const host = hostname.replace(/\.+$/, "");
  // Without them it may be an address that the parser took for a name.
  const again = `http://${host}/`;
  return host !== hostname && URL.canParse(again) ? new URL(again).hostname : host;
}

/** Names that resolvers of offices and homes know, and the domain name system of the internet does not. */
const privateDomains = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "home.arpa",
  "home",
  "lan",
  "intranet",
  "corp",
  "private",
  "fritz.box",
];

/**
 * Whether a host lies outside the public internet, as far as its name tells. `hostname` must come from the URL parser: it
 * has brought every spelling of an address (decimal, octal, hexadecimal, shortened) into one.
 */
function isPrivateHost(hostname: string): boolean {
  const host = withoutDots(hostname).toLowerCase();
  if (host.startsWith("[")) {
    const groups = groupsOf(host.slice(1, -1));
    return groups === undefined || isPrivateIpv6(groups);
  }
  const ipv4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host);
  if (ipv4 !== null) return isPrivateIpv4(Number(ipv4[1]), Number(ipv4[2]), Number(ipv4[3]));
  return !host.includes(".") || privateDomains.some((domain) => `.${host}`.endsWith(`.${domain}`));
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
  // The translated form, ::ffff:0:0:0/96 (RFC 2765), and Teredo (RFC 4380), whose address of the client is disguised.
  if (groups.slice(0, 4).every((group) => group === 0) && groups[4] === 0xffff && sixth === 0) return true;
  if (first === 0x2001 && second === 0) return true;
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
