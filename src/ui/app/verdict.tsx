import { useState } from "react";
import { capabilities, capabilityOf } from "../../capabilities/index.ts";
import { worldTitle } from "../../worlds/catalogue.ts";
import { list } from "../primitives/format.ts";
import { Button } from "../primitives/button.tsx";
import { Hidden } from "../primitives/hidden.tsx";
import { LongList } from "../primitives/long-list.tsx";
import { callable } from "./callable.ts";
import { useActs, useSession } from "./context.ts";
import {
  amountOf,
  choicesOf,
  pathWords,
  reasonsOf,
  standIn,
  standInWords,
  withoutVerdict,
  type Choices,
  type Reason,
} from "./reasons.ts";
import styles from "./verdict.module.css";

/** So many reasons are told in the verdict's sentence. */
const toldAtOnce = 2;
/** So many are listed before more are asked for. */
const shownReasons = 60;

/** Whether the component fits the world, in words, with every reason and what would mend it. */
export function Verdict() {
  const fit = useSession((state) => state.fit);
  const report = useSession((state) => state.report);
  const bindings = useSession((state) => state.scenario.bindings);
  const world = useSession((state) => state.world.world?.id);
  const [all, setAll] = useState(false);
  const reasons = fit === undefined ? [] : reasonsOf(fit);
  const choices = fit === undefined || report === undefined ? undefined : choicesOf(fit, report.imports, bindings);
  const runs =
    choices !== undefined && standIn(choices) && report?.kind !== "proxy" && report?.incomplete === undefined;
  return (
    <section className={styles["verdict"]} aria-label="Verdict">
      <div className={styles["line"]}>
        {fit === undefined ? (
          <NoVerdict />
        ) : (
          <span
            className={`${styles["pill"]} ${fit.fits ? styles["fits"] : runs ? styles["neutral"] : styles["misfit"]}`}
          >
            {fit.fits ? "✓ Fits" : runs ? "✓ Runs in" : "! Does not fit"} <span className={styles["id"]}>{world}</span>
          </span>
        )}
        {fit === undefined || choices === undefined ? undefined : (
          <p className={styles["sentence"]}>
            {fit.fits ? (
              <Realness open={choices.open} />
            ) : runs ? (
              standInWords(choices)
            ) : reasons.length > toldAtOnce ? (
              `${amountOf(reasons).toLocaleString("en-US")} reasons. ${reasons[0]?.difference.explanation ?? ""}`
            ) : (
              withoutVerdict(fit.verdict)
            )}
          </p>
        )}
        {reasons.length === 0 ? undefined : (
          <Button size="small" aria-expanded={all} onPress={() => setAll(!all)}>
            {all ? "Fewer reasons" : "All reasons"}
          </Button>
        )}
        <span className={styles["grow"]} />
        <InvocationChoice />
      </div>
      {choices === undefined || reasons.length === 0 ? undefined : (
        // It stays a line whatever is chosen on the board, which would move otherwise.
        <div className={styles["advice"]}>{runs ? <Realness open={choices.open} /> : <Advice choices={choices} />}</div>
      )}
      {reasons.length > 0 && all ? (
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

/** Why nothing is said yet. */
function NoVerdict() {
  const isPackage = useSession((state) => state.report?.artifact === "wit-package");
  const building = useSession((state) => state.world.building);
  const broken = useSession((state) => state.world.error !== undefined);
  return (
    <span className={`${styles["pill"]} ${broken ? styles["misfit"] : styles["neutral"]}`}>
      {building
        ? "… Building the world"
        : isPackage
          ? "Types only"
          : broken
            ? "! The world has mistakes"
            : "No verdict yet"}
    </span>
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

/** What would let the component run: a world of the catalogue that it fits, else its own, else a choice on the board. */
function Advice({ choices }: { readonly choices: Choices }) {
  const acts = useActs();
  const id = useSession((state) => state.worldFits.find((one) => one.fits)?.id);
  if (id !== undefined) {
    const title = worldTitle(id);
    return (
      <>
        <p>{`It fits ${title}.`}</p>
        <Button size="small" aria-label={`Use it: ${title}`} onPress={() => void acts.setWorld({ id })}>
          Use it
        </Button>
      </>
    );
  }
  if (choices.stuck.length > 0) return <OwnWorld />;
  if (choices.open.length > 0) return <p>Mock or refuse on the board what is not provided.</p>;
  return undefined;
}

/** One act for the world that no list has: the component's own. */
function OwnWorld() {
  const acts = useActs();
  const [isMaking, setMaking] = useState(false);
  const use = async () => {
    setMaking(true);
    // Its packages are fetched only by who asks for it.
    const { ownWorld } = await import("../panels/own-world.ts");
    const wit = await ownWorld(acts);
    if (wit.ok) await acts.setWorld({ wit: wit.value });
    else acts.notify(wit.error.message);
    setMaking(false);
  };
  return (
    <>
      <p>No world of the list fits. Its own provides all that it wants.</p>
      <Button size="small" isDisabled={isMaking} onPress={() => void use()}>
        Use this component's own world
      </Button>
    </>
  );
}

/** What of all that the component gets is real, or what waits to be mocked or refused (`open`). */
function Realness({ open: [open, ...others] }: Pick<Choices, "open">) {
  const report = useSession((state) => state.report);
  const bindings = useSession((state) => state.scenario.bindings);
  const wanted = new Set((report?.imports ?? []).map((extern) => capabilityOf(extern.name)));
  const real = capabilities.filter((capability) => wanted.has(capability) && bindings[capability.id].mode === "real");
  if (open !== undefined) {
    const more = others.length === 0 ? "" : ` and ${others.length.toLocaleString("en-US")} more`;
    return `Nothing plays ${open}${more} until you mock or refuse ${more === "" ? "it" : "them"} on the board.`;
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
