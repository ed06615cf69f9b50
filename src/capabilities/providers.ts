import type { CapabilityBindings } from "./index.ts";
import { provideEnvironment } from "./environment/provider.ts";
import { provideExit } from "./exit/provider.ts";
import { provideFilesystem } from "./filesystem/provider.ts";
import { provideHttp } from "./http/provider.ts";
import { provideIo } from "./io/provider.ts";
import { createRealTime, createVirtualTime } from "./io/virtual-time.ts";
import { provideMonotonicClock } from "./monotonic-clock/provider.ts";
import type { Provided, RunContext } from "./provider.ts";
import { provideRandom } from "./random/provider.ts";
import { provideSockets } from "./sockets/provider.ts";
import { provideStderr } from "./stderr/provider.ts";
import { provideStdin } from "./stdin/provider.ts";
import { provideStdout } from "./stdout/provider.ts";
import { provideThird } from "./third/provider.ts";
import { makeWallClock, provideWallClock } from "./wall-clock/provider.ts";

/**
 * Everything that a guest can import, for one run, by interface name without version, with `@0.3` behind those of WASI 0.3 (`playedName`). `wasi:cli/exit` ends the run by throwing
 * `ProgramExit`; a denied function throws what `context.deny` throws. `poll`, `pollable.block` and, where standard input or an HTTP answer has to be waited
 * for, `input-stream.blocking-read` and `blocking-skip` may give a promise; nothing else of WASI 0.2 does.
 */
export function provideAll(context: RunContext, bindings: CapabilityBindings): Provided {
  const time = bindings["monotonic-clock"].mode === "real" ? createRealTime() : createVirtualTime();
  const wallClock = makeWallClock(bindings["wall-clock"], time);
  const bound = <B>(binding: B) => ({ ...context, time, wallNow: () => wallClock.read(), binding });
  const second = {
    ...provideIo(context),
    ...provideWallClock(bound(bindings["wall-clock"]), wallClock),
    ...provideMonotonicClock(bound(bindings["monotonic-clock"])),
    ...provideRandom(bound(bindings.random)),
    ...provideEnvironment(bound(bindings.environment)),
    ...provideStdin(bound(bindings.stdin)),
    ...provideStdout(bound(bindings.stdout)),
    ...provideStderr(bound(bindings.stderr)),
    ...provideExit(bound(bindings.exit)),
    ...provideFilesystem(bound(bindings.filesystem)),
    ...provideHttp(bound(bindings.http)),
    ...provideSockets(bound(bindings.sockets)),
  };
  return { ...second, ...provideThird({ context, bindings, second }) };
}
