import { trap } from "../model.ts";
import type { CallScope, Handle, HandleTable, ResourceKind } from "../model.ts";

/** "Table State": `Table.MAX_LENGTH`. */
const MAX_LENGTH = 2 ** 28 - 1;

/** Elements are used again, so that a table is as long as the most handles that were in it at once. */
class Element implements Handle {
  /** Undefined when it is free. */
  present: ResourceKind | undefined;
  rep: unknown;
  own = false;
  scope: CallScope | undefined;
  lends = 0;
  /** Of a free element: the index of the one that was freed before it, 0 for none. */
  nextFree = 0;

  constructor(kind: ResourceKind, rep: unknown, own: boolean, scope: CallScope | undefined) {
    this.present = kind;
    this.rep = rep;
    this.own = own;
    this.scope = scope;
  }

  get kind(): ResourceKind {
    if (this.present === undefined) throw trap("A handle was used after it was removed.");
    return this.present;
  }
}

interface Removed extends Handle {
  kind: ResourceKind;
}

class Table implements HandleTable {
  live = 0;
  /** Index 1 stands first. */
  readonly #elements: Element[] = [];
  #firstFree = 0;
  #removed: Removed | undefined;

  add(kind: ResourceKind, rep: unknown, own: boolean, scope: CallScope | undefined): number {
    const free = this.#firstFree;
    this.live += 1;
    if (free === 0) return this.#grow(kind, rep, own, scope);
    // `free` is an index that `remove` put there.
    const element = this.#elements[free - 1] as Element;
    this.#firstFree = element.nextFree;
    element.present = kind;
    element.rep = rep;
    element.own = own;
    element.scope = scope;
    element.lends = 0;
    return free;
  }

  #grow(kind: ResourceKind, rep: unknown, own: boolean, scope: CallScope | undefined): number {
    if (this.#elements.length >= MAX_LENGTH) throw trap(`A component instance holds more than ${MAX_LENGTH} handles.`);
    this.#elements.push(new Element(kind, rep, own, scope));
    return this.#elements.length;
  }

  get(index: number, kind: ResourceKind): Handle {
    const element = this.#elements[(index >>> 0) - 1];
    if (element === undefined || element.present !== kind) throw wrongHandle(index, kind, element?.present);
    return element;
  }

  remove(index: number, kind: ResourceKind): Handle {
    const at = index >>> 0;
    const element = this.#elements[at - 1];
    if (element === undefined || element.present !== kind) throw wrongHandle(index, kind, element?.present);
    if (element.lends !== 0) {
      throw trap(`Handle ${at} (${kind.name}): cannot remove owned resource while borrowed by a call.`);
    }
    const removed = (this.#removed ??= { kind, rep: undefined, own: false, scope: undefined, lends: 0 });
    removed.kind = kind;
    removed.rep = element.rep;
    removed.own = element.own;
    removed.scope = element.scope;
    element.present = undefined;
    element.rep = undefined;
    element.scope = undefined;
    element.nextFree = this.#firstFree;
    this.#firstFree = at;
    this.live -= 1;
    return removed;
  }

  list(): readonly { index: number; resource: string; own: boolean; lends: number }[] {
    return this.#elements.flatMap(({ present, own, lends }, at) =>
      present === undefined ? [] : [{ index: at + 1, resource: present.name, own, lends }],
    );
  }
}

function wrongHandle(index: number, wanted: ResourceKind, found: ResourceKind | undefined): Error {
  const at = index >>> 0;
  return found === undefined
    ? trap(`unknown handle index ${at}: it was looked for as ${wanted.name}, and is free or was never given.`)
    : trap(
        `handle index ${at} used with the wrong type, expected ${sort(wanted)} but found ${
          sort(found) === sort(wanted) ? "a different " : ""
        }${sort(found)} (${wanted.name} and ${found.name}).`,
      );
}

function sort(kind: ResourceKind): string {
  return kind.impl === undefined ? "host-defined resource" : "guest-defined resource";
}

/** An empty handle table ("Table State"). `remove` also checks that nothing of the handle is lent. */
export function createHandleTable(): HandleTable {
  return new Table();
}
