import { sockets, type SocketsBinding } from "../../capabilities/sockets/capability.ts";
import { err, type Result } from "../../result.ts";
import { useActs, useSession } from "../app/context.ts";
import { useDraft } from "../app/drafts.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { bindingPlace } from "./binding-place.ts";
import { checkSettings } from "./checks.ts";
import { socketsExample } from "./sockets-example.ts";
import styles from "./side-panel.module.css";

type Network = Pick<SocketsBinding, "names" | "peers">;

const place = bindingPlace(sockets, {
  key: "peers",
  label: "names and peers",
  text: ({ names, peers }) => JSON.stringify({ names, peers }, undefined, 2),
  used: (_, mode) => mode === "mock",
});

/** The network in memory as JSON: what names stand for, and who answers. */
export function SocketsEditor() {
  const acts = useActs();
  const binding = useSession((state) => state.scenario.bindings.sockets);
  const { names, peers } = binding;
  const draft = useDraft(place);
  const empty = Object.keys(names).length === 0 && peers.length === 0;
  const put = (next: Network) => {
    // Names merge: those that are gone are taken away by `null`.
    const gone = Object.fromEntries(Object.keys(names).map((name) => [name, null]));
    acts.apply({ bindings: { sockets: { names: { ...gone, ...next.names }, peers: next.peers } } });
  };
  return (
    <section aria-label="Network" className={styles["edit"]}>
      <h3 className={styles["heading"]}>Names and peers</h3>
      <p className={styles["muted"]}>
        Who can be reached. A peer echoes what it gets, replies as written, refuses, or lets the connection time out.
      </p>
      <DraftField<Network>
        {...draft}
        hideLabel
        label="Names and peers as JSON"
        rows={14}
        parse={(text) => readNetwork(binding, text)}
        onCommit={put}
      />
      {empty ? (
        <div className={styles["line"]}>
          <Button size="small" onPress={() => put(socketsExample)}>
            Start from an example
          </Button>
        </div>
      ) : undefined}
    </section>
  );
}

function readNetwork(binding: SocketsBinding, text: string): Result<Network, string> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return err(`Not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return err('Write an object with "names" and "peers".');
  const other = Object.keys(json).find((key) => key !== "names" && key !== "peers");
  if (other !== undefined) return err(`“${other}” is not known here: there are "names" and "peers".`);
  // The capability's schema checks it at once.
  return checkSettings(sockets, binding, { names: {}, peers: [], ...json } as Network);
}
