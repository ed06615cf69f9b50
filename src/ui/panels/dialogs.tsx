import { lazy, Suspense } from "react";
import { useActs, useApp, useView } from "../app/context.ts";
import { isMac } from "../app/keys.ts";
import { Button } from "../primitives/button.tsx";
import { Window, WindowActions } from "../primitives/window.tsx";
import styles from "./dialogs.module.css";
import { ShareDialog } from "./share-dialog.tsx";

const WorldDialog = lazy(() => import("./world-dialog.tsx").then((module) => ({ default: module.WorldDialog })));

/** The dialog that is open, if any. */
export function Dialogs() {
  const { view } = useApp();
  const dialog = useView((state) => state.dialog);
  const close = () => view.setState({ dialog: undefined });
  switch (dialog) {
    case "share":
      return <ShareDialog onClose={close} />;
    case "keys":
      return <KeysDialog onClose={close} />;
    case "reset":
      return <ResetDialog onClose={close} />;
    case "world":
      return (
        <Suspense fallback={undefined}>
          <WorldDialog onClose={close} />
        </Suspense>
      );
    case undefined:
      return undefined;
  }
}

interface Props {
  readonly onClose: () => void;
}

function KeysDialog({ onClose }: Props) {
  const command = isMac ? "⌘" : "Ctrl";
  const keys = [
    [`${command} Enter`, "Run"],
    ["Esc", "Stop"],
    [`${command} S`, "Share"],
    [`${command} O`, "Open a component"],
    [`${command} V`, "Open what was copied: a file, an address or WebAssembly text"],
    [`${command} Z`, "Undo a change, while that is offered"],
    ["/", "Search the board"],
    ["?", "These keys"],
  ] as const;
  return (
    <Window title="Keys" onClose={onClose}>
      <dl className={styles["keys"]}>
        {keys.map(([key, act]) => (
          <div key={key} className={styles["key"]}>
            <dt>
              {key.split(" ").map((part) => (
                <kbd key={part} className={styles["kbd"]}>
                  {part}
                </kbd>
              ))}
            </dt>
            <dd>{act}</dd>
          </div>
        ))}
      </dl>
    </Window>
  );
}

function ResetDialog({ onClose }: Props) {
  const { view } = useApp();
  const acts = useActs();
  return (
    <Window title="Reset all settings?" role="alertdialog" onClose={onClose}>
      <p>Bindings, mounts, arguments, limits and the world go back to their defaults. What is open stays open.</p>
      <WindowActions>
        <Button onPress={onClose}>Keep my settings</Button>
        <Button
          look="danger"
          onPress={() => {
            view.setState({ drafts: {} });
            void acts.reset();
            onClose();
          }}
        >
          Reset
        </Button>
      </WindowActions>
    </Window>
  );
}
