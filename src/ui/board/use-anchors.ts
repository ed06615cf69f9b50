import { useLayoutEffect, useState, type RefObject } from "react";
import type { Point } from "./layout.ts";

export interface Anchors {
  readonly sockets: ReadonlyMap<string, Point>;
  readonly plugs: ReadonlyMap<string, Point>;
}

const none: Anchors = { sockets: new Map(), plugs: new Map() };

/**
 * Finds where wires begin and end: every element inside `root` with `data-socket` or `data-plug`, at its outer edge and
 * middle height, in pixels from the root's corner. Looks again when `shape` changes or anything changes its size.
 */
export function useAnchors(root: RefObject<HTMLElement | null>, shape: unknown, enabled: boolean): Anchors {
  const [anchors, setAnchors] = useState(none);
  useLayoutEffect(() => {
    const element = root.current;
    if (!enabled || element === null) return undefined;
    const look = () => {
      const next = measure(element);
      setAnchors((now) => (same(now, next) ? now : next));
    };
    // It looks a first time once the page is laid out: asking before would lay it out an extra time.
    const observer = new ResizeObserver(look);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [root, shape, enabled]);
  return enabled ? anchors : none;
}

function measure(root: HTMLElement): Anchors {
  const origin = root.getBoundingClientRect();
  const read = (attribute: "socket" | "plug", edge: "left" | "right") => {
    const points = new Map<string, Point>();
    for (const element of root.querySelectorAll<HTMLElement>(`[data-${attribute}]`)) {
      const box = element.getBoundingClientRect();
      const id = element.dataset[attribute];
      if (id !== undefined) points.set(id, { x: box[edge] - origin.left, y: box.top + box.height / 2 - origin.top });
    }
    return points;
  };
  return { sockets: read("socket", "right"), plugs: read("plug", "left") };
}

function same(a: Anchors, b: Anchors): boolean {
  return samePoints(a.sockets, b.sockets) && samePoints(a.plugs, b.plugs);
}

function samePoints(a: ReadonlyMap<string, Point>, b: ReadonlyMap<string, Point>): boolean {
  if (a.size !== b.size) return false;
  for (const [id, point] of a) {
    const other = b.get(id);
    if (other === undefined || Math.abs(other.x - point.x) > 0.3 || Math.abs(other.y - point.y) > 0.3) return false;
  }
  return true;
}
