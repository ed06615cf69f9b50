import type { Provided } from "../provider.ts";
import { denied } from "./provider-methods.ts";
import { taken, type Under } from "./provider-under.ts";

const secure = "wasi:random/random";
const insecure = "wasi:random/insecure";
const seed = "wasi:random/insecure-seed";

/** `wasi:random/*` of 0.3: the sources of 0.2, so that a component that draws from both versions has one sequence. */
export function provideRandom({ context, bindings, second }: Under): Provided {
  if (bindings.random.mode === "deny") {
    const refused = (name: string, functions: readonly string[]) =>
      [`${name}@0.3`, denied(context, `${name}@0.3`, functions)] as const;
    return Object.fromEntries([
      refused(secure, ["get-random-bytes", "get-random-u64"]),
      refused(insecure, ["get-insecure-random-bytes", "get-insecure-random-u64"]),
      refused(seed, ["get-insecure-seed"]),
    ]);
  }
  return {
    [`${secure}@0.3`]: second[secure] ?? {},
    [`${insecure}@0.3`]: second[insecure] ?? {},
    [`${seed}@0.3`]: { getInsecureSeed: taken(second, seed, "insecureSeed") },
  };
}
