import { useState } from "react";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import type { MountSpec } from "../../scenario/schema.ts";
import { checkMount } from "./checks.ts";
import { MountEditor } from "./mount-editor.tsx";
import styles from "./side-panel.module.css";

/** The mounts of the virtual filesystem and the files in them. */
export function MountsEditor() {
  const acts = useActs();
  const mounts = useSession((state) => state.scenario.files);
  const [round, setRound] = useState(0);
  const [path, setPath] = useState<string | undefined>(undefined);
  const paths = mounts.map((mount) => mount.mount);
  const suggested = paths.includes("/data") ? "/mnt" : "/data";
  const put = (files: readonly MountSpec[]) => acts.apply({ files });
  const next = path ?? suggested;
  const add = () => {
    if (!checkMount(next, paths).ok) return;
    put([...mounts, { mount: next, writable: true, tree: {} }]);
    setPath(undefined);
    setRound(round + 1);
  };
  return (
    <section aria-label="Mounts" className={styles["edit"]}>
      {mounts.length === 0 ? (
        <p className={styles["muted"]}>No files are mounted. Add a mount, and drop files on it.</p>
      ) : undefined}
      {mounts.map((mount) => (
        <MountEditor
          key={mount.mount}
          mount={mount}
          others={paths.filter((one) => one !== mount.mount)}
          onChange={(changed) => put(mounts.map((one) => (one.mount === mount.mount ? changed : one)))}
          onRemove={() => put(mounts.filter((one) => one.mount !== mount.mount))}
        />
      ))}
      <div className={styles["row"]}>
        <DraftField
          key={`${round} ${suggested}`}
          hideLabel
          label="Path of a new mount"
          value={suggested}
          parse={(text) => checkMount(text.trim(), paths)}
          onCommit={setPath}
          // No path of a mount: there is nothing to add.
          onInvalid={() => setPath("")}
          onEnter={add}
          startsFocused={round > 0}
        />
        <Button size="small" isDisabled={!checkMount(next, paths).ok} onPress={add}>
          Add mount
        </Button>
      </div>
    </section>
  );
}
