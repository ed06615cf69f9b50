import type { Page, Worker } from "@playwright/test";
import type { Failure, OrreryApi, Report, RunResult } from "../../src/api.ts";

declare global {
  interface Window {
    orrery: OrreryApi;
  }
}

type Call = Exclude<keyof OrreryApi, "ready">;
type Arguments<K extends Call> = Parameters<OrreryApi[K]>;
type Answer<K extends Call> = Awaited<ReturnType<OrreryApi[K]>>;

/** The page through its public handle. */
export class App {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Loads the page, with a hash or a query, and waits until it can be used. */
  async start(address = ""): Promise<void> {
    // The same document with another hash would not be loaded again.
    await this.page.goto("about:blank");
    await this.page.goto(`./${address}`);
    await this.ready();
  }

  /** Waits until the page that is loaded or being loaded can be used. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => "orrery" in window);
    await this.page.evaluate(() => window.orrery.ready);
  }

  /** Any call of `window.orrery`. */
  call<K extends Call>(name: K, ...args: Arguments<K>): Promise<Answer<K>> {
    return this.page.evaluate(
      ([key, given]) => Reflect.apply(window.orrery[key], undefined, given),
      // The pair of a name and the arguments of that call; `evaluate` loses that they belong together.
      [name, args] as [Call, unknown[]],
    ) as Promise<Answer<K>>;
  }

  /** Opens bytes and gives the report. */
  async open(bytes: Uint8Array, name: string): Promise<Report> {
    return must(await this.call("open", bytes, name));
  }

  async openDemo(name: string): Promise<Report> {
    return must(await this.call("open", `demo:${name}`));
  }

  /** Opens a file of this machine that is too large to be handed over as a value. */
  async openFile(path: string, name: string): Promise<Report> {
    const address = `**/from-disk/${name}`;
    await this.page.route(address, (route) => route.fulfill({ path, contentType: "application/wasm" }));
    const opened = await this.page.evaluate(async (file) => {
      const response = await fetch(`from-disk/${file}`);
      return window.orrery.open(await response.blob(), file);
    }, name);
    await this.page.unroute(address);
    return must(opened);
  }

  async run(...options: Arguments<"run">): Promise<RunResult> {
    return must(await this.call("run", ...options));
  }

  async apply(patch: Arguments<"apply">[0]): Promise<void> {
    must(await this.call("apply", patch));
  }

  async scenario(): Promise<Exclude<Answer<"scenario">, Failure>> {
    return must(await this.call("scenario"));
  }

  /** A file of the virtual filesystem as text. */
  async text(path: string): Promise<string> {
    return new TextDecoder().decode(must(await this.call("file", path)));
  }

  /** The guest worker that is prepared, or runs: what comes from a blob. */
  async guest(): Promise<Worker> {
    const isGuest = (worker: Worker): boolean => worker.url().startsWith("blob:");
    return this.page.workers().find(isGuest) ?? this.page.waitForEvent("worker", isGuest);
  }

  /** Lets the browser draw that many frames: the page answers while something else runs. */
  async frames(count: number): Promise<void> {
    await this.page.evaluate(async (wanted) => {
      for (let drawn = 0; drawn < wanted; drawn++) {
        // One frame after the other is the point.
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    }, count);
  }
}

/** The answer of a call that must succeed. */
export function must<T>(answer: T | Failure): T {
  if (isFailure(answer)) throw new Error(`${answer.error.tag}: ${answer.error.message}`);
  return answer;
}

/** The error of a call that must fail. */
export function failure(answer: unknown): Failure["error"] {
  if (!isFailure(answer)) throw new Error(`The call succeeded: ${JSON.stringify(answer)?.slice(0, 300)}`);
  return answer.error;
}

/** A run has an `error` too, beside its status. */
function isFailure(answer: unknown): answer is Failure {
  return typeof answer === "object" && answer !== null && "error" in answer && !("status" in answer);
}
