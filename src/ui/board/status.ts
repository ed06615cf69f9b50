import { capabilityOf, isBindable, plumbing } from "../../capabilities/index.ts";
import type { InterfaceBinding } from "../../capabilities/interface/capability.ts";
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
export const unplayable = "The world names it, but nothing plays it until you choose what does.";

/** What a person chose for an import that no capability stands for; undefined while nothing is chosen. */
export function interfaceMode(scenario: Scenario, name: string): InterfaceBinding["mode"] | undefined {
  return isBindable(name) ? scenario.bindings[`interface:${name}`]?.mode : undefined;
}
