import { closed, inputStream } from "../io/provider-streams.ts";
import type { Provider } from "../provider.ts";
import type { StdinBinding } from "./capability.ts";

/** Never made: there is no terminal. Engines want the class all the same. */
class TerminalInput {}

/** `wasi:cli/stdin`: the bytes of the scenario, then the end. All streams share one position. */
export const provideStdin: Provider<StdinBinding> = ({ binding, program }) => {
  const bytes = binding.mode === "mock" ? program.stdin : new Uint8Array();
  let position = 0;
  const read = (length: number): Uint8Array<ArrayBuffer> => {
    if (position >= bytes.length) return closed();
    const taken = bytes.slice(position, position + length);
    position += taken.length;
    return taken;
  };
  return {
    "wasi:cli/stdin": { getStdin: () => inputStream(read) },
    "wasi:cli/terminal-stdin": { getTerminalStdin: () => undefined },
    "wasi:cli/terminal-input": { TerminalInput },
  };
};
