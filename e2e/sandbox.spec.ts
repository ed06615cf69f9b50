import type { Frame, Page, Worker } from "@playwright/test";
import { evilName, evilNames, type EvilName, type EvilPlace } from "./fixtures/build.ts";
import { assemble, watBytes } from "./fixtures/tools.ts";
import { failure, type App } from "./support/app.ts";
import { tryToEscape } from "./support/escape.ts";
import { beginGuestsWith } from "./support/guest-script.ts";
import { arrivals, otherOrigin, token } from "./support/origins.ts";
import { expect, test } from "./support/test.ts";

const places: readonly EvilPlace[] = ["import-module", "import-field", "export"];

/** Makes the engine's own check blind, inside the sandbox, so that what the check keeps out can be let in. */
const blindfold = "WebAssembly.Module.imports = () => []; WebAssembly.Module.exports = () => [];";

/** A component whose import name runs the given expression in what jco generates, when nobody looks at the name. */
function runsScript(expression: string): Promise<Uint8Array> {
  const name = watBytes(`a':0,[((${expression}),"b")]:0,'c`);
  return assemble(`(component
    (core module $Host (func (export "f")))
    (core instance $host (instantiate $Host))
    (alias core export $host "f" (core func $f))
    (core module $Main (import "host" "${name}" (func $g)) (func (export "run") (result i32) (call $g) (i32.const 0)))
    (core instance $main (instantiate $Main (with "host" (instance (export "${name}" (func $f))))))
    (func $run (result (result)) (canon lift (core func $main "run")))
    (instance $interface (export "run" (func $run)))
    (export "wasi:cli/run@0.2.12" (instance $interface)))`);
}

const engines = ["native", "jco"] as const;

/** The frame of an engine, once something has been run by it. */
function frameOf(page: Page, engine: "native" | "jco"): Frame {
  const name = engine === "native" ? "/sandbox.html" : "/sandbox-jco.html";
  const frame = page.frames().find((each) => each.url().endsWith(name));
  if (frame === undefined) throw new Error("There is no sandbox.");
  return frame;
}

/** The worker that is prepared for an engine's next run. */
async function guestOf(app: App, engine: "native" | "jco"): Promise<Worker> {
  await app.openDemo("hello");
  const first = await app.guest();
  if (engine === "native") return first;
  const made: Worker[] = [];
  app.page.on("worker", (worker) => made.push(worker));
  await app.run({ engine });
  // The one that ran, and the next.
  await expect.poll(() => made.filter((worker) => worker.url().startsWith("blob:")).length).toBe(2);
  const [, next] = made.filter((worker) => worker.url().startsWith("blob:"));
  if (next === undefined) throw new Error("There is no guest.");
  return next;
}

/** Frames in which the code of an evil name has run. */
async function pwned(frames: readonly Frame[]): Promise<readonly string[]> {
  const marks = await Promise.all(frames.map((frame) => frame.evaluate(() => "__pwned" in globalThis)));
  return frames.filter((_, index) => marks[index] === true).map((frame) => frame.url());
}

test.describe("a component whose core names are code", () => {
  for (const place of places) {
    test(`is nothing to the native engine and refused by jco, every way to write it: ${place}`, async ({
      app,
      page,
      seen,
    }) => {
      for (const which of Object.keys(evilNames) as EvilName[]) {
        // oxlint-disable-next-line no-await-in-loop -- one page, one component after the other
        await test.step(which, async () => {
          const report = await app.open(await evilName(which, place), "evil.wasm");
          expect(report.kind).toBe("command");
          // To the native engine a name is a name.
          expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0, engine: "native" });
          const result = await app.run({ engine: "jco" });
          expect(result).toMatchObject({
            status: "failed",
            stdout: "",
            files: [],
            calls: {},
            error: { tag: "unsafe-name" },
          });
          expect(result.error?.message).toContain("would run as code");
          expect(await pwned(page.frames())).toEqual([]);
        });
      }
      expect([...seen.requests, ...seen.console].filter((line) => line.includes("pwned"))).toEqual([]);

      // And the sandbox is as good as before.
      await app.openDemo("hello");
      expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0 });
    });
  }

  test("gets nowhere even when the engine lets it in", async ({ app, page, seen }) => {
    const mark = token();
    await beginGuestsWith(page, blindfold);
    await app.start();
    // Its answers are held back, so that it lives until all is tried.
    const escape = `MessagePort.prototype.postMessage = () => {},
      (${tryToEscape.toString()})("${otherOrigin}/cors/${mark}").then((all) => console.log("outcomes " + JSON.stringify(all)))`;
    await app.open(await runsScript(escape), "evil.wasm");
    const told = page.waitForEvent("console", (message) => message.text().startsWith("outcomes "));
    const run = app.call("run", { engine: "jco" });
    const { policy, ...outcomes } = JSON.parse((await told).text().slice("outcomes ".length)) as Record<string, string>;
    await app.call("stop");
    expect(await run).toMatchObject({ status: "stopped" });

    // The code ran: it tried everything, and all of it was refused.
    expect(Object.keys(outcomes).length).toBeGreaterThan(12);
    expect(Object.entries(outcomes).filter(([, outcome]) => !outcome.startsWith("refused"))).toEqual([]);
    for (const way of ["fetch", "fetch-no-cors", "xhr", "socket", "events", "import.mjs"]) {
      expect(policy).toContain(`/cors/${mark}/${way}`);
    }
    expect(await arrivals(mark)).toEqual([]);
    expect(await pwned(page.frames())).toEqual([]);
    expect(page.context().pages()).toHaveLength(1);
    expect(seen.dialogs).toEqual([]);

    // The list of arrivals is true: a request of the page itself is on it.
    await page.evaluate((url) => fetch(url), `${otherOrigin}/cors/${mark}/control`);
    expect(await arrivals(mark)).toEqual([`GET /cors/${mark}/control`]);
  });

  test("cannot make the page believe what is not in the protocol", async ({ app, page }) => {
    await beginGuestsWith(page, blindfold);
    await app.start();
    const lie = `MessagePort.prototype.postMessage = new Proxy(MessagePort.prototype.postMessage, {
      apply: (post, port, [message, ...rest]) => {
        if (message?.value?.status !== undefined) message.value.status = "splendid";
        return Reflect.apply(post, port, [message, ...rest]);
      } })`;
    await app.open(await runsScript(lie), "liar.wasm");
    const result = await app.run({ engine: "jco" });
    expect(result).toMatchObject({ status: "failed", error: { tag: "sandbox" }, stdout: "", files: [] });
    expect(result.error?.message).toContain("not part of the protocol");
  });
});

test.describe("the sandbox", () => {
  test("is a frame that may run scripts and nothing else, and is never seen", async ({ app, page }) => {
    const frame = page.locator("iframe");
    await app.openDemo("hello");
    await expect(frame).toHaveCount(1);
    expect(await frame.getAttribute("sandbox")).toBe("allow-scripts");
    await expect(frame).toBeHidden();
    const inner = page.frames().find((each) => each.url().endsWith("/sandbox.html"));
    expect(await inner?.evaluate(() => self.origin)).toBe("null");
    expect(await app.run()).toMatchObject({ status: "exited" });
    await expect(frame).toHaveCount(1);
  });

  for (const engine of engines)
    test(`holds code that has got into its document: ${engine}`, async ({ app, seen }) => {
      const { page } = app;
      const mark = token();
      await app.openDemo("hello");
      await app.run({ engine });
      const inner = frameOf(page, engine);
      const tried = await inner.evaluate(tryToEscape, `${otherOrigin}/cors/${mark}`);
      const { policy, ...outcomes } = tried;
      expect(Object.keys(outcomes).length).toBeGreaterThan(24);
      expect(Object.entries(outcomes).filter(([, outcome]) => !outcome.startsWith("refused"))).toEqual([]);
      for (const way of ["fetch", "xhr", "socket", "events", "import.mjs", "image.png", "script-element.js"]) {
        expect(policy).toContain(`/cors/${mark}/${way}`);
      }

      // Going elsewhere itself is stopped by the page's policy.
      const refused = page.waitForEvent("console", (message) => /frame-src 'self'/.test(message.text()));
      await inner.evaluate((url) => location.assign(url), `${otherOrigin}/cors/${mark}/self`).catch(() => {});
      await refused;
      expect(await arrivals(mark)).toEqual([]);
      expect(page.context().pages()).toHaveLength(1);
      expect(page.url()).not.toContain(mark);
      expect(seen.dialogs).toEqual([]);
    });

  for (const engine of engines)
    test(`holds code that has got into its worker: ${engine}`, async ({ app }) => {
      const mark = token();
      const guest = await guestOf(app, engine);
      const { policy: __, ...outcomes } = await guest.evaluate(tryToEscape, `${otherOrigin}/cors/${mark}`);
      expect(outcomes["fetch"]).toBe("refused: TypeError");
      expect(Object.entries(outcomes).filter(([, outcome]) => !outcome.startsWith("refused"))).toEqual([]);
      expect(await arrivals(mark)).toEqual([]);
      expect(await guest.evaluate(() => self.origin)).toBe("null");
    });

  test("imports nothing with the native engine; with jco what has an address of its own, which is what it generates", async ({
    app,
  }) => {
    const importBlob = async (): Promise<string> => {
      const url = URL.createObjectURL(new Blob(["export default 1"], { type: "text/javascript" }));
      const imported = await import(/* @vite-ignore */ url).then(
        () => "imported",
        () => "refused",
      );
      if (!("importScripts" in globalThis)) return imported;
      try {
        Reflect.apply(Reflect.get(globalThis, "importScripts") as () => void, globalThis, [url]);
        return `${imported}, run`;
      } catch {
        return `${imported}, refused`;
      }
    };
    const native = await guestOf(app, "native");
    expect(await native.evaluate(importBlob)).toMatch(/^refused, /);
    expect(await frameOf(app.page, "native").evaluate(importBlob)).toBe("refused");
    expect(await (await guestOf(app, "jco")).evaluate(importBlob)).toMatch(/^imported, /);
  });
});

test.describe("sandbox.html", () => {
  /** Notes which message listeners a document adds, and what a document that speaks to itself then answers. */
  const watch = (): void => {
    const listening: string[] = [];
    Reflect.set(window, "__listening", listening);
    const add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (...given: Parameters<typeof add>) {
      listening.push(given[0]);
      return Reflect.apply(add, this, given);
    };
  };
  const listening = (): unknown => Reflect.get(window, "__listening");

  /** Speaks to the window as the page does, and waits until what was said has been heard by all who listen. */
  const speak = (): Promise<void> =>
    new Promise((resolve) => {
      const { port2 } = new MessageChannel();
      window.postMessage("self.postMessage('started')", "*", [port2]);
      window.addEventListener("message", (event) => event.data === "end" && resolve());
      window.postMessage("end", "*");
    });

  test("does nothing when opened by itself", async ({ page, seen }) => {
    await page.addInitScript(watch);
    await page.goto("./sandbox.html");
    expect(await page.evaluate(listening)).toEqual([]);
    await page.evaluate(speak);
    expect(page.workers()).toEqual([]);
    expect(await page.locator("body").innerText()).toBe("");
    expect(seen.requests.filter((url) => url.startsWith("blob:"))).toEqual([]);
  });

  for (const rights of [undefined, "allow-scripts allow-same-origin"]) {
    test(`does nothing when framed with our origin (${rights ?? "no sandbox attribute"})`, async ({ app, page }) => {
      await page.addInitScript(watch);
      await app.start();
      await app.openDemo("hello");
      await app.guest();
      const before = page.workers().length;
      const heard = await page.evaluate(async (sandbox) => {
        const said: unknown[] = [];
        window.addEventListener("message", (event) => said.push(event.data));
        const frame = document.createElement("iframe");
        if (sandbox !== undefined) frame.setAttribute("sandbox", sandbox);
        frame.name = "ours";
        frame.src = "sandbox.html";
        document.body.append(frame);
        await new Promise((resolve) => frame.addEventListener("load", resolve));
        frame.contentWindow?.postMessage("self.postMessage('started')", "*", [new MessageChannel().port2]);
        return said;
      }, rights);
      const ours = page.frame({ name: "ours" });
      expect(await ours?.evaluate(() => self.origin)).not.toBe("null");
      expect(await ours?.evaluate(listening)).toEqual([]);
      await ours?.evaluate(speak);
      expect(heard).toEqual([]);
      expect(page.workers()).toHaveLength(before);

      // The watch is true: the frame that is the sandbox listens.
      const sandbox = page.frames().find((frame) => frame.url().endsWith("/sandbox.html") && frame !== ours);
      expect(await sandbox?.evaluate(listening)).toContain("message");
    });
  }
});

test("the page's own policy lets no inline script run, no eval, no foreign script and no foreign frame", async ({
  app,
}) => {
  const { page } = app;
  const policy = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-src 'self'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);

  const mark = token();
  const refused = await page.evaluate(async (origin) => {
    const directives: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => directives.push(event.effectiveDirective));
    const gone = (element: HTMLElement): Promise<unknown> =>
      new Promise((resolve) => element.addEventListener("error", resolve));

    const inline = document.createElement("script");
    inline.textContent = "globalThis.__inline = 1";
    document.head.append(inline);
    const foreign = document.createElement("script");
    foreign.src = `${origin}/script.js`;
    const foreignGone = gone(foreign);
    document.head.append(foreign);
    await foreignGone;
    let evaluated = false;
    try {
      Reflect.construct(Function, ["return 1"]);
      evaluated = true;
    } catch {
      // As it should be.
    }
    const image = document.createElement("img");
    image.setAttribute("onerror", "globalThis.__inline = 2");
    const imageGone = gone(image);
    image.src = `${origin}/image.png`;
    await imageGone;
    const frame = document.createElement("iframe");
    frame.src = `${origin}/frame.html`;
    const framed = new Promise((resolve) => frame.addEventListener("load", resolve));
    document.body.append(frame);
    await framed;
    return { directives, evaluated, inline: "__inline" in globalThis };
  }, `${otherOrigin}/cors/${mark}`);
  expect(refused).toMatchObject({ evaluated: false, inline: false });
  expect(new Set(refused.directives)).toEqual(
    new Set(["script-src-elem", "script-src", "script-src-attr", "img-src", "frame-src"]),
  );
  expect(await arrivals(mark)).toEqual([]);
});

test("the guest sees nothing of the page through what it is given", async ({ app, seen }) => {
  await app.openDemo("hostile");
  const requests = seen.requests.length;
  const result = await app.run();
  expect(result).toMatchObject({ status: "exited", exitCode: 1 });
  expect(result.stdout).toMatch(/\n\d+ refused, 0 allowed\n$/);
  expect(
    seen.requests.slice(requests).filter((url) => !/\.(js|css|wasm|ttf)$/.test(url) && !url.startsWith("blob:null")),
  ).toEqual([]);
  expect(failure(await app.call("file", "/etc/passwd")).tag).toBe("no-file");
  expect(failure(await app.call("file", "/data/../outside.txt")).tag).toBe("no-file");
});
