import { type Remote, transfer, wrap } from "comlink";
import type { CoreFile, EngineName, Frame, Guest, GuestRequest, Progress } from "../protocol/index.ts";
import { fail, ok, type Result } from "../result.ts";
import { checkResult, makeProgressCheck, type CheckedResult } from "./check-guest.ts";

const START_PATIENCE_MS = 20_000;
/** The frame only ever does short things: one that keeps silent this long, twice, is taken for dead. */
const ASK_EVERY_MS = 2000;
const SILENCE_MS = 5000;
/** Stop must not wait for a frame that does not answer. */
const KILL_PATIENCE_MS = 700;

/** A guest worker that waits for its one run. */
export interface SpawnedGuest {
  readonly jspi: boolean;
  /**
   * Runs once. `onProgress` is called for each checked message, in order, before the result is given, and not after
   * `kill`. A guest that breaks the protocol gives a `sandbox` failure. Rejects when the sandbox is lost. `outside` is handed to
   * the guest: it asks there for what is real.
   */
  run(
    key: string,
    request: GuestRequest,
    onProgress: (progress: Progress) => void,
    outside: MessagePort,
  ): Promise<Result<CheckedResult>>;
  /** Ends the worker, whatever it does; where the frame does not answer, the sandbox goes with it. */
  kill(): Promise<void>;
}

/** The frame and its workers. Its calls reject when it is lost: then another one has to be started. */
export interface Sandbox {
  /** False once the frame has been taken away, because it did not answer any more. */
  alive(): boolean;
  /** Compiles core modules inside the frame and keeps them under `key`; those kept before are let go. */
  load(key: string, cores: readonly CoreFile[]): Promise<Result<void>>;
  spawn(): Promise<SpawnedGuest>;
}

/** Each engine has a document of its own: only that of jco may import what is generated. */
const sandboxes = {
  native: { page: "sandbox.html", guest: () => import("virtual:orrery/guest-native") },
  jco: { page: "sandbox-jco.html", guest: () => import("virtual:orrery/guest-jco") },
} as const;

/**
 * Puts the sandbox frame of an engine into the page: an opaque origin (`allow-scripts` only, never `allow-same-origin`), spoken
 * to over one port. Fails with `sandbox` when it does not answer.
 */
export async function startSandbox(engine: EngineName): Promise<Result<Sandbox>> {
  const { page, guest } = sandboxes[engine];
  // The script comes while the frame is made.
  const coming = guest();
  coming.catch(() => {});
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.hidden = true;
  frame.title = "Sandbox";
  frame.src = new URL(page, document.baseURI).href;
  const ready = frameReady(frame);
  document.body.append(frame);
  if (!(await ready) || frame.contentWindow === null) {
    frame.remove();
    return fail(
      "sandbox",
      "Starting the sandbox failed: its frame did not answer. An extension or a policy of this site may block it; components can be read but not run.",
    );
  }
  const { default: guestScript } = await coming;
  const channel = new MessageChannel();
  // The frame's origin is opaque, so no target origin can name it; only this frame holds the window.
  frame.contentWindow.postMessage(guestScript, "*", [channel.port2]);
  return ok(makeSandbox(wrap<Frame>(channel.port1), frame));
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

function makeSandbox(frame: Remote<Frame>, element: HTMLIFrameElement): Sandbox {
  let spawned = 0;
  let kept: string | undefined;
  let loading: Promise<unknown> = Promise.resolve();
  let lost = false;

  /** Removing the frame ends every worker that it has, whatever they do. */
  function close(): Error {
    lost = true;
    element.remove();
    return new Error("the sandbox does not answer any more; it may have run out of memory");
  }

  /** Waits for an answer as long as the frame answers anything at all. */
  function answered<T>(answer: Promise<T>): Promise<T> {
    const settled = answer.then(
      () => true,
      () => true,
    );
    const silence = async (): Promise<never> => {
      for (let missed = 0; missed < 2;) {
        if (lost) throw close();
        if (await within(settled, ASK_EVERY_MS)) return new Promise(() => {});
        // Forgetting nothing is the shortest call there is.
        const heard = await within(
          frame.forget("").then(() => true),
          SILENCE_MS,
        );
        missed = heard === true ? 0 : missed + 1;
      }
      throw close();
    };
    const silent = silence();
    silent.catch(() => {});
    return Promise.race([answer, silent]);
  }

  async function loadNow(key: string, cores: readonly CoreFile[]): Promise<Result<void>> {
    if (kept === key) return ok(undefined);
    const loaded = await answered<Result<void>>(frame.load(key, cores));
    if (loaded.ok) {
      if (kept !== undefined) await answered(frame.forget(kept));
      kept = key;
    }
    return loaded;
  }

  return {
    alive: () => !lost,
    load(key, cores) {
      // One after the other: an earlier one may still be under way for a run that was stopped.
      const loaded = loading.then(() => loadNow(key, cores));
      loading = loaded.catch(() => {});
      return loaded;
    },
    async spawn() {
      spawned += 1;
      const id = `guest-${spawned}`;
      const channel = new MessageChannel();
      const progress = new MessageChannel();
      await answered(frame.spawn(id, transfer(channel.port2, [channel.port2])));
      const guest = wrap<Guest>(channel.port1);
      const ready = await within(guest.ready(), START_PATIENCE_MS);
      if (ready === undefined) throw close();
      return {
        jspi: ready.jspi === true,
        async run(key, request, onProgress, outside) {
          // The guest waits for its modules by itself.
          const given = answered(frame.give(id, key));
          const [ran] = await Promise.all([answered(runGuest(guest, request, progress, onProgress, outside)), given]);
          return ran;
        },
        async kill() {
          channel.port1.close();
          progress.port1.close();
          const gone = await within(
            frame.kill(id).then(() => true),
            KILL_PATIENCE_MS,
          );
          if (gone === undefined) close();
        },
      };
    },
  };
}

/** The answer, or `undefined` when it takes longer. */
async function within<T>(answer: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function runGuest(
  guest: Remote<Guest>,
  request: GuestRequest,
  progress: MessageChannel,
  onProgress: (progress: Progress) => void,
  outside: MessagePort,
): Promise<Result<CheckedResult>> {
  const { outputBytes } = request.scenario.limits;
  const checkProgress = makeProgressCheck(outputBytes, () => performance.now());
  let received = 0;
  let expected = Infinity;
  const done = Promise.withResolvers<Result<CheckedResult>>();
  let result: CheckedResult | undefined;
  const finish = (): void => {
    if (result !== undefined && received >= expected) done.resolve(ok(result));
  };
  progress.port1.onmessage = (event: MessageEvent<unknown>) => {
    const checked = checkProgress(event.data);
    if (!checked.ok) {
      progress.port1.close();
      return done.resolve(checked);
    }
    received += 1;
    onProgress(checked.value);
    finish();
  };
  // The answer is whatever the worker sends: it is checked before it is believed.
  const answer: Promise<unknown> = guest.run(
    request,
    transfer(progress.port2, [progress.port2]),
    transfer(outside, [outside]),
  );
  answer.then(
    (value) => {
      const checked = checkResult(value, outputBytes);
      if (!checked.ok) return done.resolve(checked);
      result = checked.value;
      expected = checked.value.progressMessages;
      finish();
    },
    (error: unknown) =>
      done.resolve(fail("sandbox", `Running failed: the guest worker broke off (${wordsOf(error)}).`)),
  );
  try {
    return await done.promise;
  } finally {
    progress.port1.close();
  }
}

/** A worker can make its answer a rejection with anything in it. */
function wordsOf(error: unknown): string {
  const words: unknown = error instanceof Error ? error.message : error;
  return typeof words === "string" ? words.slice(0, 1000) : "it gave no reason";
}
