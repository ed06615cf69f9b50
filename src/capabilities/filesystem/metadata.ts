import { fail } from "./errors.ts";
import type { Datetime, Node, Store } from "./tree.ts";

export type NewTimestamp =
  | { readonly tag: "no-change" }
  | { readonly tag: "now" }
  | { readonly tag: "timestamp"; readonly val: Datetime };

/** `wasi:filesystem/types.descriptor-stat`. */
export function stat(node: Node) {
  return {
    type: node.kind,
    linkCount: BigInt(node.links === 0 && node.kind === "directory" ? 1 : node.links),
    size: BigInt(node.size),
    dataAccessTimestamp: node.accessed,
    dataModificationTimestamp: node.modified,
    statusChangeTimestamp: node.changed,
  };
}

/** Sets times and with them that of the status change. Errors: `invalid` for nanoseconds of a second or more. */
export function setTimes(store: Store, node: Node, accessed: NewTimestamp, modified: NewTimestamp): void {
  const times = [timeOf(store, accessed), timeOf(store, modified)] as const;
  node.accessed = times[0] ?? node.accessed;
  node.modified = times[1] ?? node.modified;
  store.touch(node, "changed");
}

function timeOf(store: Store, timestamp: NewTimestamp): Datetime | undefined {
  switch (timestamp.tag) {
    case "no-change":
      return undefined;
    case "now":
      return store.now();
    case "timestamp":
      return timestamp.val.nanoseconds < 1_000_000_000 ? timestamp.val : fail("invalid");
  }
}

/** Depends on the object only: the preview 1 adapter shows it as an inode number, which must not change with the content. */
export function metadataHash(node: Node): { readonly lower: bigint; readonly upper: bigint } {
  const mixed = BigInt.asUintN(64, BigInt(node.id) * 0x9e3779b97f4a7c15n);
  return { lower: mixed, upper: BigInt.asUintN(64, (mixed ^ (mixed >> 29n)) * 0xbf58476d1ce4e5b9n) };
}
