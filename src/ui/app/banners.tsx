import { formatBytes } from "../primitives/format.ts";
import { Button } from "../primitives/button.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import type { Ask } from "../../host/state.ts";
import { visible } from "../panels/ansi.ts";
import styles from "./banners.module.css";
import { useActs, useApp, useSession } from "./context.ts";

/** Shown while the work of a link or a scenario file is open. */
export function LinkBar() {
  const acts = useActs();
  const origin = useSession((state) => state.origin);
  const kept = useSession((state) => state.ownWorkKept);
  if (origin === "own") return undefined;
  return (
    <section className={`${styles["bar"]} ${styles["calm"]}`} aria-label="Shared world">
      <p>
        You are looking at {origin === "link" ? "a shared world" : "a scenario from a file"}; changes to it are not
        saved.
        {kept ? " Your own work is kept." : ""}
      </p>
      <Button size="small" onPress={() => void acts.keepAsOwnWork()}>
        {kept ? "Replace my work with this" : "Keep this as my work"}
      </Button>
      {kept ? (
        <Button size="small" onPress={() => void acts.returnToOwnWork()}>
          Return to my work
        </Button>
      ) : undefined}
    </section>
  );
}

export function OpenFailure() {
  const acts = useActs();
  const opening = useSession((state) => state.opening);
  const other = useSession((state) => state.report?.name);
  if (opening.phase !== "failed") return undefined;
  return (
    <div className={`${styles["bar"]} ${styles["failure"]}`} role="alert">
      <div className={styles["words"]}>
        <strong>Could not open {opening.name}.</strong> {opening.error.message}
        {other === undefined || other === opening.name ? "" : ` ${other} is still open.`}
      </div>
      <Button look="quiet" size="icon" aria-label="Dismiss" onPress={() => acts.dismissOpenError()}>
        <CloseIcon />
      </Button>
    </div>
  );
}

export function OpeningBar() {
  const opening = useSession((state) => state.opening);
  if (opening.phase !== "fetching" && opening.phase !== "reading") return undefined;
  const total = opening.phase === "fetching" ? opening.totalBytes : undefined;
  const received = opening.phase === "fetching" ? opening.receivedBytes : 0;
  const words =
    opening.phase === "reading"
      ? `Reading ${opening.name}…`
      : `Fetching ${opening.name}… ${formatBytes(received)}${total === undefined ? "" : ` of ${formatBytes(total)}`}`;
  return (
    <div className={`${styles["bar"]} ${styles["calm"]}`}>
      <p role="status">{words}</p>
      <progress
        className={styles["progress"]}
        aria-label={words}
        {...(total === undefined || total === 0 ? {} : { value: received, max: total })}
      />
    </div>
  );
}

const actions = {
  "real-binding": ["Allow", "Keep mocked"],
  "wider-limits": ["Allow", "Keep the usual limits"],
  "fetch-component": ["Fetch it", "Do not fetch"],
  "drop-component": ["", "Not now"],
} as const;

const headings = {
  link: "This link asks for",
  file: "This scenario asks for",
  own: "Your stored work asks for",
} as const;

/** What a link, a scenario file or stored work asks for. Nothing of it holds before a click. */
export function AsksPanel() {
  const { pickFile } = useApp();
  const acts = useActs();
  const asks = useSession((state) => state.asks);
  const origin = useSession((state) => state.origin);
  if (asks.length === 0) return undefined;
  const bindings = asks.filter((ask) => ask.kind === "real-binding");
  const others = asks.filter((ask) => ask.kind !== "real-binding");
  const groups: readonly (readonly Ask[])[] = [
    ...others.map((ask) => [ask]),
    ...(bindings.length > 0 ? [bindings] : []),
  ];
  return (
    <section className={styles["asks"]} aria-labelledby="asks-title">
      <h2 id="asks-title" className={styles["title"]}>
        {headings[origin]}
      </h2>
      {groups.map((group) => {
        const kind = group[0]?.kind ?? "real-binding";
        const [allow, refuse] = actions[kind];
        return (
          <div key={group.map((ask) => ask.text).join("\n")} className={styles["ask"]}>
            <ul className={styles["words"]}>
              {group.map((ask) => (
                <li key={ask.text}>
                  {ask.text} <GivenAlready ask={ask} />
                </li>
              ))}
            </ul>
            <div className={styles["buttons"]}>
              {kind === "drop-component" ? (
                <Button size="small" look="primary" onPress={pickFile}>
                  Open the file
                </Button>
              ) : (
                <Button size="small" look="primary" onPress={() => void acts.grant(group)}>
                  {allow}
                </Button>
              )}
              <Button size="small" onPress={() => acts.refuse(group)}>
                {refuse}
              </Button>
            </div>
          </div>
        );
      })}
    </section>
  );
}

/** What the component would have at once, since the person gave or allowed it already. */
function GivenAlready({ ask: { uses } }: { readonly ask: Ask }) {
  const folder = useSession((state) => state.folder);
  const allowed = useSession((state) => state.network.allowed);
  if (uses === "folder" && folder !== undefined) return <>The folder “{visible(folder.name)}” is given already.</>;
  if (uses === "origins" && allowed.length > 0) return <>Already allowed: {allowed.map(visible).join(", ")}.</>;
  return undefined;
}
