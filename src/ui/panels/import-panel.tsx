import { lazy, Suspense } from "react";
import type { InterfaceBinding } from "../../capabilities/interface/capability.ts";
import { isBindable, isPlayable } from "../../capabilities/index.ts";
import { useActs, useSession } from "../app/context.ts";
import { Differences } from "../board/differences.tsx";
import { describedBy } from "../board/interface-parts.ts";
import { InterfaceSwitch } from "../board/interface-switch.tsx";
import { InterfaceView } from "../board/interface-view.tsx";
import { interfaceMode, met, unplayable } from "../board/status.ts";
import { Button } from "../primitives/button.tsx";
import { FunctionList } from "./function-list.tsx";
import styles from "./side-panel.module.css";

const InterfaceEditor = lazy(() =>
  import("./interface-editor.tsx").then((module) => ({ default: module.InterfaceEditor })),
);

/** An import that no capability stands for. */
export function ImportPanel({ name }: { readonly name: string }) {
  const acts = useActs();
  const mode = useSession((state) => interfaceMode(state.scenario, name));
  const binding = useSession((state) => state.scenario.bindings[`interface:${name}`]);
  const extern = useSession((state) => state.report?.imports.find((one) => one.name === name));
  const entry = useSession((state) => state.fit?.imports.find((one) => one.name === name));
  const world = useSession((state) => state.world.world);
  const other = entry?.status === "mismatched" ? world?.imports.find((one) => one.name === entry.by) : undefined;
  if (extern === undefined) return <p className={styles["words"]}>What is open does not want it.</p>;
  const typesOnly = extern.functions.length === 0;
  const bindable = isBindable(name);
  const mocked = mode === "mock" && !typesOnly ? binding : undefined;
  return (
    <>
      {met(entry) && isPlayable(extern) ? (
        <p className={styles["words"]}>{entry === undefined ? "There is no verdict yet." : "The world provides it."}</p>
      ) : (
        <>
          {bindable ? (
            <div className={styles["line"]}>
              <InterfaceSwitch name={name} label={`${name}: mock or deny`} mode={mode} typesOnly={typesOnly} />
              {mode === undefined || typesOnly ? undefined : (
                <Button
                  look="quiet"
                  size="small"
                  // null takes the binding out.
                  onPress={() => void acts.change({ bindings: { [`interface:${name}`]: null } }, `${name} is unset.`)}
                >
                  Unset
                </Button>
              )}
            </div>
          ) : undefined}
          <p className={styles["words"]}>
            {bindable
              ? startWords(mode, typesOnly, met(entry))
              : "The component cannot start without it. Choose a world that provides it."}
          </p>
          {mode !== undefined && entry?.status !== "mismatched" ? undefined : entry === undefined || met(entry) ? (
            <p className={styles["words"]}>{unplayable}</p>
          ) : (
            <Differences entry={entry} />
          )}
        </>
      )}
      {mocked === undefined ? undefined : (
        <Suspense fallback={<p className={styles["muted"]}>Loading…</p>}>
          <InterfaceEditor name={name} binding={mocked} />
        </Suspense>
      )}
      <FunctionList key={mode} interfaces={[name]} {...(mocked === undefined ? {} : { title: "Types and calls" })} />
      {other === undefined ? undefined : (
        <InterfaceView
          described={describedBy(other, "imports", world?.type)}
          title="As the world has it"
          calls={undefined}
          startsOpen={false}
        />
      )}
    </>
  );
}

function startWords(mode: InterfaceBinding["mode"] | undefined, typesOnly: boolean, provided: boolean): string {
  if (typesOnly) {
    return mode === undefined
      ? "The component cannot start without it, though it only has types. Leave it out, or choose a world that provides it."
      : "It is left out, so the component can start without it. It only has types: there is nothing to call.";
  }
  if (mode === "mock") return "A mock answers its calls, each with a value of its type.";
  if (mode === "deny")
    return "Calls to it are refused, so the component can start without it. A call ends the run with an error that names it.";
  return `The component cannot start without it. Mock it or refuse its calls${provided ? " to start all the same" : ", or choose a world that provides it"}.`;
}
