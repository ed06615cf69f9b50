import "./global.css";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import type { DemoSummary, Session, SessionState } from "../../host/state.ts";
import styles from "./app.module.css";
import { AsksPanel, LinkBar, OpenFailure, OpeningBar } from "./banners.tsx";
import { Context, createView, useSession, useView } from "./context.ts";
import { Header } from "./header.tsx";
import { useKeys } from "./keys.ts";
import { openDropped, useFileDrop, usePaste } from "./incoming.ts";
import { Start } from "./start.tsx";
import { restoreTheme } from "./theme.ts";
import { Toast } from "./toast.tsx";

/** Fetches what is shown of an open component. */
export const loadWorkbench = () => import("./workbench.tsx");

const Workbench = lazy(() => loadWorkbench().then((module) => ({ default: module.Workbench })));
const Dialogs = lazy(() => import("../panels/dialogs.tsx").then((module) => ({ default: module.Dialogs })));

restoreTheme();

interface Props {
  readonly session: Session;
  readonly demos: readonly DemoSummary[];
}

/** The whole page over one session. */
export function App({ session, demos }: Props) {
  const [view] = useState(createView);
  const input = useRef<HTMLInputElement>(null);
  const idle = useStore(session.store, isIdle);
  const app = useMemo(() => ({ session, demos, view, pickFile: () => input.current?.click() }), [session, demos, view]);
  return (
    <Context value={app}>
      <div className={styles["app"]} data-idle={idle}>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="Component file"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) void openDropped(app, file);
            // The same file may be picked again.
            event.currentTarget.value = "";
          }}
        />
        <Page />
      </div>
    </Context>
  );
}

/** Nothing is under way: browser tests wait for this. */
function isIdle(state: SessionState): boolean {
  const opening = state.opening.phase === "fetching" || state.opening.phase === "reading";
  const reading = state.wit.state === "loading" || state.compared.state === "reading" || state.report?.sha256 === "";
  const busy = opening || reading || state.run.state === "running" || state.world.building;
  return (state.ready || state.bootError !== undefined) && !busy;
}

function Page() {
  const bootError = useSession((state) => state.bootError);
  const open = useSession((state) => state.report !== undefined);
  const dialog = useView((state) => state.dialog);
  const dropping = useFileDrop();
  usePaste();
  useKeys();
  useTitle();
  if (bootError !== undefined) {
    return (
      <main className={styles["broken"]}>
        <h1>Orrery cannot start here</h1>
        <p role="alert">{bootError.message}</p>
      </main>
    );
  }
  return (
    <>
      <Header />
      <div className={styles["bars"]}>
        <LinkBar />
        <OpenFailure />
        <OpeningBar />
        <AsksPanel />
      </div>
      {open ? (
        <Suspense fallback={<main className={styles["main"]} aria-busy="true" />}>
          <Workbench />
        </Suspense>
      ) : (
        <Start />
      )}
      {dialog === undefined ? undefined : (
        <Suspense fallback={undefined}>
          <Dialogs />
        </Suspense>
      )}
      {dropping ? (
        <div className={styles["drop"]} aria-hidden="true">
          <span>Drop to open</span>
        </div>
      ) : undefined}
      <Toast />
    </>
  );
}

function useTitle() {
  const name = useSession((state) => state.report?.name);
  useEffect(() => {
    document.title = name === undefined ? "Orrery" : `${name} · Orrery`;
  }, [name]);
}
