import { useDeferredValue, useMemo, useRef, useState } from "react";
import { choose, useApp, useSession, useView, type Chosen } from "../app/context.ts";
import { guestRan } from "../app/run-state.ts";
import { useMedia } from "../primitives/use-media.ts";
import { BoardTools } from "./board-tools.tsx";
import styles from "./board.module.css";
import { choiceOf, ComponentCard } from "./component-card.tsx";
import { heldBy } from "./held.ts";
import { layoutWires } from "./layout.ts";
import { boardModel } from "./model.ts";
import { PostureMenu } from "./posture-menu.tsx";
import { SaveMenu } from "./save-menu.tsx";
import { searchBoard } from "./search.ts";
import type { BoardModel } from "./types.ts";
import { useAnchors } from "./use-anchors.ts";
import { Wires } from "./wires.tsx";
import { WorldCard } from "./world-card.tsx";

/** What a person folded or unfolded, by group; the rest stands as the model says. */
type Folds = ReadonlyMap<string, boolean>;

const noFolds: Folds = new Map();
const nothing: readonly string[] = [];

/** The component's sockets, the world's plugs, and the wires between. */
export function Board() {
  const { view } = useApp();
  const report = useSession((state) => state.report);
  const world = useSession((state) => state.world);
  const fit = useSession((state) => state.fit);
  const scenario = useSession((state) => state.scenario);
  const calls = useSession((state) => state.calls);
  const runState = useSession((state) => (state.run.state !== "done" || guestRan(state) ? state.run.state : "idle"));
  const types = useSession((state) => state.types);
  const chosen = useView((state) => state.chosen);
  const wide = useMedia("(min-width: 900px)");
  const root = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState(nothing);
  const [query, setQuery] = useState("");
  const [folds, setFolds] = useState(noFolds);
  // Each search begins unfolded.
  const [searchFolds, setSearchFolds] = useState(noFolds);
  const [searchedIn, setSearchedIn] = useState(report?.name);
  if (searchedIn !== report?.name) {
    // Another file: what was looked for and pointed at was in the last one.
    setSearchedIn(report?.name);
    setQuery("");
    setPointed(nothing);
  }

  const whole = useMemo(
    () =>
      report === undefined ? undefined : boardModel({ report, world: world.world, fit, scenario, calls, runState }),
    [report, world.world, fit, scenario, calls, runState],
  );
  const searched = useDeferredValue(query);
  const found = useMemo(() => (whole === undefined ? undefined : searchBoard(whole, searched)), [whole, searched]);
  const [nowFolds, setNowFolds] = found === undefined ? [folds, setFolds] : [searchFolds, setSearchFolds];
  const model = useMemo(() => {
    const base = found?.model ?? whole;
    return base === undefined ? undefined : withFolds(base, nowFolds);
  }, [found, whole, nowFolds]);
  const held = useMemo(() => (report === undefined ? [] : heldBy(report, types)), [report, types]);
  const anchors = useAnchors(root, model, wide);
  const wires = useMemo(
    () => (model === undefined ? [] : layoutWires(model.links, anchors.sockets, anchors.plugs)),
    [model, anchors],
  );
  if (model === undefined || report === undefined) return undefined;

  // A row that goes while it is pointed at never tells that it was left.
  const here = new Set(model.sockets.flatMap((group) => group.sockets.map((socket) => socket.id)));
  const active = new Set(pointed.filter((id) => here.has(id)));
  const chosenLinks = new Set(linksOfChoice(model, chosen));
  const groups = [...model.sockets, ...model.plugs];
  const heldHere = held.filter((one) => found === undefined || one.name.search(found.pattern) >= 0);
  const shared = {
    active: active.size > 0 ? active : chosenLinks,
    chosen,
    found,
    onFold: (id: string, folded: boolean) => setNowFolds((now) => new Map(now).set(id, folded)),
    onChoose: (next: Chosen) => choose(view, next),
  };
  return (
    <div className={styles["scroll"]}>
      <BoardTools
        query={query}
        onQuery={(next) => {
          setQuery(next);
          setSearchFolds(noFolds);
        }}
        matches={found === undefined ? undefined : found.matches + heldHere.length}
        onEnter={() =>
          root.current?.querySelector<HTMLElement>("li[data-socket] button, li[data-plug] button")?.focus()
        }
        canFold={groups.some((group) => !group.folded)}
        canUnfold={groups.some((group) => group.folded)}
        onFoldAll={(folded) => setNowFolds(new Map(groups.map((group) => [group.id, folded])))}
      >
        <PostureMenu />
        <SaveMenu model={model} whole={whole ?? model} report={report} world={world.world} fit={fit} />
      </BoardTools>
      <div ref={root} className={styles["board"]}>
        <ComponentCard
          {...shared}
          report={report}
          held={heldHere}
          groups={model.sockets}
          onPoint={(socket) => setPointed(socket === undefined ? [] : [socket])}
        />
        <WorldCard
          {...shared}
          groups={model.plugs}
          isPackage={report.artifact === "wit-package"}
          onPoint={(plug) =>
            setPointed(plug === undefined ? [] : model.links.filter((link) => link.to === plug).map((link) => link.id))
          }
        />
        {wide ? (
          <Wires
            wires={wires}
            active={active}
            onPoint={setPointed}
            onChoose={(links) => {
              const sockets = model.sockets.flatMap((group) => group.sockets);
              const socket = sockets.find((one) => one.id === links[0]);
              if (socket !== undefined) choose(view, choiceOf(socket));
            }}
          />
        ) : undefined}
      </div>
    </div>
  );
}

function withFolds(model: BoardModel, folds: Folds): BoardModel {
  const apply = <T extends { readonly id: string; readonly folded: boolean }>(group: T): T => ({
    ...group,
    folded: folds.get(group.id) ?? group.folded,
  });
  return { ...model, sockets: model.sockets.map(apply), plugs: model.plugs.map(apply) };
}

function linksOfChoice(model: BoardModel, chosen: Chosen): readonly string[] {
  switch (chosen.kind) {
    case "import":
    case "export":
      return [`${chosen.kind}:${chosen.name}`];
    case "capability":
      return model.links.filter((link) => link.to === `plug:${chosen.id}`).map((link) => link.id);
    case "passed":
      return model.links.filter((link) => link.to === "plug:passed").map((link) => link.id);
  }
}
