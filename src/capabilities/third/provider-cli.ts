import { exitOf } from "../exit/provider.ts";
import type { InputStream, OutputStream } from "../io/provider-streams.ts";
import type { Provided } from "../provider.ts";
import { type GuestStream, readFrom, writeTo } from "./provider-streams.ts";
import { taken, type Under } from "./provider-under.ts";

const exit = "wasi:cli/exit@0.3";
const terminals = ["terminal-input", "terminal-output", "terminal-stdin", "terminal-stdout", "terminal-stderr"];

/** `wasi:cli/*` of 0.3. An error of a standard stream is `io`, a reader that has gone away `pipe`. */
export function provideCli({ context, bindings, second, streaming }: Under): Provided {
  const environment = second["wasi:cli/environment"] ?? {};
  const getStdin = taken<() => InputStream>(second, "wasi:cli/stdin", "getStdin");
  const output = (interfaceName: string, functionName: string) => {
    const open = taken<() => OutputStream>(second, interfaceName, functionName);
    return { writeViaStream: (data: GuestStream) => writeTo(streaming, data, open, () => "io", "pipe") };
  };
  return {
    "wasi:cli/environment@0.3": { ...environment, getInitialCwd: environment["initialCwd"] },
    [exit]: exitOf(exit, bindings.exit, context.deny),
    "wasi:cli/stdin@0.3": { readViaStream: () => readFrom(streaming, getStdin, () => "io") },
    "wasi:cli/stdout@0.3": output("wasi:cli/stdout", "getStdout"),
    "wasi:cli/stderr@0.3": output("wasi:cli/stderr", "getStderr"),
    ...Object.fromEntries(terminals.map((name) => [`wasi:cli/${name}@0.3`, second[`wasi:cli/${name}`] ?? {}] as const)),
  };
}
