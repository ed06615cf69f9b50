import type { InterfaceBinding } from "../capabilities/interface/capability.ts";
import { withoutVersion } from "../component/index.ts";

/** What an interface of WASI answers from where its mock has no rule. */
export type ReadyMade = "config" | "keyvalue" | "logging";

const readyMade: ReadonlyMap<string, ReadyMade> = new Map([
  ["wasi:config/store", "config"],
  ["wasi:config/runtime", "config"],
  ["wasi:keyvalue/store", "keyvalue"],
  ["wasi:keyvalue/atomics", "keyvalue"],
  ["wasi:keyvalue/batch", "keyvalue"],
  ["wasi:logging/logging", "logging"],
]);

const readyWords = { config: "no keys", keyvalue: "empty store", logging: "to standard error" } as const;

/** The interfaces whose mock needs no rules; by name with or without a version. */
export function readyMadeOf(name: string): ReadyMade | undefined {
  return readyMade.get(withoutVersion(name));
}

/** What a binding of an interface does, in a few words. */
export function interfaceSummary(name: string, binding: InterfaceBinding): string {
  const { mode, functions, otherwise, config, buckets } = binding;
  if (mode === "deny") return "each call is refused";
  const ready = readyMadeOf(name);
  const rules = Object.keys(functions ?? {}).length;
  const keys = Object.keys(config ?? {}).length;
  const stores = Object.keys(buckets ?? {}).length;
  const parts = [
    ...(ready === "config" && keys > 0 ? [amount(keys, "key")] : []),
    ...(ready === "keyvalue" && stores > 0 ? [amount(stores, "bucket")] : []),
    ...(rules === 0 ? [] : [`${amount(rules, "function")} as set`]),
    ...(ready === undefined && otherwise === "trap" ? ["the rest traps"] : []),
  ];
  if (parts.length > 0) return parts.join(", ");
  return ready === undefined ? "simplest values" : readyWords[ready];
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
