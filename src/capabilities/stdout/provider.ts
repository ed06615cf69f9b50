import type { OutputBinding } from "../output.ts";
import type { Provider } from "../provider.ts";
import { stdout } from "./capability.ts";
import { makeOutput, TerminalOutput } from "./provider-output.ts";

/** `wasi:cli/{stdout,terminal-stdout,terminal-output}`. */
export const provideStdout: Provider<OutputBinding> = (context) => {
  const { open, terminal } = makeOutput("stdout", stdout.title, context);
  return {
    "wasi:cli/stdout": { getStdout: open },
    "wasi:cli/terminal-stdout": { getTerminalStdout: terminal },
    "wasi:cli/terminal-output": { TerminalOutput },
  };
};
