import { useEffect, useState } from "react";
import type { ShareLink } from "../../host/state.ts";
import { useActs, useApp, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { copyText, saveFile } from "../primitives/save.ts";
import { Window } from "../primitives/window.tsx";
import { embedOf, markdownOf, sizeWords } from "./share-words.ts";
import styles from "./dialogs.module.css";

export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const { view } = useApp();
  const acts = useActs();
  const title = useSession((state) => state.report?.name ?? "Orrery");
  const [link, setLink] = useState<ShareLink | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    void acts.share().then((made) => {
      if (!gone) setLink(made);
    });
    return () => {
      gone = true;
    };
  }, [acts]);
  const copy = async (text: string, done: string) => {
    const copied = await copyText(text);
    acts.notify(copied ? done : "The browser does not allow copying here: select the text and copy it.");
  };
  const url = link?.url ?? "";
  const usable = link !== undefined && link.size !== "file";
  return (
    <Window title="Share this world" onClose={onClose}>
      <p className={styles["hint"]}>
        The link holds the settings, the world and the files you mounted. Whoever opens it sees what it asks for first;
        nothing runs by itself.
      </p>
      <label className={styles["label"]} htmlFor="share-link">
        Link
      </label>
      <textarea
        id="share-link"
        className={styles["link"]}
        readOnly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p className={styles["size"]} data-size={link?.size} role="status">
        {link === undefined ? "Making the link…" : sizeWords(link)}
      </p>
      {link === undefined || link.notes.length === 0 ? undefined : (
        <ul className={styles["notes"]}>
          {link.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={styles["buttons"]}>
        <Button look="primary" isDisabled={!usable} onPress={() => copy(url, "Link copied.")}>
          Copy link
        </Button>
        <Button isDisabled={!usable} onPress={() => copy(markdownOf(title, url), "Markdown copied.")}>
          Copy as Markdown
        </Button>
        <Button isDisabled={!usable} onPress={() => copy(embedOf(title, url), "Frame copied.")}>
          Copy as iframe
        </Button>
      </div>
      <div className={styles["foot"]}>
        <Button onPress={() => saveFile("scenario.json", acts.scenarioJson())}>Download as JSON</Button>
        <Button look="danger" onPress={() => view.setState({ dialog: "reset" })}>
          Reset…
        </Button>
      </div>
    </Window>
  );
}
