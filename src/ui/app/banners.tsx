import { useState } from "react";
import { formatBytes } from "../primitives/format.ts";
import { Button } from "../primitives/button.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import type { Ask } from "../../host/state.ts";
import { visible } from "../panels/ansi.ts";
import styles from "./banners.module.css";
import { useActs, useApp, useSession } from "./context.ts";

const stranger = { link: "a shared world", file: "a scenario from a file", sample: "a sample" } as const;

/** Shown while the work of a link or a scenario file is open, or a sample over the person's own work. */
export function LinkBar() {
  const acts = useActs();
  const origin = useSession((state) => state.origin);
  const kept = useSession((state) => state.ownWorkKept);
  if (origin === "own") return undefined;
  return (
    <section
      className={`${styles["bar"]} ${styles["calm"]}`}
      aria-label={origin === "sample" ? "Sample" : "Shared world"}
    >
      <p>
        You are looking at {stranger[origin]}; changes to it are not saved.
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

const things = {
  "real-binding": "something real",
  "wider-limits": "wider limits",
  "fetch-component": "its component",
  "drop-component": "its file",
} as const;

const headings = {
  link: "This link asks for",
  file: "This scenario asks for",
  own: "Your stored work asks for",
  sample: "This sample asks for",
} as const;

/**
 * What a link, a scenario file or stored work asks for. Nothing of it holds before a click. What reaches further than this page is
 * decided one by one, the rest of what is real at once. During a run it is one line.
 */
export function AsksPanel() {
  const asks = useSession((state) => state.asks);
  const origin = useSession((state) => state.origin);
  const running = useSession((state) => state.run.state === "running");
  const [isFolded, setIsFolded] = useState(false);
  const [seen, setSeen] = useState({ asks, running });
  if (seen.asks !== asks || seen.running !== running) {
    setSeen({ asks, running });
    if (running && !seen.running) setIsFolded(true);
    else if (asks.some((ask) => !seen.asks.includes(ask))) setIsFolded(false);
  }
  if (asks.length === 0) return undefined;
  const harmless = asks.filter((ask) => ask.kind === "real-binding" && ask.risky !== true);
  const groups = [
    ...asks.filter((ask) => ask.kind !== "real-binding").map((ask) => [ask]),
    ...asks.filter((ask) => ask.risky === true).map((ask) => [ask]),
    ...(harmless.length > 0 ? [harmless] : []),
  ];
  return (
    <section className={styles["asks"]} aria-labelledby="asks-title">
      <div className={styles["ask"]}>
        <h2 id="asks-title" className={styles["title"]}>
          {headings[origin]}
        </h2>
        {isFolded ? (
          <p className={styles["words"]}>{listed(asks.map(thing))}.</p>
        ) : (
          <span className={styles["space"]} />
        )}
        <Button look="quiet" size="small" aria-expanded={!isFolded} onPress={() => setIsFolded(!isFolded)}>
          {isFolded ? "Decide" : "Fold"}
        </Button>
      </div>
      {isFolded ? undefined : groups.map((group) => <AskRow key={group.map(thing).join()} group={group} />)}
    </section>
  );
}

/** What is decided at once: one thing, or all that is harmless. */
function AskRow({ group }: { readonly group: readonly Ask[] }) {
  const { pickFile } = useApp();
  const acts = useActs();
  const [first] = group;
  const refused = useSession(
    ({ scenario }) => first?.capability !== undefined && scenario.bindings[first.capability].mode === "deny",
  );
  if (first === undefined) return undefined;
  const [allow, refuse] = actions[first.kind];
  const keep = refused ? "Keep denied" : refuse;
  const named = listed(group.map(thing));
  return (
    <div className={styles["ask"]}>
      <div className={styles["words"]}>
        {group.length === 1 ? (
          <AskWords ask={first} />
        ) : (
          <details>
            <summary>The real {named}: with them it reaches no file and no network.</summary>
            <ul>
              {group.map((ask) => (
                <li key={ask.text}>
                  <AskWords ask={ask} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <div className={styles["buttons"]}>
        {first.kind === "drop-component" ? (
          <Button size="small" look="primary" onPress={pickFile}>
            Open the file
          </Button>
        ) : (
          <Button size="small" look="primary" aria-label={`${allow}: ${named}`} onPress={() => void acts.grant(group)}>
            {allow}
          </Button>
        )}
        <Button size="small" aria-label={`${keep}: ${named}`} onPress={() => acts.refuse(group)}>
          {keep}
        </Button>
      </div>
    </div>
  );
}

function AskWords({ ask }: { readonly ask: Ask }) {
  return (
    <>
      {ask.title === undefined ? undefined : <strong>{ask.title}: </strong>}
      {ask.text} <GivenAlready ask={ask} />
    </>
  );
}

/** What is asked for, within a sentence. */
function thing({ kind, title }: Ask): string {
  if (title === undefined) return things[kind];
  return /^[A-Z][a-z]/.test(title) ? `${title.slice(0, 1).toLowerCase()}${title.slice(1)}` : title;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** What the component would have at once, since the person gave or allowed it already. */
function GivenAlready({ ask: { uses } }: { readonly ask: Ask }) {
  const folder = useSession((state) => state.folder);
  const allowed = useSession((state) => state.network.allowed);
  if (uses === "folder" && folder !== undefined) return <>The folder “{visible(folder.name)}” is given already.</>;
  if (uses === "origins" && allowed.length > 0) return <>Already allowed: {allowed.map(visible).join(", ")}.</>;
  return undefined;
}
