import { lazy, Suspense, useState } from "react";
import type { Report } from "../../protocol/index.ts";
import { useActs, useApp, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { Window, WindowActions } from "../primitives/window.tsx";
import { ok } from "../../result.ts";
import styles from "./dialogs.module.css";

const WitEditor = lazy(() => import("../editor/wit-editor.tsx").then((module) => ({ default: module.WitEditor })));

const noMistakes = [] as const;

/** A world of one's own, typed as WIT. It counts once it is applied; until it can be built the last good one stays. */
export function WorldDialog({ onClose }: { readonly onClose: () => void }) {
  const { session } = useApp();
  const acts = useActs();
  const ref = useSession((state) => state.scenario.world);
  const report = useSession((state) => state.report);
  const world = useSession((state) => state.world);
  const [text, setText] = useState(() => ("wit" in ref ? ref.wit : template(report)));
  const [name, setName] = useState(() => ("wit" in ref ? (ref.world ?? "") : ""));
  const [tried, setTried] = useState<string | undefined>("wit" in ref ? ref.wit : undefined);
  const error = tried === undefined ? undefined : world.error;
  const mistakes = tried === text ? world.mistakes : noMistakes;
  const apply = async () => {
    setTried(text);
    await acts.setWorld(name.trim() === "" ? { wit: text } : { wit: text, world: name.trim() });
    if (session.store.getState().world.error === undefined) onClose();
  };
  return (
    <Window title="Your own world" wide onClose={onClose}>
      <p className={styles["hint"]}>
        Write what this world provides and expects, as WIT. WASI 0.2.12 packages are at hand by name.
      </p>
      <div className={styles["editor"]}>
        <Suspense fallback={<p className={styles["wait"]}>Loading the editor…</p>}>
          <WitEditor label="WIT of your world" value={text} mistakes={mistakes} onChange={setText} />
        </Suspense>
      </div>
      <DraftField
        label="World"
        value={name}
        placeholder="the first"
        help="Its name, when the text has more than one."
        parse={ok<string>}
        onCommit={setName}
      />
      <div role="status">{world.building ? "Building the world…" : ""}</div>
      {error === undefined || world.building ? undefined : (
        <div role="alert" className={styles["mistakes"]}>
          {mistakes.length === 0 ? <p>{error.message}</p> : undefined}
          {mistakes.map((mistake) => (
            <p key={`${mistake.line}:${mistake.column} ${mistake.message}`}>
              <code>
                {mistake.line}:{mistake.column}
              </code>{" "}
              {mistake.message}
            </p>
          ))}
        </div>
      )}
      <WindowActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button look="primary" isDisabled={world.building} onPress={apply}>
          Apply
        </Button>
      </WindowActions>
    </Window>
  );
}

/** A world to begin with: what the component wants of WASI. */
function template(report: Report | undefined): string {
  const wasi = (names: readonly { readonly name: string }[]) =>
    names.map(({ name }) => name).filter((name) => name.startsWith("wasi:"));
  const imports = wasi(report?.imports ?? []);
  const exports = wasi(report?.exports ?? []);
  return [
    "package my:app;",
    "",
    "world my-world {",
    ...(imports.length === 0 ? ["import wasi:cli/stdout@0.2.12"] : imports.map((name) => `import ${name}`)).map(
      (line) => `  ${line};`,
    ),
    ...exports.map((name) => `  export ${name};`),
    "}",
    "",
  ].join("\n");
}
