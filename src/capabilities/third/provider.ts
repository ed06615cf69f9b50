import type { Provided } from "../provider.ts";
import { provideCli } from "./provider-cli.ts";
import { provideClocks } from "./provider-clocks.ts";
import { provideFilesystem } from "./provider-filesystem.ts";
import { provideHttp } from "./provider-http.ts";
import { streamMethods } from "./provider-methods.ts";
import { provideRandom } from "./provider-random.ts";
import type { Under } from "./provider-under.ts";
import { Waits } from "./provider-waits.ts";

/**
 * What a guest can import of WASI 0.3, by interface name with `@0.3`, over what was provided of 0.2: the same clock, the same
 * numbers, the same files. Asynchronous functions give promises; streams that are given are asynchronous iterators, those that are
 * taken have a `read`; futures are promises.
 */
export function provideThird({ context, bindings, second }: Omit<Under, "streaming">): Provided {
  const streaming = {
    waits: new Waits(context),
    methods: streamMethods(),
    trapped: (error: unknown) => context.trapped(error),
  };
  const under = { context, bindings, second, streaming };
  return {
    ...provideCli(under),
    ...provideClocks(under),
    ...provideRandom(under),
    ...provideFilesystem(under),
    ...provideHttp(under),
  };
}
