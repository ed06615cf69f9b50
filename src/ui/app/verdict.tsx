import { useState } from "react";
import { capabilities, capabilityOf, unplayed } from "../../capabilities/index.ts";
import { worldTitle } from "../../worlds/catalogue.ts";
import type { Fit } from "../../worlds/model.ts";
import { list } from "../primitives/format.ts";
import { Button } from "../primitives/button.tsx";
import { Hidden } from "../primitives/hidden.tsx";
import { LongList } from "../primitives/long-list.tsx";
import { callable } from "./callable.ts";
import { useActs, useSession } from "./context.ts";
import { amountOf, pathWords, reasonsOf, withoutVerdict, type Reason } from "./reasons.ts";
import styles from "./verdict.module.css";

/** So many reasons are told in the verdict's sentence. */
const toldAtOnce = 2;
/** So many are listed before more are asked for. */
const shownReasons = 60;

/** Whether the component fits the world, in words, with every reason and what would mend it. */
export function Verdict() {
  const fit = useSession((state) => state.fit);
  const report = useSession((state) => state.report);
  const world = useSession((state) => state.world.world?.id);
  const building = useSession((state) => state.world.building);
  const broken = useSession((state) => state.world.error !== undefined);
  const [all, setAll] = useState(false);
  const reasons = fit === undefined ? [] : reasonsOf(fit);
  const long = reasons.length > toldAtOnce;
  return (
    <section className={styles["verdict"]} aria-label="Verdict">
      <div className={styles["line"]}>
        {fit === undefined ? (
          <span className={`${styles["pill"]} ${broken ? styles["misfit"] : styles["neutral"]}`}>
            {building
              ? "… Building the world"
              : report?.artifact === "wit-package"
                ? "Types only"
                : broken
                  ? "! The world has mistakes"
                  : "No verdict yet"}
          </span>
        ) : (
          <span className={`${styles["pill"]} ${fit.fits ? styles["fits"] : styles["misfit"]}`}>
            {fit.fits ? "✓ Fits" : "! Does not fit"} <span className={styles["id"]}>{world}</span>
          </span>
        )}
        {fit === undefined ? undefined : (
          <p className={styles["sentence"]}>
            {fit.fits ? (
              <Realness fit={fit} />
            ) : long ? (
              `${amountOf(reasons).toLocaleString("en-US")} reasons. ${reasons[0]?.difference.explanation ?? ""}`
            ) : (
              withoutVerdict(fit.verdict)
            )}
          </p>
        )}
        {long ? (
          <Button size="small" aria-expanded={all} onPress={() => setAll(!all)}>
            {all ? "Fewer reasons" : "All reasons"}
          </Button>
        ) : undefined}
        {fit === undefined || fit.fits ? undefined : <OtherWorld />}
        <span className={styles["grow"]} />
        <InvocationChoice />
      </div>
      {long
        ? undefined
        : [...new Set(reasons.map(({ difference }) => difference.fix))].map((fix) => (
            <p key={fix} className={styles["fix"]}>
              {fix}
            </p>
          ))}
      {long && all ? (
        // Another world has other reasons: its list begins short.
        <div key={world} role="region" aria-label="Reasons" className={styles["reasons"]}>
          <ul>
            <LongList items={reasons} first={shownReasons}>
              {(reason) => <ReasonRow key={reason.key} reason={reason} />}
            </LongList>
          </ul>
        </div>
      ) : undefined}
    </section>
  );
}

function ReasonRow({ reason: { name, first, fix, difference } }: { readonly reason: Reason }) {
  const path = pathWords(difference.path, name);
  return (
    <li className={styles["reason"]} data-first={first}>
      <span className={styles["of"]}>{first ? name : <Hidden>{name}</Hidden>}</span>
      <div className={styles["why"]}>
        {path === "" ? undefined : <span className={styles["path"]}>{path}</span>}
        <span>{difference.explanation}</span>
        {fix === undefined ? undefined : <span className={styles["fix"]}>{fix}</span>}
      </div>
    </li>
  );
}

/** A world of the catalogue that it fits, when the chosen one is none. */
function OtherWorld() {
  const acts = useActs();
  const id = useSession((state) => state.worldFits.find((one) => one.fits)?.id);
  if (id === undefined) return undefined;
  const title = worldTitle(id);
  return (
    <p className={styles["other"]}>
      {`It fits ${title}.`}
      <Button look="quiet" size="small" aria-label={`Use it: ${title}`} onPress={() => void acts.setWorld({ id })}>
        Use it
      </Button>
    </p>
  );
}

/** What of all that the component gets is real, or what nothing here can give it. */
function Realness({ fit }: { readonly fit: Fit }) {
  const report = useSession((state) => state.report);
  const bindings = useSession((state) => state.scenario.bindings);
  const wanted = new Set((report?.imports ?? []).map((extern) => capabilityOf(extern.name)));
  const real = capabilities.filter((capability) => wanted.has(capability) && bindings[capability.id].mode === "real");
  const [open, ...others] = unplayed(fit.imports, bindings).map(({ name }) => name);
  if (open !== undefined) {
    const more = others.length === 0 ? "" : ` and ${others.length.toLocaleString("en-US")} more`;
    return `It fits, but nothing here can play ${open}${more} yet.`;
  }
  if (wanted.size === 0) return "It wants nothing.";
  if (real.length === 0) return "Nothing it gets is real.";
  return `Real: ${list(real.map((capability) => capability.title))}.`;
}

/** What Run does: runs a command, or calls one function of a library. */
function InvocationChoice() {
  const acts = useActs();
  const report = useSession((state) => state.report);
  const invocation = useSession((state) => state.scenario.invocation);
  if (report === undefined || report.artifact === "wit-package" || report.kind === "command") return undefined;
  if (report.kind === "proxy")
    return <p className={styles["muted"]}>Serving requests is not available in this build.</p>;
  const functions = callable(report);
  if (functions.length === 0) return <p className={styles["muted"]}>It offers no function to call.</p>;
  const call = "call" in invocation ? invocation.call : "";
  return (
    <label className={styles["call"]}>
      <span className={styles["muted"]}>Call without arguments</span>
      <select
        className={styles["select"]}
        value={functions.includes(call) ? call : ""}
        onChange={(event) => acts.apply({ invocation: { call: event.currentTarget.value } })}
      >
        <option value="" disabled>
          Choose a function
        </option>
        {functions.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
