import type { Provider, RunContext } from "../provider.ts";
import type { ExitBinding } from "./capability.ts";
import { ProgramExit } from "./program-exit.ts";

const name = "wasi:cli/exit";

/** `wasi:cli/exit`: ends the run by throwing `ProgramExit`. */
export const provideExit: Provider<ExitBinding> = ({ binding, deny }) => ({ [name]: exitOf(name, binding, deny) });

/** The functions of `wasi:cli/exit`, the same in WASI 0.2 and 0.3; refused under `interfaceName`. */
export function exitOf(interfaceName: string, binding: ExitBinding, deny: RunContext["deny"]) {
  return {
    exit(status: { readonly tag: "ok" | "err" }): never {
      if (binding.mode === "deny") return deny(interfaceName, "exit");
      throw new ProgramExit(status.tag === "ok" ? 0 : 1);
    },
    exitWithCode(code: number): never {
      if (binding.mode === "deny") return deny(interfaceName, "exit-with-code");
      throw new ProgramExit(code);
    },
  };
}
