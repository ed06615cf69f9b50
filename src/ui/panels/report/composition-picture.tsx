import { useMemo, useState } from "react";
import type { Graph, GraphEdge, GraphNode } from "./composition-graph.ts";
import { layoutGraph } from "./composition-layout.ts";
import styles from "./composition.module.css";

interface Props {
  readonly graph: Graph;
  readonly label: string;
}

/** So many names stand at an edge. */
const shownLabels = 6;

/** Who gives what to whom, as a picture. Pointing at a box or a line, or choosing a box, tells what is handed over. */
export function CompositionPicture({ graph, label }: Props) {
  const layout = useMemo(() => layoutGraph(graph), [graph]);
  const [pointed, setPointed] = useState<string | undefined>(undefined);
  const [pinned, setPinned] = useState<string | undefined>(undefined);
  const active = pointed ?? pinned;
  const isActive = (edge: GraphEdge) => active === edge.id || active === edge.from || active === edge.to;
  const shown = layout.edges.filter(({ edge }) => isActive(edge));
  return (
    <div className={styles["frame"]} role="group" aria-label={label}>
      <div
        className={styles["picture"]}
        style={{ width: layout.width, height: layout.height }}
        data-active={active !== undefined}
      >
        <svg width={layout.width} height={layout.height} aria-hidden="true" className={styles["edges"]}>
          {layout.edges.map(({ edge, path }) => (
            <g key={edge.id} onPointerEnter={() => setPointed(edge.id)} onPointerLeave={() => setPointed(undefined)}>
              <path className={styles["reach"]} d={path} />
              <path className={styles["edge"]} d={path} data-on={isActive(edge)} />
            </g>
          ))}
        </svg>
        {layout.nodes.map(({ node, x, y, width, height }) => (
          <button
            key={node.id}
            type="button"
            className={`${styles["node"]} ${styles[node.kind]}`}
            style={{ left: x, top: y, width, height }}
            title={node.title}
            aria-label={`${wordOf(node)} ${node.title}`}
            aria-pressed={pinned === node.id}
            onPointerEnter={() => setPointed(node.id)}
            onPointerLeave={() => setPointed(undefined)}
            onFocus={() => setPointed(node.id)}
            onBlur={() => setPointed(undefined)}
            onClick={() => setPinned(pinned === node.id ? undefined : node.id)}
          >
            <span className={styles["nodeKind"]}>{wordOf(node)}</span>
            <span className={styles["nodeTitle"]}>{node.title}</span>
          </button>
        ))}
        {shown.map(({ edge, middle }) => (
          <span key={edge.id} className={styles["label"]} style={{ left: middle.x, top: middle.y }} aria-hidden="true">
            {words(edge.labels)}
          </span>
        ))}
      </div>
    </div>
  );
}

const kindWords = {
  import: "import",
  own: "own",
  component: "component",
  outer: "outside",
  instance: "instance",
  export: "export",
} as const;

function wordOf({ kind, number }: GraphNode): string {
  return number === undefined ? kindWords[kind] : `${kindWords[kind]} ${number}`;
}

function words(labels: readonly string[]): string {
  const rest = labels.length - shownLabels;
  return rest > 0 ? [...labels.slice(0, shownLabels), `and ${rest} more`].join("\n") : labels.join("\n");
}
