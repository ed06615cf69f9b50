import type { Link, Look } from "./types.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A cubic curve. */
type Curve = readonly [Point, Point, Point, Point];

/** One drawn wire, standing for one link or for all links between two folded groups. Lengths in CSS pixels. */
export interface Wire {
  readonly id: string;
  readonly look: Look;
  /** The word for it. */
  readonly word: string;
  /** Ids of the links that it stands for. */
  readonly links: readonly string[];
  /** Path data; two parts when the wire is cut. */
  readonly path: string;
  readonly socket: Point;
  /** Where it ends; for a missing one the open end in the gap. */
  readonly end: Point;
  readonly plug: "full" | "half" | "open" | "small";
  /** Nothing is at its end. */
  readonly hangs: boolean;
  /** The bar that cuts a denied wire, from one end to the other. */
  readonly bar: readonly [Point, Point] | undefined;
}

/** What reads worst wins when links share one wire. */
const severity: readonly Look[] = ["passed", "mock", "real", "deny", "missing"];
/** The part of a denied wire that is left out around its bar, in curve parameters. */
const cut = [0.465, 0.535] as const;
const barHalf = 8;
/** How far a wire without a plug reaches into the gap. */
const openReach = 0.42;

/** The links between the same two ends as they are seen: rows, or the headings of folded groups. */
interface Bundle {
  readonly from: string;
  /** Undefined when nothing is at that end. */
  readonly to: string | undefined;
  readonly look: Look;
  readonly word: string;
  readonly links: readonly string[];
}

/** A link, or one that leads nowhere. */
type Ends = Omit<Link, "to" | "toGroup"> & Readonly<Record<"to" | "toGroup", string | undefined>>;

/** Bundles links by what is seen of their ends: a row that is not seen is stood for by its group. What has no end seen is left out. */
export function bundleLinks(
  links: readonly Ends[],
  sockets: Pick<ReadonlySet<string>, "has">,
  plugs: Pick<ReadonlySet<string>, "has">,
): readonly Bundle[] {
  const bundles = new Map<
    string,
    { from: string; to: string | undefined; look: Look; word: string; links: string[] }
  >();
  for (const link of links) {
    const from = sockets.has(link.from) ? link.from : link.fromGroup;
    const to = link.to === undefined || plugs.has(link.to) ? link.to : link.toGroup;
    if (!sockets.has(from) || (to !== undefined && !plugs.has(to))) continue;
    const key = `${from} > ${to ?? "open"}`;
    const bundle = bundles.get(key);
    if (bundle === undefined) {
      bundles.set(key, { from, to, look: link.look, word: link.word, links: [link.id] });
    } else {
      bundle.links.push(link.id);
      if (severity.indexOf(link.look) > severity.indexOf(bundle.look)) {
        bundle.look = link.look;
        bundle.word = link.word;
      }
    }
  }
  return [...bundles.values()];
}

/**
 * Lays out the wires. `sockets` and `plugs` hold the points of what is seen, rows and group headings alike: a row that
 * is folded away is missing there, and its group's heading stands for it.
 */
export function layoutWires(
  links: readonly Link[],
  sockets: ReadonlyMap<string, Point>,
  plugs: ReadonlyMap<string, Point>,
): readonly Wire[] {
  const right = [...plugs.values()].reduce((most, point) => Math.max(most, point.x), 0);
  const drawn = links.map((link) => (link.open ? { ...link, to: undefined, toGroup: undefined } : link));
  return bundleLinks(drawn, sockets, plugs).flatMap((bundle) => {
    const from = sockets.get(bundle.from);
    const to = bundle.to === undefined ? undefined : plugs.get(bundle.to);
    if (from === undefined) return [];
    return [draw(bundle, from, to, right)];
  });
}

function draw(bundle: Bundle, from: Point, to: Point | undefined, right: number): Wire {
  const { look, word, links } = bundle;
  const id = `${bundle.from} > ${bundle.to ?? "open"}`;
  if (to === undefined) {
    const end = { x: from.x + Math.max(0, right - from.x) * openReach, y: from.y };
    const path = `M${at(from)}L${at(end)}`;
    return { id, look, word, links, path, socket: from, end, plug: "open", hangs: true, bar: undefined };
  }
  const middle = (from.x + to.x) / 2;
  const curve: Curve = [from, { x: middle, y: from.y }, { x: middle, y: to.y }, to];
  const plug = look === "mock" ? "half" : look === "missing" ? "open" : look === "passed" ? "small" : "full";
  const whole = { id, look, word, links, socket: from, end: to, plug, hangs: false } as const;
  if (look !== "deny") return { ...whole, path: pathOf(curve), bar: undefined };
  const path = pathOf(part(curve, 0, cut[0])) + pathOf(part(curve, cut[1], 1));
  return { ...whole, path, bar: barOf(curve) };
}

/** A stroke across the middle of a curve, square to it. */
function barOf(curve: Curve): readonly [Point, Point] {
  const before = pointAt(curve, 0.49);
  const after = pointAt(curve, 0.51);
  const middle = pointAt(curve, 0.5);
  const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
  const across = { x: (-(after.y - before.y) / length) * barHalf, y: ((after.x - before.x) / length) * barHalf };
  return [
    { x: middle.x - across.x, y: middle.y - across.y },
    { x: middle.x + across.x, y: middle.y + across.y },
  ];
}

function mix(a: Point, b: Point, t: number): Point {
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}

function pointAt(curve: Curve, t: number): Point {
  return part(curve, 0, t)[3];
}

/** The piece of a curve between two parameters, by de Casteljau's construction. */
function part(curve: Curve, start: number, end: number): Curve {
  const [a, b, c, d] = curve;
  const head = (t: number): Curve => {
    const ab = mix(a, b, t);
    const bc = mix(b, c, t);
    const cd = mix(c, d, t);
    const abc = mix(ab, bc, t);
    const bcd = mix(bc, cd, t);
    return [a, ab, abc, mix(abc, bcd, t)];
  };
  if (start === 0) return head(end);
  const [p, q, r, s] = part([d, c, b, a], 0, 1 - start);
  const tail: Curve = [s, r, q, p];
  return end === 1 ? tail : part(tail, 0, (end - start) / (1 - start));
}

function pathOf([a, b, c, d]: Curve): string {
  return `M${at(a)}C${at(b)} ${at(c)} ${at(d)}`;
}

function at(point: Point): string {
  return `${round(point.x)},${round(point.y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
