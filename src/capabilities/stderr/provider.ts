import type { OutputBinding } from "../output.ts";
import type { OutputStream } from "../io/provider-streams.ts";
import type { Provided, Provider } from "../provider.ts";
import { makeOutput } from "../stdout/provider-output.ts";
import { stderr } from "./capability.ts";

/** `wasi:cli/{stderr,terminal-stderr}`. */
export const provideStderr: Provider<OutputBinding> = (context) => {
  const { open, terminal } = makeOutput("stderr", stderr.title, context);
  return { "wasi:cli/stderr": { getStderr: open }, "wasi:cli/terminal-stderr": { getTerminalStderr: terminal } };
};

/** Opens the standard error that a run was provided with, for what writes to it beside the program. */
export function openStderr(provided: Provided): OutputStream {
  // What `provideStderr` has put there.
  const open = provided["wasi:cli/stderr"]?.["getStderr"] as () => OutputStream;
  return open();
}
