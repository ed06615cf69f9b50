import type { EngineName, GuestCode } from "../protocol/index.ts";
import type { OrreryError, Result } from "../result.ts";
import type { SessionParts } from "./core.ts";
import type { Sandbox, SpawnedGuest } from "./sandbox.ts";

/** What a frame holds compiled: the component that its engine ran last. */
export interface Compiled {
  /** Tells it from other components, and from itself with another limit or way of waiting. */
  readonly key: string;
  readonly code: GuestCode;
}

/** The sandbox of one engine, the guest that is prepared in it and what it has compiled. Started when it is first needed. */
export function makeLane(engine: EngineName, parts: SessionParts) {
  let sandbox: Promise<Result<Sandbox>> | undefined;
  let next: Promise<SpawnedGuest> | undefined;
  let compiled: Compiled | undefined;

  /** The sandbox, started afresh when it is lost: the guest that waited in it and what it had compiled are gone too. */
  async function started(): Promise<Result<Sandbox>> {
    const known = sandbox;
    const now = await (sandbox ??= parts.startSandbox(engine));
    if (now.ok && now.value.alive()) return now;
    if (sandbox === known || !now.ok) {
      sandbox = undefined;
      next = undefined;
      compiled = undefined;
    }
    return now.ok ? started() : now;
  }

  /** The guest that waits, or a new one. Rejects when the sandbox cannot give one. */
  function prepared(): Promise<SpawnedGuest> {
    if (next === undefined) {
      const spawning: Promise<SpawnedGuest> = started().then((now) => {
        if (!now.ok) throw new Error(now.error.message);
        // A lost sandbox was let go in between, and this guest's place with it.
        next ??= spawning;
        return now.value.spawn();
      });
      next = spawning;
      spawning.catch(() => {
        if (next === spawning) next = undefined;
      });
    }
    return next;
  }

  function prepareNext(): void {
    // A failure shows when the guest is taken.
    prepared().catch(() => {});
  }

  return {
    started,
    prepared,
    prepareNext,
    /** Starts the sandbox and prepares a first guest; gives what failed. */
    async boot(): Promise<OrreryError | undefined> {
      const now = await started();
      if (!now.ok) return now.error;
      prepareNext();
      return undefined;
    },
    /** The guest that waits, for a run: it serves once. */
    async take(): Promise<SpawnedGuest> {
      const guest = await prepared();
      next = undefined;
      return guest;
    },
    /** What is compiled under a key, if it is still there. */
    kept: (key: string): Compiled | undefined => (compiled?.key === key ? compiled : undefined),
    keep(made: Compiled): Compiled {
      compiled = made;
      return made;
    },
  };
}

export type Lane = ReturnType<typeof makeLane>;
