import { useRef, useState } from "react";
import { DropZone } from "react-aria-components/DropZone";
import { ok, type Result } from "../../result.ts";
import type { MountSpec } from "../../scenario/schema.ts";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { formatBytes } from "../primitives/format.ts";
import { CloseIcon } from "../primitives/icons.tsx";
import { Segments } from "../primitives/segments.tsx";
import { checkInside, checkMount } from "./checks.ts";
import { flatTree } from "./file-tree.ts";
import styles from "./side-panel.module.css";
import { nodeOf, renamed, withFile, withoutFile } from "./tree-edit.ts";

interface Props {
  readonly mount: MountSpec;
  /** The paths of the other mounts. */
  readonly others: readonly string[];
  readonly onChange: (mount: MountSpec) => void;
  readonly onRemove: () => void;
}

const mostFiles = 200;

export function MountEditor({ mount, others, onChange, onRemove }: Props) {
  const acts = useActs();
  const input = useRef<HTMLInputElement>(null);
  const [editing, setEditing] = useState<string | undefined>(undefined);
  const [moving, setMoving] = useState(false);
  const files = flatTree(mount.tree);
  const paths = files.map((file) => file.path);
  const add = async (given: readonly File[]) => {
    let { tree } = mount;
    for (const file of given) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const path = checkInside(
        file.name,
        paths.filter((one) => one !== file.name),
      );
      if (!path.ok) return acts.notify(path.error);
      tree = withFile(tree, path.value, nodeOf(bytes));
    }
    return onChange({ ...mount, tree });
  };
  const addText = () => {
    const name = freeName(paths);
    onChange({ ...mount, tree: withFile(mount.tree, name, { text: "" }) });
    setEditing(name);
  };
  return (
    <section aria-label={`Mount ${mount.mount}`} data-drop-here="">
      <DropZone
        className={styles["mount"] ?? ""}
        aria-label={`Drop or paste files into ${mount.mount}`}
        onDrop={async ({ items }) => {
          const given = items.filter((item) => item.kind === "file");
          await add(await Promise.all(given.map((item) => item.getFile())));
        }}
      >
        <div className={styles["line"]}>
          <h3 className={styles["mountPath"]}>{mount.mount}</h3>
          <Segments
            label={`${mount.mount} is`}
            value={mount.writable ? "read-write" : "read-only"}
            segments={[
              { key: "read-only", label: "read-only" },
              { key: "read-write", label: "read-write" },
            ]}
            onChange={(key) => onChange({ ...mount, writable: key === "read-write" })}
          />
          <Button
            look="quiet"
            size="small"
            aria-label={`Change the path of ${mount.mount}`}
            aria-expanded={moving}
            onPress={() => setMoving(!moving)}
          >
            Rename
          </Button>
          <Button look="quiet" size="small" aria-label={`Remove mount ${mount.mount}`} onPress={onRemove}>
            <CloseIcon />
          </Button>
        </div>
        {moving ? (
          <Rename
            label={`New path of ${mount.mount}`}
            action={`Rename mount ${mount.mount}`}
            name={mount.mount}
            startsFocused
            check={(path) => checkMount(path.trim(), others)}
            onRename={(path) => onChange({ ...mount, mount: path })}
          />
        ) : undefined}
        {files.length === 0 ? <p className={styles["muted"]}>Empty. Drop files here.</p> : undefined}
        <ul>
          {files.slice(0, mostFiles).map((file) => (
            <li key={file.path}>
              <div className={styles["file"]}>
                <span className={styles["fileName"]}>{file.path}</span>
                <span className={styles["muted"]}>{formatBytes(file.size)}</span>
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Edit ${file.path}`}
                  aria-expanded={editing === file.path}
                  onPress={() => setEditing(editing === file.path ? undefined : file.path)}
                >
                  Edit
                </Button>
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Delete ${file.path}`}
                  onPress={() => onChange({ ...mount, tree: withoutFile(mount.tree, file.path) })}
                >
                  <CloseIcon />
                </Button>
              </div>
              {editing === file.path ? (
                <FileEditor
                  path={file.path}
                  text={file.text}
                  others={paths.filter((path) => path !== file.path)}
                  onText={(text) => onChange({ ...mount, tree: withFile(mount.tree, file.path, { text }) })}
                  onRename={(to) => {
                    onChange({ ...mount, tree: renamed(mount.tree, file.path, to) });
                    setEditing(to);
                  }}
                />
              ) : undefined}
            </li>
          ))}
        </ul>
        {files.length > mostFiles ? (
          <p className={styles["muted"]}>{files.length - mostFiles} more are mounted.</p>
        ) : undefined}
        <div className={styles["line"]}>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label={`Files for ${mount.mount}`}
            onChange={(event) => {
              void add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
          <Button size="small" aria-label={`Add files to ${mount.mount}`} onPress={() => input.current?.click()}>
            Add files
          </Button>
          <Button size="small" aria-label={`New text file in ${mount.mount}`} onPress={addText}>
            New text file
          </Button>
        </div>
        <LastRun mount={mount.mount} />
      </DropZone>
    </section>
  );
}

function freeName(paths: readonly string[]): string {
  for (let index = 1; ; index++) {
    const name = index === 1 ? "new.txt" : `new-${index}.txt`;
    if (!paths.some((path) => path === name || path.startsWith(`${name}/`))) return name;
  }
}

interface EditorProps {
  readonly path: string;
  /** Absent for a file of bytes. */
  readonly text: string | undefined;
  readonly others: readonly string[];
  readonly onText: (text: string) => void;
  readonly onRename: (path: string) => void;
}

function FileEditor({ path, text, others, onText, onRename }: EditorProps) {
  return (
    <div className={styles["edit"]}>
      <Rename
        label={`New name of ${path}`}
        action={`Rename ${path}`}
        name={path}
        check={(next) => checkInside(next, others)}
        onRename={onRename}
      />
      {text === undefined ? (
        <p className={styles["muted"]}>It is not text. Delete it and add another to change it.</p>
      ) : (
        <DraftField hideLabel label={`Text of ${path}`} value={text} rows={6} parse={ok<string>} onCommit={onText} />
      )}
    </div>
  );
}

interface RenameProps {
  readonly label: string;
  /** What the button is called. */
  readonly action: string;
  readonly name: string;
  readonly startsFocused?: boolean;
  readonly check: (name: string) => Result<string, string>;
  readonly onRename: (name: string) => void;
}

function Rename({ label, action, name, startsFocused = false, check, onRename }: RenameProps) {
  const [next, setNext] = useState(name);
  const rename = () => {
    if (next !== name) onRename(next);
  };
  return (
    <div className={styles["row"]}>
      <DraftField
        hideLabel
        label={label}
        value={name}
        parse={check}
        onCommit={setNext}
        // There is no name to take.
        onInvalid={() => setNext(name)}
        onEnter={rename}
        startsFocused={startsFocused}
      />
      <Button size="small" isDisabled={next === name} aria-label={action} onPress={rename}>
        Rename
      </Button>
    </div>
  );
}

/** Says that a run's changes are not in the mounts: the next run begins with these files again. */
function LastRun({ mount }: { readonly mount: string }) {
  const changed = useSession((state) =>
    state.run.state === "done"
      ? state.run.result.files.some((file) => file.change !== "unchanged" && file.path.startsWith(mount))
      : false,
  );
  if (!changed) return undefined;
  return (
    <p className={styles["muted"]}>What the run changed is in Files. The next run begins with these files again.</p>
  );
}
