import type { Capability, Mode, SettingField } from "../../capabilities/capability.ts";
import { useActs, useSession } from "../app/context.ts";
import { useDraft } from "../app/drafts.ts";
import { CheckField } from "../primitives/check-field.tsx";
import { ChoiceField } from "../primitives/choice-field.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { bindingPlace, settingsOf } from "./binding-place.ts";
import { checkSetting, readSetting, type SettingValue } from "./checks.ts";

/** The settings that a capability names as fields, those of the mode that holds. */
export function Settings({ capability, mode }: { readonly capability: Capability; readonly mode: Mode }) {
  const binding = useBinding(capability);
  return capability.fields
    .filter((field) => isShown(field, mode, binding))
    .map((field) => <Setting key={field.key} capability={capability} field={field} />);
}

function isShown({ modes, when }: SettingField, mode: Mode, binding: Readonly<Record<string, unknown>>): boolean {
  return modes.includes(mode) && (when === undefined || binding[when.key] === when.is);
}

function useBinding(capability: Capability): Readonly<Record<string, unknown>> {
  return useSession((state) => settingsOf(state.scenario, capability.id));
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
  return <TypedSetting capability={capability} field={field} binding={binding} commit={commit} />;
}

interface TypedProps {
  readonly capability: Capability;
  readonly field: SettingField;
  readonly binding: Readonly<Record<string, unknown>>;
  readonly commit: (value: SettingValue | undefined) => void;
}

function TypedSetting({ capability, field, binding, commit }: TypedProps) {
  const { key, label, help } = field;
  const draft = useDraft(
    bindingPlace(capability, {
      key,
      label,
      text: (settings) => (settings[key] === undefined ? "" : String(settings[key])),
      used: (settings, mode) => isShown(field, mode, settings),
    }),
  );
  return (
    <DraftField<SettingValue | undefined>
      {...draft}
      label={label}
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
