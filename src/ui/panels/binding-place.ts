import type { Capability, CapabilityId, Mode } from "../../capabilities/capability.ts";
import { capabilityOf } from "../../capabilities/index.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { DraftPlace } from "../app/drafts.ts";

/** The settings of a binding, to be read by the names that its capability gives. */
type SettingsOf = Readonly<Record<string, unknown>>;

export function settingsOf({ bindings }: Scenario, id: CapabilityId): SettingsOf {
  const binding: object = bindings[id];
  // Every binding is an object with string keys.
  return binding as SettingsOf;
}

interface Field {
  readonly key: string;
  readonly label: string;
  readonly text: (settings: SettingsOf) => string;
  readonly used: (settings: SettingsOf, mode: Mode) => boolean;
}

/** Where a setting of a capability is; a run reads it when the component wants the capability. */
export function bindingPlace(
  { id, title }: Pick<Capability, "id" | "title">,
  { key, label, text, used }: Field,
): DraftPlace {
  return {
    key: `${id}.${key}`,
    name: `${title}: ${label}`,
    tab: "chosen",
    chosen: { kind: "capability", id },
    text: ({ scenario }) => text(settingsOf(scenario, id)),
    used: ({ scenario, report }) =>
      report?.imports.some(({ name }) => capabilityOf(name)?.id === id) === true &&
      used(settingsOf(scenario, id), scenario.bindings[id].mode),
  };
}
