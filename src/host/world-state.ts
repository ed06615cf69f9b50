import { err, fail, ok, type Result } from "../result.ts";
import type { TextMistake } from "../protocol/index.ts";
import type { WorldRef } from "../scenario/index.ts";
import type { World } from "../worlds/index.ts";
import type { SessionCore } from "./core.ts";

/** Each text that was applied makes a world; the last few are kept for going back and forth. */
const KEPT_WORLDS = 16;

/** Looks worlds up in the catalogue or has them built from WIT text. */
export function makeWorlds(core: SessionCore) {
  let latest = 0;
  const built = new Map<string, World>();

  /** A world by its reference. Fails with `unknown-world` or `wit-syntax`. */
  async function resolve(ref: WorldRef): Promise<Result<World>> {
    const { fromTable, makeWorld, worldById } = await core.loadFitting();
    if ("id" in ref) {
      const world = worldById(ref.id);
      if (world !== undefined) return ok(world);
      return fail(
        "unknown-world",
        `Choosing a world failed: there is no world ${ref.id} here. Choose one of the list, or type its WIT.`,
      );
    }
    const key = JSON.stringify([ref.wit, ref.world]);
    const known = built.get(key);
    if (known !== undefined) return ok(known);
    const answer = await core.parts.analysis.world(ref.wit, ref.world);
    if (!answer.ok) return answer;
    const made = makeWorld(answer.value.id, fromTable(answer.value.types));
    const [oldest] = built.keys();
    if (built.size >= KEPT_WORLDS && oldest !== undefined) built.delete(oldest);
    built.set(key, made);
    return ok(made);
  }

  return {
    resolve,
    /** The mistakes of a text; what keeps it from being built without being at a place stands at its beginning. */
    async check(wit: string, world?: string): Promise<readonly TextMistake[]> {
      const made = await resolve(world === undefined ? { wit } : { wit, world });
      if (made.ok) return [];
      const found = mistakesOf(made.error.detail);
      return found.length > 0 ? found : [{ line: 1, column: 1, message: made.error.message }];
    },
    /** Brings the state in step with the scenario's world. A later change makes an earlier answer void. */
    async follow(): Promise<Result<World>> {
      latest += 1;
      const mine = latest;
      core.set({ world: { ...core.get().world, building: true } });
      const made = await resolve(core.get().scenario.world);
      if (mine !== latest) return made;
      if (made.ok) {
        core.set({ world: { world: made.value, building: false, mistakes: [] } });
        core.refit();
        return made;
      }
      core.set({
        world: { world: undefined, building: false, error: made.error, mistakes: mistakesOf(made.error.detail) },
      });
      core.refit();
      return err(made.error);
    },
  };
}

function mistakesOf(detail: unknown): readonly TextMistake[] {
  if (!Array.isArray(detail)) return [];
  return detail.filter(
    (item): item is TextMistake =>
      typeof item === "object" && item !== null && "line" in item && "column" in item && "message" in item,
  );
}
