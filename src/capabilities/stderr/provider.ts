import type { OutputBinding } from "../output.ts";
import type { Provider } from "../provider.ts";
import { makeOutput } from "../stdout/provider-output.ts";
import { stderr } from "./capability.ts";

/** `wasi:cli/{stderr,terminal-stderr}`. */
export const provideStderr: Provider<OutputBinding> = (context) => {
  const { open, terminal } = makeOutput("stderr", stderr.title, context);
  return { "wasi:cli/stderr": { getStderr: open }, "wasi:cli/terminal-stderr": { getTerminalStderr: terminal } };
};
