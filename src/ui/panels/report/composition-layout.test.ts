import fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph, GraphNode } from "./composition-graph.ts";
import { layoutGraph } from "./composition-layout.ts";

function node(id: string, kind: GraphNode["kind"]): GraphNode {
  return { id, kind, title: id };
}

function graph(nodes: readonly GraphNode[], pairs: readonly (readonly [string, string])[]): Graph {
  return { nodes, edges: pairs.map(([from, to]) => ({ id: `${from} > ${to}`, from, to, labels: ["x"] })) };
}

test("imports stand left, exports right, instances between, each right of what it takes from", () => {
  const layout = layoutGraph(
    graph(
      [node("e", "export"), node("a", "instance"), node("i", "import"), node("b", "instance"), node("own", "own")],
      [
        ["i", "a"],
        ["a", "b"],
        ["own", "b"],
        ["b", "e"],
      ],
    ),
  );
  const columns = [...new Set(layout.nodes.map(({ x }) => x))].toSorted((a, b) => a - b);
  const column = (id: string) => columns.indexOf(layout.nodes.find((placed) => placed.node.id === id)?.x ?? -1);
  expect(["i", "own", "a", "b", "e"].map(column)).toEqual([0, 0, 1, 2, 3]);
});

test("lines cross as little as the order in a column allows", () => {
  const layout = layoutGraph(
    graph(
      [node("i", "import"), node("j", "import"), node("a", "instance"), node("b", "instance")],
      [
        ["i", "b"],
        ["j", "a"],
      ],
    ),
  );
  const height = (id: string) => layout.nodes.find((placed) => placed.node.id === id)?.y ?? -1;
  expect(height("i")).toBeLessThan(height("j"));
  expect(height("b")).toBeLessThan(height("a"));
});

test("a line that goes past a column touches no box there", () => {
  const { nodes, edges } = layoutGraph(
    graph(
      [node("i", "import"), node("a", "instance"), node("b", "instance")],
      [
        ["i", "a"],
        ["a", "b"],
        ["i", "b"],
      ],
    ),
  );
  const past = edges.find(({ edge }) => edge.id === "i > b");
  const box = nodes.find((placed) => placed.node.id === "a");
  const [, y] = /L\S+ ([\d.]+)/.exec(past?.path ?? "") ?? [];
  expect(Number(y)).toBeGreaterThan((box?.y ?? 0) + (box?.height ?? 0));
});

test("nothing gives nothing", () => {
  expect(layoutGraph({ nodes: [], edges: [] })).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
});

/** Edges lead from earlier to later instances only, as they do in a file. */
const graphs = fc
  .array(fc.constantFrom<GraphNode["kind"]>("import", "instance", "export", "own"), { maxLength: 24 })
  .chain((kinds) =>
    fc.array(fc.tuple(fc.nat(23), fc.nat(23)), { maxLength: 60 }).map((pairs) =>
      graph(
        kinds.map((kind, at) => node(String(at), kind)),
        pairs
          .filter(([from, to]) => from < to && to < kinds.length)
          .filter(([from, to]) => kinds[from] !== "export" && (kinds[to] === "instance" || kinds[to] === "export"))
          .map(([from, to]) => [String(from), String(to)] as const),
      ),
    ),
  );

test("no two boxes overlap, all are inside the picture, and every line leads to the right", () => {
  fc.assert(
    fc.property(graphs, (given) => {
      const { nodes, edges, width, height } = layoutGraph(given);
      expect(nodes).toHaveLength(given.nodes.length);
      expect(edges).toHaveLength(given.edges.length);
      for (const [at, a] of nodes.entries()) {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.y).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width).toBeLessThanOrEqual(width);
        expect(a.y + a.height).toBeLessThanOrEqual(height);
        for (const b of nodes.slice(at + 1))
          expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(
            true,
          );
      }
      const xs = new Map(nodes.map(({ node: { id }, x }) => [id, x]));
      for (const { edge } of edges) expect(xs.get(edge.from)).toBeLessThan(xs.get(edge.to) ?? -1);
    }),
  );
});
