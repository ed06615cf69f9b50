import { fail, ok, type Result } from "../result.ts";
import type { PlainObject } from "./guard.ts";

/** Takes a scenario of one version and gives it in the next. It sees what people wrote, so any field may be missing. */
export type Upgrader = (scenario: PlainObject) => PlainObject;

/** The first takes version 1 to 2, the next 2 to 3. A new version adds one at the end and changes none. */
const upgraders: readonly Upgrader[] = [];

/**
 * Brings a scenario to this build's version, a step at a time. One that names no version is of version 1. Errors: `newer-version`,
 * and `scenario` for what is no version.
 */
export function upgrade(scenario: PlainObject, steps: readonly Upgrader[] = upgraders): Result<PlainObject> {
  const newest = steps.length + 1;
  const version = scenario["version"] ?? 1;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    return fail("scenario", `The scenario cannot be used: version: must be a whole number from 1 to ${newest}.`);
  }
  if (version > newest) return newerVersion("scenario", version, newest);
  let current = scenario;
  for (const [index, step] of steps.entries()) {
    if (index + 1 >= version) current = { ...step(current), version: index + 2 };
  }
  return ok({ ...current, version: newest });
}

/** Of the `thing` a version that only a later build knows. */
export function newerVersion(thing: "scenario" | "link", version: number, newest: number): Result<never> {
  return fail(
    "newer-version",
    `This ${thing} is of version ${version}, and this build of Orrery knows versions up to ${newest}. Open it in a newer build.`,
    { version, newest },
  );
}
