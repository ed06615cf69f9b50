import { useEffect, useId, useRef, useState } from "react";
import type { OriginAsk } from "../../host/state.ts";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { count } from "../primitives/format.ts";
import { Hidden } from "../primitives/hidden.tsx";
import { visible } from "./ansi.ts";
import styles from "./network-consent.module.css";

/** Asks for the origins that a run wants to reach, one after the other. It lies over the page, but takes nothing of it away: Stop stays. */
export function NetworkConsent() {
  const asks = useSession((state) => state.network.asks);
  const ask = asks[0];
  return (
    <>
      <div aria-live="assertive">
        <Hidden>
          {ask === undefined
            ? ""
            : `The run waits for your decision: may the component send a request to ${visible(ask.origin)}?`}
        </Hidden>
      </div>
      {ask === undefined ? undefined : <Consent ask={ask} more={asks.length - 1} />}
    </>
  );
}

/** A click that was meant for what stood here before must not decide: so long the buttons do nothing. */
const settleMs = 500;

/** Whether what `shown` names has stood there long enough. */
function useSettled(shown: string): boolean {
  const [settled, setSettled] = useState<string | undefined>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(shown), settleMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return settled === shown;
}

/** `more`: how many wait after this one. */
function Consent({ ask, more }: { readonly ask: OriginAsk; readonly more: number }) {
  const acts = useActs();
  const name = useSession((state) => state.report?.name ?? "The component");
  /** The private origin that is looked at once more. */
  const [again, setAgain] = useState<string | undefined>(undefined);
  const box = useRef<HTMLElement>(null);
  const title = useId();
  const second = again === ask.origin;
  const settled = useSettled(`${ask.origin} ${second}`);
  const origin = visible(ask.origin);
  const decide = (act: () => void) => {
    if (!settled) return;
    // The button goes away; whoever decides by keyboard goes on with what comes in its place.
    if (box.current?.contains(document.activeElement) === true) box.current.focus({ preventScroll: true });
    act();
  };
  const allow = () => acts.allowOrigin(ask.origin, second);
  return (
    <section ref={box} className={styles["consent"]} aria-labelledby={title} tabIndex={-1} data-second={second}>
      <div className={styles["head"]}>
        <h2 id={title} className={styles["title"]}>
          {second ? "This is your own computer or private network" : "May this request leave the browser?"}
        </h2>
        {more === 0 ? undefined : (
          <span className={styles["more"]}>{`${count(more, "more origin")} after this one`}</span>
        )}
      </div>
      <p>
        <b>{visible(name)}</b> {second ? "would reach" : "wants to send"}
      </p>
      <div className={styles["request"]} role="region" aria-label="Request" tabIndex={0}>
        {second ? <b>{origin}</b> : <Request ask={ask} />}
      </div>
      <p>
        {second
          ? "What answers there often trusts whoever can reach it: a router, a printer, a database, a server that you are working on. The component could read what it holds and change it. Allow it only if you know what answers at this address."
          : "If you allow it, this and every further request to this origin is sent until something else is opened or the page is closed, with all that the component puts into it. No cookies go with it. The site sees the network address of this browser, and that this page asks."}
      </p>
      <div className={styles["actions"]} data-settled={settled}>
        {second ? (
          <>
            <Button look="danger" onPress={() => decide(allow)}>
              Allow it even so
            </Button>
            <Button onPress={() => decide(() => setAgain(undefined))}>Back</Button>
          </>
        ) : (
          <Button look="primary" onPress={() => decide(ask.isPrivate ? () => setAgain(ask.origin) : allow)}>
            {`Allow ${origin} for this session${ask.isPrivate ? "…" : ""}`}
          </Button>
        )}
        <Button onPress={() => decide(() => acts.refuseOrigin(ask.origin))}>Refuse</Button>
        {more > 0 || ask.isFurther ? (
          <Button onPress={() => decide(() => acts.refuseOrigin("*"))}>Refuse all for this run</Button>
        ) : undefined}
      </div>
    </section>
  );
}

/** Method and whole URL, the origin apart from the rest. */
function Request({ ask: { method, origin, url } }: { readonly ask: OriginAsk }) {
  const rest = url.startsWith(origin) ? url.slice(origin.length) : undefined;
  return (
    <>
      {visible(method)} {rest === undefined ? undefined : <b>{visible(origin)}</b>}
      {visible(rest ?? url)}
    </>
  );
}
