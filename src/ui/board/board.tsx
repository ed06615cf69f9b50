import { useMemo, useRef, useState } from "react";
import { choose, useApp, useSession, useView, type Chosen } from "../app/context.ts";
import { useMedia } from "../primitives/use-media.ts";
import styles from "./board.module.css";
import { ComponentCard } from "./component-card.tsx";
import { layoutWires } from "./layout.ts";
import { boardModel, type BoardModel } from "./model.ts";
import { useAnchors } from "./use-anchors.ts";
import { Wires } from "./wires.tsx";
import { WorldCard } from "./world-card.tsx";

/** The component's sockets, the world's plugs, and the wires between. */
export function Board() {
  const { view } = useApp();
  const report = useSession((state) => state.report);
  const world = useSession((state) => state.world);
  const fit = useSession((state) => state.fit);
  const scenario = useSession((state) => state.scenario);
  const calls = useSession((state) => state.calls);
  const runState = useSession((state) => state.run.state);
  const chosen = useView((state) => state.chosen);
  const wide = useMedia("(min-width: 900px)");
  const root = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<readonly string[]>([]);
  // What a person folded or unfolded; the rest stands as the model says.
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());

  const model = useMemo(
    () =>
      report === undefined ? undefined : boardModel({ report, world: world.world, fit, scenario, calls, runState }),
    [report, world.world, fit, scenario, calls, runState],
  );
  const shape = useMemo(() => ({ model, folds }), [model, folds]);
  const anchors = useAnchors(root, shape, wide);
  const wires = useMemo(
    () => (model === undefined ? [] : layoutWires(model.links, anchors.sockets, anchors.plugs)),
    [model, anchors],
  );
  if (model === undefined || report === undefined) return undefined;

  const active = new Set(pointed);
  const chosenLinks = new Set(linksOfChoice(model, chosen));
  const shared = {
    active: active.size > 0 ? active : chosenLinks,
    chosen,
    isFolded: (id: string, folded: boolean) => folds.get(id) ?? folded,
    onFold: (id: string, folded: boolean) => setFolds((now) => new Map(now).set(id, folded)),
    onChoose: (next: Chosen) => choose(view, next),
  };
  return (
    <div className={styles["scroll"]}>
      <div ref={root} className={styles["board"]}>
        <ComponentCard
          {...shared}
          report={report}
          groups={model.sockets}
          onPoint={(socket) => setPointed(socket === undefined ? [] : [socket])}
        />
        <WorldCard
          {...shared}
          groups={model.plugs}
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
              const next = choiceOfLink(model, links[0]);
              if (next !== undefined) choose(view, next);
            }}
          />
        ) : undefined}
      </div>
    </div>
  );
}

function linksOfChoice(model: BoardModel, chosen: Chosen): readonly string[] {
  if (chosen.kind === "import") return [`import:${chosen.name}`];
  return model.links.filter((link) => link.to === `plug:${chosen.id}`).map((link) => link.id);
}

function choiceOfLink(model: BoardModel, link: string | undefined): Chosen | undefined {
  for (const group of model.sockets) {
    const socket = group.sockets.find((one) => one.id === link);
    if (socket === undefined || socket.id.startsWith("export:")) continue;
    return socket.capability === undefined
      ? { kind: "import", name: socket.name }
      : { kind: "capability", id: socket.capability };
  }
  return undefined;
}
