import type { Capability, Mode, SettingField } from "../../capabilities/capability.ts";
import { useActs, useSession } from "../app/context.ts";
import { CheckField } from "../primitives/check-field.tsx";
import { ChoiceField } from "../primitives/choice-field.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { checkSetting, readSetting, type SettingValue } from "./checks.ts";

/** The settings that a capability names as fields, those of the mode that holds. */
export function Settings({ capability, mode }: { readonly capability: Capability; readonly mode: Mode }) {
  const binding = useBinding(capability);
  return capability.fields
    .filter(({ modes, when }) => modes.includes(mode) && (when === undefined || binding[when.key] === when.is))
    .map((field) => <Setting key={field.key} capability={capability} field={field} />);
}

/** The settings of a binding are read by the names that its capability gives. */
function useBinding(capability: Capability): Readonly<Record<string, unknown>> {
  const binding: object = useSession((state) => state.scenario.bindings[capability.id]);
  // Every binding is an object with string keys.
  return binding as Readonly<Record<string, unknown>>;
}

function Setting({ capability, field }: { readonly capability: Capability; readonly field: SettingField }) {
  const acts = useActs();
  const binding = useBinding(capability);
  const value = binding[field.key];
  // `null` takes a setting away.
  const commit = (next: SettingValue | undefined) =>
    acts.apply({ bindings: { [capability.id]: { [field.key]: next ?? null } } });
  const { label, help } = field;
  if (field.kind === "boolean")
    return <CheckField label={label} help={help} value={value === true} onChange={commit} />;
  if (field.kind === "choice") {
    const none = field.optional === true ? [{ value: "", label: "not set" }] : [];
    return (
      <ChoiceField
        label={label}
        help={help}
        value={typeof value === "string" ? value : ""}
        choices={[...none, ...(field.choices ?? [])]}
        onChange={(next) => commit(next === "" ? undefined : next)}
      />
    );
  }
  return (
    <DraftField<SettingValue | undefined>
      label={label}
      value={value === undefined ? "" : String(value)}
      help={help}
      unit={field.unit}
      numeric={field.kind === "integer" || field.kind === "number"}
      parse={(text) => {
        const read = readSetting(field, text);
        return read.ok ? checkSetting(capability, binding, field.key, read.value) : read;
      }}
      onCommit={commit}
    />
  );
}
