import { type Remote, transfer, wrap } from "comlink";
import type { CoreFile, Frame, Guest, GuestRequest, Progress } from "../protocol/index.ts";
import { fail, ok, type Result } from "../result.ts";
import { checkProgress, checkResult, type CheckedResult } from "./check-guest.ts";

const START_PATIENCE_MS = 20_000;

/** A guest worker that waits for its one run. */
export interface SpawnedGuest {
  readonly jspi: boolean;
  /**
   * Runs once. `onProgress` is called for each checked message, in order, before the result is given. A guest that
   * breaks the protocol gives a `sandbox` failure.
   */
  run(key: string, request: GuestRequest, onProgress: (progress: Progress) => void): Promise<Result<CheckedResult>>;
  /** Ends the worker, whatever it does. */
  kill(): Promise<void>;
}

export interface Sandbox {
  /** Compiles core modules inside the frame and keeps them under `key`; those kept before are let go. */
  load(key: string, cores: readonly CoreFile[]): Promise<Result<void>>;
  spawn(): Promise<SpawnedGuest>;
}

/**
 * Puts the sandbox frame into the page: an opaque origin (`allow-scripts` only, never `allow-same-origin`), spoken to over
 * one port. Fails with `sandbox` when it does not answer.
 */
export async function startSandbox(): Promise<Result<Sandbox>> {
  const { default: guestScript } = await import("virtual:orrery/guest");
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.hidden = true;
  frame.title = "Sandbox";
  frame.src = new URL("sandbox.html", document.baseURI).href;
  const ready = frameReady(frame);
  document.body.append(frame);
  if (!(await ready) || frame.contentWindow === null) {
    frame.remove();
    return fail(
      "sandbox",
      "Starting the sandbox failed: its frame did not answer. An extension or a policy of this site may block it; components can be read but not run.",
    );
  }
  const channel = new MessageChannel();
  // The frame's origin is opaque, so no target origin can name it; only this frame holds the window.
  frame.contentWindow.postMessage(guestScript, "*", [channel.port2]);
  return ok(makeSandbox(wrap<Frame>(channel.port1)));
}

function frameReady(frame: HTMLIFrameElement): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(false), START_PATIENCE_MS);
    const listen = (event: MessageEvent<unknown>): void => {
      if (event.source === frame.contentWindow && event.data === "orrery:frame-ready") finish(true);
    };
    function finish(answered: boolean): void {
      clearTimeout(timer);
      window.removeEventListener("message", listen);
      resolve(answered);
    }
    window.addEventListener("message", listen);
  });
}

function makeSandbox(frame: Remote<Frame>): Sandbox {
  let spawned = 0;
  let kept: string | undefined;
  return {
    async load(key, cores) {
      if (kept === key) return ok(undefined);
      const loaded = await frame.load(key, cores);
      if (loaded.ok) {
        if (kept !== undefined) await frame.forget(kept);
        kept = key;
      }
      return loaded;
    },
    async spawn() {
      spawned += 1;
      const id = `guest-${spawned}`;
      const channel = new MessageChannel();
      await frame.spawn(id, transfer(channel.port2, [channel.port2]));
      const guest = wrap<Guest>(channel.port1);
      const { jspi } = await guest.ready();
      return {
        jspi: jspi === true,
        async run(key, request, onProgress) {
          await frame.give(id, key);
          return runGuest(guest, request, onProgress);
        },
        async kill() {
          channel.port1.close();
          await frame.kill(id);
        },
      };
    },
  };
}

async function runGuest(
  guest: Remote<Guest>,
  request: GuestRequest,
  onProgress: (progress: Progress) => void,
): Promise<Result<CheckedResult>> {
  const progress = new MessageChannel();
  let received = 0;
  let expected = Infinity;
  const done = Promise.withResolvers<Result<CheckedResult>>();
  let result: CheckedResult | undefined;
  const finish = (): void => {
    if (result !== undefined && received >= expected) done.resolve(ok(result));
  };
  progress.port1.onmessage = (event: MessageEvent<unknown>) => {
    const checked = checkProgress(event.data, received, request.scenario.limits.outputBytes);
    if (!checked.ok) return done.resolve(checked);
    received += 1;
    onProgress(checked.value);
    finish();
  };
  // The answer is whatever the worker sends: it is checked before it is believed.
  const answer: Promise<unknown> = guest.run(request, transfer(progress.port2, [progress.port2]));
  answer.then(
    (value) => {
      const checked = checkResult(value);
      if (!checked.ok) return done.resolve(checked);
      result = checked.value;
      expected = checked.value.progressMessages;
      finish();
    },
    (error: unknown) =>
      done.resolve(
        fail(
          "sandbox",
          `Running failed: the guest worker broke off (${error instanceof Error ? error.message : String(error)}).`,
        ),
      ),
  );
  try {
    return await done.promise;
  } finally {
    progress.port1.close();
  }
}
