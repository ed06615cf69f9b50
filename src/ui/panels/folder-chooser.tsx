import { useRef } from "react";
import type { GivenFolder } from "../../host/state.ts";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { count } from "../primitives/format.ts";
import { FolderIcon } from "../primitives/icons.tsx";
import { visible } from "./ansi.ts";
import styles from "./folder-chooser.module.css";
import side from "./side-panel.module.css";

/** The real folder in the settings: one that the person gives, or the one that the browser keeps. */
export function RealFolder() {
  const kept = useSession((state) => state.scenario.bindings.filesystem.source === "kept");
  if (!kept) return <FolderChooser />;
  return (
    <p className={side["words"]}>
      This browser keeps the folder for this page, from one run to the next. It is empty at first, and goes away when
      you clear the data of this site.
    </p>
  );
}

/** The folder that components get: given, shown, taken away. */
export function FolderChooser() {
  const folder = useSession((state) => state.folder);
  return (
    <div role="group" aria-label="Real folder" className={styles["chooser"]}>
      {folder === undefined || folder.kind === "kept" ? <Give /> : <Given folder={folder} />}
    </div>
  );
}

/** React's types do not know the attribute. */
const wholeFolder = { webkitdirectory: "" };

function Give() {
  const acts = useActs();
  const input = useRef<HTMLInputElement>(null);
  const pick = acts.canPickFolder();
  return (
    <>
      <p className={side["muted"]}>
        {pick
          ? "No folder is given. The component sees all that is in the folder you choose, and nothing else of this computer."
          : "No folder is given. This browser can only hand over a copy of a folder: the component reads it and changes nothing."}
      </p>
      <div className={side["line"]}>
        {pick ? (
          <Button size="small" look="primary" onPress={() => void acts.pickFolder()}>
            Choose a folder…
          </Button>
        ) : undefined}
        <input
          ref={input}
          type="file"
          {...wholeFolder}
          hidden
          aria-label="Folder to upload"
          onChange={(event) => {
            acts.takeFolder([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        <Button size="small" look={pick ? "plain" : "primary"} onPress={() => input.current?.click()}>
          Upload a folder (read-only)
        </Button>
      </div>
      <p className={side["muted"]}>Uploading means: into this page. Nothing is sent anywhere.</p>
    </>
  );
}

function Given({ folder }: { readonly folder: GivenFolder }) {
  const acts = useActs();
  const allowed = useSession((state) => state.scenario.bindings.filesystem.writable);
  return (
    <>
      <div className={styles["folder"]}>
        <FolderIcon />
        <p className={styles["name"]}>{visible(folder.name)}</p>
        <Button size="small" aria-label={`Take ${visible(folder.name)} away`} onPress={() => acts.releaseFolder()}>
          Take it away
        </Button>
      </div>
      <p className={side["muted"]}>
        {folder.files === undefined ? "" : `${count(folder.files, "file")}. `}
        {folderWords(folder, allowed)}
      </p>
    </>
  );
}

function folderWords(folder: GivenFolder, allowed: boolean): string {
  const though = allowed ? " “May be changed” has no effect: the component finds it read-only." : "";
  if (folder.kind === "uploaded")
    return `Read-only: a copy in this page. The folder on this computer stays as it is.${though}`;
  if (!allowed) return "Read-only, since “May be changed” is off.";
  if (!folder.writable) return `Read-only: the browser does not let it be changed.${though}`;
  return "It may be changed: what a run writes and deletes is done in this folder when the run has ended.";
}
