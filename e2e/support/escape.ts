/**
 * Tries every way out that JavaScript has, in a document or a worker. It is one function without anything from outside, so
 * that it can be sent there as text. `target` is an address of another origin. Gives how each attempt ended, `refused: why` or
 * `allowed: what came of it`, and under `policy` what the policy refused, a line each.
 */
export async function tryToEscape(target: string): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  const policy: string[] = [];
  const scope = globalThis as unknown as EventTarget & Record<string, unknown>; // a document's or a worker's global
  const events = "document" in scope ? document : scope;
  events.addEventListener("securitypolicyviolation", (event) => {
    if ("effectiveDirective" in event && "blockedURI" in event)
      policy.push(`${String(event.effectiveDirective)} ${String(event.blockedURI)}`);
  });

  const attempt = async (name: string, act: () => unknown): Promise<void> => {
    try {
      const value = await act();
      outcomes[name] = `allowed: ${String(value)}`;
    } catch (error) {
      outcomes[name] =
        `refused: ${error instanceof Error || error instanceof DOMException ? error.name : String(error)}`;
    }
  };
  /** Settles with the first of the events; `error` and `close` are refusals. */
  const outcome = (source: EventTarget, good: string): Promise<string> =>
    new Promise((resolve, reject) => {
      source.addEventListener(good, () => resolve(good));
      source.addEventListener("error", () => reject(new Error("error event")));
      source.addEventListener("close", () => reject(new Error("close event")));
    });
  const missing = (name: string): void => {
    if (!(name in scope)) throw new Error(`no ${name}`);
  };

  await attempt("fetch", () => fetch(`${target}/fetch`));
  await attempt("fetch without cors", () => fetch(`${target}/fetch-no-cors`, { mode: "no-cors" }));
  await attempt("fetch own origin", () => fetch(`${location.href.replace(/^blob:/, "")}`));
  await attempt("XMLHttpRequest", () => {
    const request = new XMLHttpRequest();
    request.open("GET", `${target}/xhr`);
    const done = outcome(request, "load");
    request.send();
    return done;
  });
  await attempt("WebSocket", () => outcome(new WebSocket(`${target.replace("http", "ws")}/socket`), "open"));
  await attempt("EventSource", () => {
    const source = new EventSource(`${target}/events`);
    return outcome(source, "open").finally(() => source.close());
  });
  await attempt("WebTransport", async () => {
    missing("WebTransport");
    await new WebTransport(`${target.replace("http:", "https:")}/transport`).ready;
  });
  await attempt("import", () => import(/* @vite-ignore */ `${target}/import.mjs`));
  await attempt("eval", () => Reflect.construct(Function, ["return 1"]) as unknown);
  await attempt("indexedDB", () => outcome(indexedDB.open("stolen"), "success"));
  await attempt("caches", () => caches.open("stolen"));
  await attempt("origin private files", () => navigator.storage.getDirectory());
  await attempt("locks", () => navigator.locks.request("stolen", () => undefined));
  await attempt("service worker", () => {
    if (!("serviceWorker" in navigator)) throw new Error("no serviceWorker");
    return navigator.serviceWorker.getRegistrations();
  });
  await attempt("worker of another origin", () => outcome(new Worker(`${target}/worker.js`), "message"));
  await attempt("shared worker", () => {
    missing("SharedWorker");
    return outcome(new SharedWorker(`${target}/shared.js`), "connect");
  });
  if ("importScripts" in scope) {
    await attempt("importScripts", () =>
      Reflect.apply(scope["importScripts"] as () => void, scope, [`${target}/script.js`]),
    );
  }
  if ("document" in scope) {
    await attempt("localStorage", () => localStorage.length);
    await attempt("sessionStorage", () => sessionStorage.length);
    await attempt("cookie", () => {
      document.cookie = "stolen=1";
      return document.cookie;
    });
    await attempt("parent document", () => parent.document.title);
    await attempt("parent handle", () => Reflect.get(parent, "orrery") as unknown);
    await attempt("top navigation", () => {
      if (top !== null) top.location.href = `${target}/top`;
    });
    await attempt("window.open", () => {
      if (window.open(`${target}/popup`) === null) throw new Error("no window");
    });
    await attempt("image", () => {
      const image = new Image();
      image.src = `${target}/image.png`;
      return outcome(image, "load");
    });
    await attempt("script element", () => {
      const script = document.createElement("script");
      script.src = `${target}/script-element.js`;
      document.head.append(script);
      return outcome(script, "load");
    });
    await attempt("beacon", () => {
      // It answers true and the policy refuses afterwards; `policy` tells.
      navigator.sendBeacon(`${target}/beacon`);
      throw new Error("see policy");
    });
    await attempt("form", () => {
      const form = document.createElement("form");
      form.action = `${target}/form`;
      document.body.append(form);
      form.submit();
      throw new Error("see arrivals");
    });
    await attempt("nested frame", () => {
      const frame = document.createElement("iframe");
      frame.src = `${target}/frame.html`;
      document.body.append(frame);
      throw new Error("see arrivals");
    });
  }
  outcomes["policy"] = policy.join("\n");
  return outcomes;
}
