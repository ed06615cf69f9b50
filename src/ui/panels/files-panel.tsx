import { useMemo, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Tree, TreeItem, TreeItemContent } from "react-aria-components/Tree";
import { useSession } from "../app/context.ts";
import { count, formatBytes } from "../primitives/format.ts";
import { ChevronIcon, FileIcon, FolderIcon } from "../primitives/icons.tsx";
import type { FileChange } from "../../protocol/index.ts";
import { visible } from "./ansi.ts";
import { FilePreview } from "./file-preview.tsx";
import { changedFiles, mountedFiles, treeOf, type TreeNode } from "./file-tree.ts";
import styles from "./files-panel.module.css";

/** More rows than a tree can show without trouble: then what did not change is left out. */
const mostRows = 1500;

/** The virtual filesystem: as the last run left it, else as it is mounted. */
export function FilesPanel() {
  const run = useSession((state) => state.run);
  const mounts = useSession((state) => state.scenario.files);
  const real = useSession((state) => state.scenario.bindings.filesystem.mode === "real");
  const result = run.state === "done" ? run.result : undefined;
  const files = useMemo(() => result?.files ?? mountedFiles(mounts), [result, mounts]);
  const shown = useMemo(() => {
    const changed = files.length > mostRows ? files.filter((file) => file.change !== "unchanged") : files;
    return changed.slice(0, mostRows);
  }, [files]);
  const tree = useMemo(() => treeOf(shown), [shown]);
  const open = useMemo(() => directories(tree), [tree]);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const current = shown.find((file) => file.path === chosen) ?? firstToShow(shown);
  const folderLater = real ? " Those of the real folder are shown after a run." : "";
  if (files.length === 0) {
    return (
      <p className={styles["empty"]}>
        {result === undefined ? `No files are mounted.${folderLater}` : "The run left no files."}
      </p>
    );
  }
  return (
    <div className={styles["files"]}>
      <div className={styles["side"]}>
        <p className={styles["note"]}>
          {result === undefined
            ? `As mounted, before a run.${folderLater}`
            : `${count(changedFiles(files), "file")} changed by the run.`}
          {shown.length < files.length ? ` ${count(files.length - shown.length, "more file")} not shown.` : ""}
        </p>
        <Tree
          // Another set of files begins with its own directories open.
          key={open.join("\n")}
          aria-label="Files"
          className={styles["tree"] ?? ""}
          selectionMode="single"
          selectionBehavior="replace"
          defaultExpandedKeys={open}
          selectedKeys={current === undefined ? [] : [current.path]}
          onSelectionChange={(keys) => {
            const key = keys === "all" ? undefined : [...keys][0];
            if (key !== undefined && shown.some((file) => file.path === key)) setChosen(String(key));
          }}
        >
          {tree.map((node) => (
            <Node key={node.path} node={node} />
          ))}
        </Tree>
      </div>
      {current === undefined ? undefined : <FilePreview key={current.path} file={current} run={result} />}
    </div>
  );
}

function firstToShow(files: readonly FileChange[]): FileChange | undefined {
  return files.find((file) => file.change === "created" || file.change === "modified") ?? files[0];
}

function directories(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.flatMap((node) => (node.file === undefined ? [node.path, ...directories(node.children)] : []));
}

const words = { created: "new", modified: "changed", deleted: "deleted", unchanged: "" } as const;

function Node({ node }: { readonly node: TreeNode }) {
  const change = node.file?.change ?? "unchanged";
  return (
    <TreeItem id={node.path} textValue={node.name} className={styles["item"] ?? ""}>
      <TreeItemContent>
        {node.file === undefined ? (
          <AriaButton slot="chevron" className={styles["chevron"] ?? ""}>
            <ChevronIcon />
          </AriaButton>
        ) : (
          <span className={styles["chevron"]} />
        )}
        {node.file === undefined ? <FolderIcon /> : <FileIcon />}
        <span className={`${styles["name"]} ${change === "deleted" ? styles["gone"] : ""}`}>{visible(node.name)}</span>
        {words[change] === "" ? undefined : (
          <span className={`${styles["badge"]} ${styles[change]}`}>{words[change]}</span>
        )}
        {node.file === undefined ? undefined : <span className={styles["size"]}>{formatBytes(node.file.size)}</span>}
      </TreeItemContent>
      {node.children.map((child) => (
        <Node key={child.path} node={child} />
      ))}
    </TreeItem>
  );
}
