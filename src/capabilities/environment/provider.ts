import type { Provider } from "../provider.ts";
import type { EnvironmentBinding } from "./capability.ts";

/** `wasi:cli/environment`: what the scenario says, or nothing. */
export const provideEnvironment: Provider<EnvironmentBinding> = ({ binding, program }) => {
  const shown = binding.mode === "mock";
  return {
    "wasi:cli/environment": {
      getEnvironment: (): [string, string][] => (shown ? Object.entries(program.environment) : []),
      getArguments: (): string[] => (shown ? [program.name, ...program.arguments] : []),
      initialCwd: (): string | undefined => (shown ? program.directory : undefined),
    },
  };
};
