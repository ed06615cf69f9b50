import "./scenario/jitless.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { OrreryApi } from "./api.ts";
import { makeAnalysisClient } from "./host/analysis-client.ts";
import { loadDemos } from "./host/demos.ts";
import { makeOrrery } from "./host/orrery.ts";
import { startSandbox } from "./host/sandbox.ts";
import { makeSession } from "./host/session.ts";
import type { DemoSummary } from "./host/state.ts";
import { browserPreferences, browserStorage } from "./host/storage.ts";
import { App, loadWorkbench } from "./ui/app/app.tsx";

declare global {
  interface Window {
    orrery: OrreryApi;
  }
}

/** The first page is there at once and without this; nobody has found a file to open in less. */
const WARM_AFTER_MS = 1000;

const session = makeSession({
  analysis: makeAnalysisClient(
    () => new Worker(new URL("./analysis/entry.ts", import.meta.url), { type: "module", name: "analysis" }),
  ),
  startSandbox,
  storage: browserStorage(),
  preferences: browserPreferences(),
  address: {
    base: () => location.href.replace(/#.*$/, ""),
    hash: () => location.hash,
    rewrite: (hash) => history.replaceState(undefined, "", location.href.replace(/#.*$/, "") + hash),
  },
});

const element = document.getElementById("root");
if (element === null) throw new Error("The page has no root element.");
const root = createRoot(element);

function render(demos: readonly DemoSummary[]): void {
  root.render(
    <StrictMode>
      <App session={session} demos={demos} />
    </StrictMode>,
  );
}

render([]);
void loadDemos().then(render);
window.addEventListener("hashchange", () => void session.sharing.follow());
const ready = session.start();
window.orrery = makeOrrery(session, ready);
void ready.then(() => whenUnoccupied(warm));

/** What opening and running need is fetched and started while nothing happens on the first page. */
function warm(): void {
  session.warm();
  // What cannot be fetched now is told when it is needed.
  loadWorkbench().catch(() => {});
}

/** A while after the first page stands, in an idle moment. Safari has no idle moments: there it is the while alone. */
function whenUnoccupied(act: () => void): void {
  setTimeout(() => {
    if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 2000 });
    else act();
  }, WARM_AFTER_MS);
}
