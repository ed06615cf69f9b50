import { groupBy } from "../../primitives/group-by.ts";
import type { Graph, GraphEdge, GraphNode } from "./composition-graph.ts";

/** Sizes in CSS pixels. */
const nodeWidth = 184;
const nodeHeight = 40;
const columnGap = 68;
const rowGap = 14;
const margin = 8;
const laneHeight = 2;
/** With more, lines go straight across boxes: a picture of so many is lost anyway. */
const maxLanes = 400;

export interface PlacedNode {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** The path of an SVG. */
  readonly path: string;
  /** Where a label stands: the middle of the line. */
  readonly middle: { readonly x: number; readonly y: number };
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** A place in a column: a box, or what a line that goes past the column takes. */
interface Slot {
  readonly id: string;
  readonly node: GraphNode | undefined;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/**
 * Places a graph in columns: what comes from outside left, then instances, each right of all that it takes from, exports
 * right of everything. Columns begin at the top; in one, what takes from near the top stands near the top. A line that goes
 * past a column has a place of its own there, so that it touches no box.
 */
export function layoutGraph({ nodes, edges }: Graph): GraphLayout {
  const layers = layersOf(nodes, edges);
  const chains = new Map(edges.map((edge) => [edge.id, lanesOf(edge, layers)]));
  const lanes = [...chains.values()].reduce((sum, chain) => sum + chain.length, 0);
  if (lanes > maxLanes) for (const id of chains.keys()) chains.set(id, []);

  const columns: Slot[][] = Array.from({ length: 1 + Math.max(0, ...layers.values()) }, () => []);
  for (const node of nodes) columns[layers.get(node.id) ?? 0]?.push({ id: node.id, node });
  const incoming = new Map<string, string[]>();
  for (const { id, from, to } of edges) {
    let last = from;
    for (const [past, lane] of (chains.get(id) ?? []).entries()) {
      columns[(layers.get(from) ?? 0) + 1 + past]?.push({ id: lane, node: undefined });
      incoming.set(lane, [last]);
      last = lane;
    }
    const known = incoming.get(to);
    if (known === undefined) incoming.set(to, [last]);
    else known.push(last);
  }

  const boxes = new Map<string, Box>();
  let height = 0;
  // A layer may have nothing in it.
  const filled = columns.filter((slots) => slots.length > 0);
  for (const [column, slots] of filled.entries()) {
    const wanted = new Map(slots.map(({ id }) => [id, meanHeight(incoming.get(id) ?? [], boxes)]));
    let y = margin;
    for (const { id, node } of slots.toSorted((a, b) => (wanted.get(a.id) ?? 0) - (wanted.get(b.id) ?? 0))) {
      const box = {
        x: margin + column * (nodeWidth + columnGap),
        y,
        height: node === undefined ? laneHeight : nodeHeight,
      };
      boxes.set(id, box);
      y += box.height + rowGap;
    }
    height = Math.max(height, y - rowGap + margin);
  }
  return {
    width: filled.length === 0 ? 0 : 2 * margin + filled.length * (nodeWidth + columnGap) - columnGap,
    height,
    nodes: nodes.flatMap((node) => {
      const box = boxes.get(node.id);
      return box === undefined ? [] : [{ node, width: nodeWidth, ...box }];
    }),
    edges: edges.flatMap((edge) => {
      const stops = [edge.from, ...(chains.get(edge.id) ?? []), edge.to].flatMap((id) => boxes.get(id) ?? []);
      return [{ edge, ...line(stops) }];
    }),
  };
}

/** The column of each node. Instances come in an order in which each only takes from earlier ones: one pass is enough. */
function layersOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const givers = groupBy(edges, ({ to }) => to);
  const layers = new Map<string, number>();
  let last = 0;
  for (const { id, kind } of nodes) if (kind !== "instance" && kind !== "export") layers.set(id, 0);
  for (const { id, kind } of nodes) {
    if (kind !== "instance") continue;
    const layer = 1 + Math.max(0, ...(givers.get(id) ?? []).map(({ from }) => layers.get(from) ?? 0));
    layers.set(id, layer);
    last = Math.max(last, layer);
  }
  for (const { id, kind } of nodes) if (kind === "export") layers.set(id, last + 1);
  return layers;
}

/** A name for each column that an edge goes past. */
function lanesOf({ id, from, to }: GraphEdge, layers: ReadonlyMap<string, number>): readonly string[] {
  const past = (layers.get(to) ?? 0) - (layers.get(from) ?? 0) - 1;
  return Array.from({ length: Math.max(0, past) }, (_, at) => `${id} past ${at}`);
}

/** What takes from nobody stands at the end. */
function meanHeight(ids: readonly string[], boxes: ReadonlyMap<string, Box>): number {
  const heights = ids.flatMap((id) => boxes.get(id)?.y ?? []);
  return heights.length === 0 ? Number.MAX_SAFE_INTEGER : heights.reduce((sum, y) => sum + y, 0) / heights.length;
}

/** From the right side of the first box through those between to the left side of the last. */
function line(stops: readonly Box[]): Pick<PlacedEdge, "path" | "middle"> {
  let path = "";
  const middles: { x: number; y: number }[] = [];
  for (const [at, to] of stops.entries()) {
    const from = stops[at - 1];
    if (from === undefined) continue;
    const x1 = from.x + nodeWidth;
    const y1 = from.y + from.height / 2;
    const x2 = to.x;
    const y2 = to.y + to.height / 2;
    const bend = (x2 - x1) / 2;
    path += `${path === "" ? "M" : "L"}${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    middles.push({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 });
  }
  return { path, middle: middles[Math.floor((middles.length - 1) / 2)] ?? { x: 0, y: 0 } };
}
