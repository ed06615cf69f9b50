import { Keyboard } from "react-aria-components/Keyboard";
import { Button } from "../primitives/button.tsx";
import { LogoIcon, ThemeIcon } from "../primitives/icons.tsx";
import { MenuButton } from "../primitives/menu-button.tsx";
import { useActs, useApp, useSession } from "./context.ts";
import { askRun } from "./drafts.ts";
import styles from "./header.module.css";
import { shortcut } from "./keys.ts";
import { runObstacle } from "./run-state.ts";
import { currentTheme, setTheme } from "./theme.ts";

export function Header() {
  const { demos, pickFile, view } = useApp();
  const acts = useActs();
  const open = useSession((state) => state.report !== undefined);
  const own = useSession((state) => state.origin === "own");
  const network = useSession((state) => state.scenario.bindings.http.mode === "real");
  return (
    <header className={styles["header"]}>
      <h1 className={styles["logo"]}>
        <LogoIcon />
        <span className={styles["logoText"]}>Orrery</span>
      </h1>
      <Button onPress={pickFile}>
        Open a component
        <Keyboard className={styles["kbd"] ?? ""} aria-hidden="true">
          {shortcut("O")}
        </Keyboard>
      </Button>
      {demos.length === 0 ? undefined : (
        <MenuButton
          label="Samples"
          entries={demos.map((demo) => ({
            id: demo.name,
            title: demo.title,
            note: `${demo.language} · ${demo.description}`,
          }))}
          onAction={(name) => void acts.openDemo(name)}
        />
      )}
      <span className={styles["grow"]} />
      <span className={styles["promise"]}>
        {own ? "saved here" : "not saved"} · nothing leaves this page{network ? " unasked" : ""}
      </span>
      {open ? <Button onPress={() => view.setState({ dialog: "share" })}>Share</Button> : undefined}
      <Button
        size="icon"
        aria-label="Switch between light and dark"
        onPress={() => setTheme(currentTheme() === "dark" ? "light" : "dark")}
      >
        <ThemeIcon />
      </Button>
      {open ? <RunButton /> : undefined}
    </header>
  );
}

function RunButton() {
  const app = useApp();
  const acts = useActs();
  const running = useSession((state) => state.run.state === "running");
  const obstacle = useSession(runObstacle);
  if (running) {
    return (
      <Button look="danger" onPress={() => void acts.stop()}>
        Stop
        <Keyboard className={styles["kbd"] ?? ""} aria-hidden="true">
          Esc
        </Keyboard>
      </Button>
    );
  }
  return (
    <span title={obstacle}>
      <Button look="primary" isDisabled={obstacle !== undefined} onPress={() => askRun(app)}>
        Run
        <Keyboard className={styles["kbd"] ?? ""} aria-hidden="true">
          {shortcut("⏎")}
        </Keyboard>
      </Button>
    </span>
  );
}
