import type { ComponentModel } from "../../component/index.ts";
import { printWave } from "../../wit/wave/index.ts";
import { camelCase, parseFunctionName } from "../../wit/js-names.ts";
import { interfaceBindingSchema } from "./capability.ts";
import type { OutputBinding } from "../output.ts";
import { stderr as capability } from "../stderr/capability.ts";
import { makeOutput } from "../stdout/provider-output.ts";
import { provideInterfaces } from "./provider.ts";

/** The end of a test's run. */
class Stopped extends Error {}

/** For tests: the interfaces of a component as mocks, called as an engine calls them. Bindings are as in a scenario's text. */
export function mocksOf(
  component: ComponentModel,
  bindings: Readonly<Record<string, unknown>>,
  storeBytes = 1024 * 1024,
  errors: Partial<OutputBinding> = {},
) {
  const stderr: number[] = [];
  const parsed = Object.entries(bindings).map(
    ([name, binding]) => [name, interfaceBindingSchema.parse(binding)] as const,
  );
  const made = provideInterfaces(component.imports, component.type, new Map(parsed), {
    storeBytes,
    stderr: makeOutput("stderr", capability.title, {
      binding: { ...capability.defaults, ...errors },
      output: (_, bytes) => void stderr.push(...bytes),
    }).open,
    stop: (failure) => {
      throw new Stopped(failure.message);
    },
    deny: (owner, name) => {
      throw new Stopped(`denied ${owner}#${name}`);
    },
  });
  const objectOf = (name: string): Readonly<Record<string, unknown>> => {
    if (!made.ok) throw new Error(made.error.message);
    return made.value.get(name) ?? {};
  };
  return {
    error: made.ok ? undefined : made.error,
    objectOf,
    stderr: () => new TextDecoder().decode(Uint8Array.from(stderr)),
    /** Calls a function by its WIT name, a method with its instance first. Gives what it returns, `{ error }` or `{ trap }`. */
    call: (owner: string, name: string, ...args: readonly unknown[]): unknown => {
      const target = objectOf(owner);
      const { resource, kind, member } = parseFunctionName(name);
      const holder: unknown = resource === undefined ? target : target[resource];
      try {
        if (typeof holder !== "object" && typeof holder !== "function") throw new Error(`no ${name}`);
        if (kind === "constructor" && typeof holder === "function") return Reflect.construct(holder, args);
        if (kind === "method") return invoke(args[0], member, args[0], args.slice(1));
        return invoke(holder, target["default"] === undefined ? member : "default", undefined, args);
      } catch (error) {
        if (error instanceof Stopped) return { trap: error.message };
        if (error instanceof Error) throw error;
        return { error };
      }
    },
    /** A value that a function gave, as WAVE text. */
    text: (owner: string, name: string, value: unknown): string => {
      const entity = component.type.imports.get(owner);
      const found = entity?.sort === "instance" ? entity.type.exports.get(name) : undefined;
      if (found?.sort !== "func" || found.type.result === undefined) throw new Error(`no ${camelCase(name)}`);
      return printWave(value, found.type.result);
    },
  };
}

function invoke(holder: unknown, key: string, self: unknown, args: readonly unknown[]): unknown {
  const found: unknown =
    typeof holder === "object" || typeof holder === "function" ? Reflect.get(holder ?? {}, key) : 0;
  if (typeof found !== "function") throw new Error(`no function ${key}`);
  return Reflect.apply(found, self, args);
}
