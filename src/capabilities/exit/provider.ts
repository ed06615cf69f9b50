import type { Provider } from "../provider.ts";
import type { ExitBinding } from "./capability.ts";
import { ProgramExit } from "./program-exit.ts";

const name = "wasi:cli/exit";

/** `wasi:cli/exit`: ends the run by throwing `ProgramExit`. */
export const provideExit: Provider<ExitBinding> = ({ binding, deny }) => ({
  [name]: {
    exit(status: { readonly tag: "ok" | "err" }): never {
      if (binding.mode === "deny") return deny(name, "exit");
      throw new ProgramExit(status.tag === "ok" ? 0 : 1);
    },
    exitWithCode(code: number): never {
      if (binding.mode === "deny") return deny(name, "exit-with-code");
      throw new ProgramExit(code);
    },
  },
});
