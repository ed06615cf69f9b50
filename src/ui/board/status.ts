import { capabilityOf, plumbing } from "../../capabilities/index.ts";
import type { Extern } from "../../component/model.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { FitEntry } from "../../worlds/model.ts";

/** Whether nothing stands in the way of an import or export. Without a verdict nothing does. */
export function met(entry: FitEntry | undefined): boolean {
  return entry === undefined || entry.status === "provided" || entry.status === "newer";
}

/** Whether a provided import only carries what others give: nobody decides about it. */
export function isPassed(extern: Extern): boolean {
  return capabilityOf(extern.name) === undefined && (plumbing(extern.name) || extern.functions.length === 0);
}

/** Why a provided import hangs open all the same. */
export const unplayable = "The world names it, but nothing here can play it yet.";

/** Whether calls to an import that the world does not provide are refused, so that the component can start all the same. */
export function isRefused(scenario: Scenario, name: string): boolean {
  return scenario.bindings[`interface:${name}`]?.mode === "deny";
}
