import { packages } from "virtual:orrery/wasi-wit";
import type { SessionActs } from "../../host/state.ts";
import { ok, type Result } from "../../result.ts";
import { withoutKnown } from "../../worlds/custom.ts";

/** The world of what is open, as WIT: all that it wants and gives. The WASI packages that it names are left out. */
export async function ownWorld(acts: Pick<SessionActs, "witText">): Promise<Result<string>> {
  const wit = await acts.witText({});
  return wit.ok ? ok(withoutKnown(wit.value, packages)) : wit;
}
