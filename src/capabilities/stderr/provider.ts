import { closedOutputStream, outputStream } from "../io/provider-streams.ts";
import type { Provider } from "../provider.ts";
import type { StderrBinding } from "./capability.ts";

/** `wasi:cli/stderr`: captured, or closed. */
export const provideStderr: Provider<StderrBinding> = ({ binding, output }) => ({
  "wasi:cli/stderr": {
    getStderr: () =>
      binding.mode === "mock" ? outputStream((bytes) => output("stderr", bytes.slice())) : closedOutputStream(),
  },
  "wasi:cli/terminal-stderr": { getTerminalStderr: () => undefined },
});
