import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { Button as AriaButton } from "react-aria-components/Button";
import { Button } from "../primitives/button.tsx";
import { DropIcon } from "../primitives/icons.tsx";
import { useActs, useApp, useSession } from "./context.ts";
import styles from "./start.module.css";

/** Nothing is open yet. */
export function Start() {
  const { demos, pickFile } = useApp();
  const acts = useActs();
  const ready = useSession((state) => state.ready);
  const [url, setUrl] = useState("");
  const [hint, setHint] = useState("");
  return (
    <main className={styles["start"]}>
      <section className={styles["zone"]} aria-labelledby="start-title">
        <span className={styles["icon"]}>
          <DropIcon />
        </span>
        <h2 id="start-title" className={styles["title"]}>
          Drop a WebAssembly component here
        </h2>
        <p className={styles["muted"]}>
          See what it wants, choose the world it runs in, decide what is real, and run it safely in this page.
        </p>
        <Button look="primary" onPress={pickFile}>
          Open a component
        </Button>
        <Form
          className={styles["url"] ?? ""}
          onSubmit={(event) => {
            event.preventDefault();
            const address = url.trim();
            if (address === "") setHint("Write an address first, such as https://example.com/app.wasm.");
            else void acts.openUrl(address);
          }}
        >
          <TextField
            value={url}
            className={styles["field"] ?? ""}
            onChange={(next) => {
              setUrl(next);
              setHint("");
            }}
          >
            <Label className={styles["label"] ?? ""}>or from an address</Label>
            <Input
              className={styles["input"] ?? ""}
              placeholder="https://…/app.wasm"
              inputMode="url"
              spellCheck={false}
            />
          </TextField>
          <Button type="submit">Open address</Button>
        </Form>
        {hint === "" ? undefined : (
          <p className={styles["hint"]} role="alert">
            {hint}
          </p>
        )}
        <p className={styles["small"]}>
          Components, preview 1 modules, WebAssembly text, WIT packages. Pasting works too.
          {ready ? "" : " Getting ready…"}
        </p>
      </section>
      {demos.length === 0 ? undefined : (
        <section aria-labelledby="samples-title" className={styles["samples"]}>
          <h2 id="samples-title" className={styles["heading"]}>
            Samples
          </h2>
          <ul className={styles["cards"]}>
            {demos.map((demo) => (
              <li key={demo.name} className={styles["item"]}>
                <AriaButton
                  className={styles["card"] ?? ""}
                  aria-label={`Open the sample ${demo.title}`}
                  onPress={() => void acts.openDemo(demo.name)}
                >
                  <span className={styles["cardTitle"]}>{demo.title}</span>
                  <span className={styles["language"]}>{demo.language}</span>
                  <span className={styles["muted"]}>{demo.description}</span>
                </AriaButton>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className={styles["promise"]}>Nothing is uploaded. Nothing is real unless you say so.</p>
    </main>
  );
}
