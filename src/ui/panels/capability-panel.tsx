import { capabilities } from "../../capabilities/index.ts";
import type { CapabilityId, Mode } from "../../capabilities/capability.ts";
import { useActs, useSession } from "../app/context.ts";
import { Segments } from "../primitives/segments.tsx";
import { ExamplesMenu } from "./examples-menu.tsx";
import { FaultsEditor } from "./faults-editor.tsx";
import { RealFolder } from "./folder-chooser.tsx";
import { FunctionList } from "./function-list.tsx";
import { HttpRulesEditor } from "./http-rules-editor.tsx";
import { MountsEditor } from "./mounts-editor.tsx";
import { NetworkOrigins } from "./network-origins.tsx";
import { ProgramEditor } from "./program-editor.tsx";
import { Settings } from "./settings.tsx";
import styles from "./side-panel.module.css";
import { SocketsEditor } from "./sockets-editor.tsx";
import { StdinEditor } from "./stdin-editor.tsx";
import { TypedInputHelp } from "./typed-input.tsx";

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
        <ExamplesMenu key={id} capability={capability} />
      </div>
      <p className={styles["words"]}>{capability.words[mode]}</p>
      {id === "filesystem" && mode === "real" ? <RealFolder /> : undefined}
      <Settings capability={capability} mode={mode} />
      {id === "stdin" && mode === "real" ? <TypedInputHelp /> : undefined}
      {id === "http" && mode === "real" ? <NetworkOrigins /> : undefined}
      {id === "environment" && mode === "mock" ? <ProgramEditor /> : undefined}
      {id === "stdin" && mode === "mock" ? <StdinEditor /> : undefined}
      {id === "filesystem" && mode !== "deny" ? <MountsEditor /> : undefined}
      {id === "filesystem" && mode === "mock" ? <FaultsEditor /> : undefined}
      {id === "http" && mode === "mock" ? <HttpRulesEditor /> : undefined}
      {id === "sockets" && mode === "mock" ? <SocketsEditor /> : undefined}
      {impossible.map((one) => (
        <p key={one} className={styles["muted"]}>
          {`Not ${one}: ${capability.impossible?.[one] ?? "not possible here."}`}
        </p>
      ))}
      <FunctionList interfaces={[...capability.interfaces, ...(capability.thirdInterfaces ?? [])]} />
    </>
  );
}
