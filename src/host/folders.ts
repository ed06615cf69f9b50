import type { GuestResult, RealFolder } from "../protocol/index.ts";
import { ok, type Result } from "../result.ts";
import type { Scenario } from "../scenario/index.ts";
import type { SessionCore } from "./core.ts";
import type { SessionActs } from "./state.ts";

/** The real folder that the person gives to components. */
export function makeFolders(_core: SessionCore): Pick<
  SessionActs,
  "canPickFolder" | "pickFolder" | "takeFolder" | "releaseFolder"
> & {
  /** Looks through the folder for a run; nothing where the scenario asks for none. Fails with `needs-folder`. */
  read(scenario: Scenario): Promise<Result<RealFolder | undefined>>;
  /** Writes back what a run left, when that is allowed. Gives a sentence about what could not be written. */
  writeBack(scenario: Scenario, result: GuestResult): Promise<string | undefined>;
} {
  return {
    canPickFolder: () => false,
    pickFolder: async () => {},
    takeFolder: () => {},
    releaseFolder: () => {},
    read: async () => ok(undefined),
    writeBack: async () => undefined,
  };
}
