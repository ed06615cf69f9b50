import { closedOutputStream, outputStream } from "../io/provider-streams.ts";
import type { Provider } from "../provider.ts";
import type { StdoutBinding } from "./capability.ts";

/** Never made: there is no terminal. Engines want the class all the same. */
class TerminalOutput {}

/** `wasi:cli/stdout`: captured, or closed. */
export const provideStdout: Provider<StdoutBinding> = ({ binding, output }) => ({
  "wasi:cli/stdout": {
    getStdout: () =>
      binding.mode === "mock" ? outputStream((bytes) => output("stdout", bytes.slice())) : closedOutputStream(),
  },
  "wasi:cli/terminal-stdout": { getTerminalStdout: () => undefined },
  "wasi:cli/terminal-output": { TerminalOutput },
});
