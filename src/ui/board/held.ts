import type { ComponentType } from "../../component/types.ts";
import type { Report } from "../../protocol/index.ts";

/** An interface or a world of a WIT package. */
export interface Held {
  readonly name: string;
  readonly kind: "interface" | "world";
}

/** What a WIT package holds: each of its exports wraps one interface or world (WIT.md, "Package Format"). Nothing of a component. */
export function heldBy(report: Report, types: ComponentType | undefined): readonly Held[] {
  if (report.artifact !== "wit-package") return [];
  return [...(types?.exports.values() ?? [])].flatMap((wrapper) => {
    if (wrapper.sort !== "type" || wrapper.type.kind !== "component") return [];
    return [...wrapper.type.exports].map(([name, { sort }]): Held => {
      return { name, kind: sort === "instance" ? "interface" : "world" };
    });
  });
}
