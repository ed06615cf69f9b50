import { Button as AriaButton } from "react-aria-components/Button";
import type { Mode } from "../../capabilities/capability.ts";
import type { InterfaceBinding } from "../../capabilities/interface/capability.ts";
import { useActs, useApp, useSession, type Chosen } from "../app/context.ts";
import { worldEntries } from "../app/world-entries.ts";
import { Button } from "../primitives/button.tsx";
import { count } from "../primitives/format.ts";
import { LongList } from "../primitives/long-list.tsx";
import { Marked } from "../primitives/marked.tsx";
import { MenuButton } from "../primitives/menu-button.tsx";
import { Segments } from "../primitives/segments.tsx";
import styles from "./card.module.css";
import { GroupFold } from "./group-fold.tsx";
import { InterfaceSwitch } from "./interface-switch.tsx";
import type { Found } from "./search.ts";
import type { Plug, PlugGroup } from "./types.ts";
import { misfit } from "./words.ts";

interface Props {
  readonly groups: readonly PlugGroup[];
  /** What is open is a WIT package: nothing of it is run. */
  readonly isPackage: boolean;
  readonly active: ReadonlySet<string>;
  readonly chosen: Chosen;
  readonly onFold: (id: string, folded: boolean) => void;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPoint: (plug: string | undefined) => void;
  /** What is searched for, while it is. */
  readonly found: Found | undefined;
}

export function WorldCard({ groups, isPackage, chosen, onFold, onChoose, onPoint, found }: Props) {
  return (
    <section className={`${styles["card"]} ${styles["right"]}`} aria-label="World">
      <WorldHead />
      {groups.length > 0 ? undefined : (
        <p className={styles["empty"]}>
          {found === undefined ? <NoPlugs isPackage={isPackage} /> : "Nothing of it matches."}
        </p>
      )}
      {groups.map((group) => (
        <GroupFold
          key={group.id}
          id={group.id}
          title={group.title}
          amount={group.plugs.length}
          folded={group.folded}
          onFold={onFold}
          side="plug"
          pattern={found?.pattern}
          after={
            group.id === "plugs:missing" || group.id === "plugs:unplayable" ? (
              <BindAll plugs={group.plugs} />
            ) : undefined
          }
        >
          <LongList items={group.plugs} rest={{ "data-plug": group.id }}>
            {(plug) => (
              <PlugRow
                key={plug.id}
                plug={plug}
                chosen={chosen}
                onChoose={onChoose}
                onPoint={onPoint}
                hits={found?.hits.get(plug.id) ?? []}
                pattern={found?.pattern}
              />
            )}
          </LongList>
        </GroupFold>
      ))}
    </section>
  );
}

/** Why there is nothing to show of a world. */
function NoPlugs({ isPackage }: { readonly isPackage: boolean }) {
  const world = useSession((state) => state.world.world);
  if (world === undefined) return "There is no world yet.";
  const provides = count(world.imports.length, "import");
  const expects = count(world.exports.length, "export");
  if (world.imports.length + world.exports.length === 0) return "This world provides nothing and expects nothing.";
  return `This world provides ${provides} and expects ${expects}. ${
    isPackage ? "A WIT package is not run in it." : "The component wants none of it."
  }`;
}

/** Binds at once whatever the world does not provide and can be bound. Stays when all of it is, so that nothing moves. */
function BindAll({ plugs }: { readonly plugs: readonly Plug[] }) {
  const acts = useActs();
  const bindable = plugs.flatMap((plug) =>
    plug.kind === "import" && plug.bindable && !plug.typesOnly ? [plug.name] : [],
  );
  if (bindable.length < 2) return undefined;
  const bind = (mode: InterfaceBinding["mode"]) =>
    acts.apply({ bindings: Object.fromEntries(bindable.map((name) => [`interface:${name}`, { mode }])) });
  return (
    <div className={styles["all"]}>
      <Button size="small" onPress={() => bind("mock")}>
        {`Mock all ${bindable.length}`}
      </Button>
      <Button size="small" onPress={() => bind("deny")}>
        {`Refuse calls to all ${bindable.length}`}
      </Button>
    </div>
  );
}

function WorldHead() {
  const { view } = useApp();
  const acts = useActs();
  const state = useSession((session) => session.world);
  const ref = useSession((session) => session.scenario.world);
  const worldFits = useSession((session) => session.worldFits);
  const custom = "wit" in ref;
  const shown = state.world?.id ?? ("id" in ref ? ref.id : "your own world");
  return (
    <div className={styles["head"]}>
      <div className={styles["titleLine"]}>
        <h2 className={styles["title"]}>World</h2>
        <span className={styles["worldId"]}>{shown}</span>
        <span className={styles["grow"]} />
        {custom ? (
          <Button look="quiet" size="small" onPress={() => view.setState({ dialog: "world" })}>
            Edit
          </Button>
        ) : undefined}
        <MenuButton
          quiet
          label="Change"
          name="Change world"
          entries={worldEntries(worldFits)}
          value={custom ? "custom" : ref.id}
          onAction={(id) => {
            if (id === "custom") view.setState({ dialog: "world" });
            else void acts.setWorld({ id });
          }}
        />
      </div>
      {state.building ? <p className={styles["facts"]}>Building the world…</p> : undefined}
      {state.error === undefined ? undefined : (
        <p className={styles["facts"]} role="alert">
          {state.error.message}
        </p>
      )}
    </div>
  );
}

interface RowProps {
  readonly plug: Plug;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPoint: (plug: string | undefined) => void;
  /** Names of its interfaces that match what is searched for, where its title does not. */
  readonly hits: readonly string[];
  readonly pattern: RegExp | undefined;
}

const modes: readonly Mode[] = ["real", "mock", "deny"];

function PlugRow({ plug, chosen, onChoose, onPoint, hits, pattern }: RowProps) {
  const acts = useActs();
  const pointing = {
    onHoverStart: () => onPoint(plug.id),
    onHoverEnd: () => onPoint(undefined),
    onFocus: () => onPoint(plug.id),
    onBlur: () => onPoint(undefined),
  };
  switch (plug.kind) {
    case "capability": {
      const { capability } = plug;
      const on = chosen.kind === "capability" && chosen.id === capability.id;
      return (
        <li className={`${styles["row"]} ${plug.wanted ? "" : styles["dim"]}`} data-plug={plug.id} data-on={on}>
          <AriaButton
            {...pointing}
            className={styles["main"] ?? ""}
            aria-pressed={on}
            onPress={() => onChoose({ kind: "capability", id: capability.id })}
          >
            <span className={styles["name"]}>
              <Marked text={capability.title} pattern={pattern} />
            </span>
            <span className={styles["note"]}>
              {hits.length === 0 ? plug.summary : <Marked text={hits.join(", ")} pattern={pattern} />}
            </span>
          </AriaButton>
          <Segments
            label={`${capability.title} is`}
            value={plug.mode}
            segments={modes.map((mode) => ({
              key: mode,
              label: mode,
              look: mode,
              impossible: capability.modes.includes(mode)
                ? undefined
                : (capability.impossible?.[mode] ?? "Not possible here."),
            }))}
            onChange={(mode) => acts.apply({ bindings: { [capability.id]: { mode } } })}
          />
        </li>
      );
    }
    case "passed": {
      const on = chosen.kind === "passed";
      return (
        <li className={`${styles["row"]} ${styles["dim"]}`} data-plug={plug.id} data-on={on}>
          <AriaButton
            {...pointing}
            className={styles["main"] ?? ""}
            aria-pressed={on}
            onPress={() => onChoose({ kind: "passed" })}
          >
            <span className={styles["name"]}>
              <Marked text={plug.title} pattern={pattern} />
            </span>
            <span className={styles["note"]}>carries the others' values</span>
          </AriaButton>
        </li>
      );
    }
    case "import": {
      const on = chosen.kind === "import" && chosen.name === plug.name;
      const open = plug.mode === undefined;
      const note = plug.state === misfit ? misfit : plug.summary;
      return (
        <li className={`${styles["row"]} ${open ? styles["trouble"] : ""}`} data-plug={plug.id} data-on={on}>
          <AriaButton
            {...pointing}
            className={styles["main"] ?? ""}
            aria-pressed={on}
            onPress={() => onChoose({ kind: "import", name: plug.name })}
          >
            <span className={styles["name"]}>
              {open ? "! " : ""}
              <Marked text={plug.name} pattern={pattern} />
            </span>
            {note === "" ? undefined : <span className={styles["note"]}>{note}</span>}
          </AriaButton>
          {plug.bindable ? (
            <InterfaceSwitch name={plug.name} label={`${plug.name} is`} mode={plug.mode} typesOnly={plug.typesOnly} />
          ) : undefined}
        </li>
      );
    }
    case "expected": {
      const on = chosen.kind === "export" && chosen.name === plug.name;
      return (
        <li
          className={`${styles["row"]} ${plug.state === "offered" ? "" : styles["trouble"]}`}
          data-plug={plug.id}
          data-on={on}
        >
          <AriaButton
            {...pointing}
            className={styles["main"] ?? ""}
            aria-pressed={on}
            onPress={() => onChoose({ kind: "export", name: plug.name })}
          >
            <span className={styles["name"]}>
              {plug.state === "offered" ? "" : "! "}
              <Marked text={plug.name} pattern={pattern} />
            </span>
            <span className={styles["note"]}>{plug.state}</span>
          </AriaButton>
        </li>
      );
    }
  }
}
