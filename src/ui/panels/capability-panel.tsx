import { capabilities } from "../../capabilities/index.ts";
import type { Capability, CapabilityId, Mode, SettingField } from "../../capabilities/capability.ts";
import { useActs, useSession } from "../app/context.ts";
import { DraftField } from "../primitives/draft-field.tsx";
import { parseWhole } from "../primitives/parse.ts";
import { Segments } from "../primitives/segments.tsx";
import { checkSetting } from "./checks.ts";
import { FunctionList } from "./function-list.tsx";
import { MountsEditor } from "./mounts-editor.tsx";
import { ProgramEditor, StdinEditor } from "./program-editor.tsx";
import styles from "./side-panel.module.css";

const modes: readonly Mode[] = ["real", "mock", "deny"];

/** One capability: what it is, and the settings of the mode that holds. */
export function CapabilityPanel({ id }: { readonly id: CapabilityId }) {
  const acts = useActs();
  const capability = capabilities.find((one) => one.id === id);
  const mode = useSession((state) => state.scenario.bindings[id].mode);
  if (capability === undefined) return undefined;
  const impossible = modes.filter((one) => !capability.modes.includes(one));
  return (
    <>
      <div className={styles["line"]}>
        <Segments
          label={`${capability.title}: real, mock or deny`}
          value={mode}
          segments={modes.map((key) => ({
            key,
            label: key,
            look: key,
            impossible: capability.modes.includes(key)
              ? undefined
              : (capability.impossible?.[key] ?? "Not possible here."),
          }))}
          onChange={(next) => acts.apply({ bindings: { [id]: { mode: next } } })}
        />
      </div>
      <p className={styles["words"]}>{capability.words[mode]}</p>
      {capability.fields
        .filter((field) => field.mode === mode)
        .map((field) => (
          <Setting key={field.key} capability={capability} field={field} />
        ))}
      {id === "environment" && mode === "mock" ? <ProgramEditor /> : undefined}
      {id === "stdin" && mode === "mock" ? <StdinEditor /> : undefined}
      {id === "filesystem" && mode === "mock" ? <MountsEditor /> : undefined}
      {impossible.map((one) => (
        <p key={one} className={styles["muted"]}>
          {`Not ${one}: ${capability.impossible?.[one] ?? "not possible here."}`}
        </p>
      ))}
      <FunctionList interfaces={capability.interfaces} />
    </>
  );
}

const largest = Number.MAX_SAFE_INTEGER;

function Setting({ capability, field }: { readonly capability: Capability; readonly field: SettingField }) {
  const acts = useActs();
  const binding = useSession((state) => state.scenario.bindings[capability.id]);
  // The settings of a binding are read by the names that its capability's fields give.
  const value = (binding as Readonly<Record<string, unknown>>)[field.key];
  const commit = (next: string | number) => acts.apply({ bindings: { [capability.id]: { [field.key]: next } } });
  if (field.kind === "instant") {
    return (
      <DraftField
        label={field.label}
        value={String(value)}
        help={field.help}
        unit={field.unit}
        parse={(text) => checkSetting(capability, binding, field.key, text.trim())}
        onCommit={commit}
      />
    );
  }
  return (
    <DraftField
      label={field.label}
      value={String(value)}
      help={field.help}
      unit={field.unit}
      numeric
      parse={(text) => {
        const whole = parseWhole(text, -largest, largest);
        return whole.ok ? checkSetting(capability, binding, field.key, whole.value) : whole;
      }}
      onCommit={commit}
    />
  );
}
