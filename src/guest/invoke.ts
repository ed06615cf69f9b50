import { playedName } from "../capabilities/index.ts";
import type { ComponentType } from "../component/index.ts";
import type { Extern } from "../component/model.ts";
import type { Instance } from "../engine/engine.ts";
import type { GuestResult } from "../protocol/index.ts";
import type { Invocation } from "../scenario/schema.ts";
import { camelCase } from "../wit/js-names.ts";
import { plain } from "./plain.ts";
import type { Tracer } from "./trace.ts";
import { functionType } from "./trace-types.ts";

type Outcome = Pick<GuestResult, "status" | "exitCode" | "value" | "error">;

/** Calls what the scenario asks for. Traps and exits are thrown. */
export async function invoke(
  instance: Instance,
  invocation: Invocation,
  exports: readonly Extern[],
  types: ComponentType | undefined,
  tracer: Tracer,
): Promise<Outcome> {
  if ("command" in invocation) return command(instance, exports, tracer);
  if ("call" in invocation) return call(instance, invocation, exports, types, tracer);
  return {
    status: "failed",
    error: {
      tag: "not-available",
      message: "Calling failed: sending requests to wasi:http/incoming-handler is not in this build.",
    },
  };
}

async function command(instance: Instance, exports: readonly Extern[], tracer: Tracer): Promise<Outcome> {
  const name = commandName(exports);
  const run = name === undefined ? undefined : member(instance.exports[name], "run");
  if (name === undefined || run === undefined) {
    return {
      status: "failed",
      error: {
        tag: "no-run",
        message:
          "Running failed: this component does not export wasi:cli/run, so there is no command to run. Choose one of its functions instead.",
      },
    };
  }
  const returned = await attempt(() => tracer.exported({ interface: name, function: "run" }, [], run));
  return { status: "exited", exitCode: returned.ok ? 0 : 1 };
}

/** The command's entry point: that of WASI 0.3 where there are both, since the one of 0.2 beside it is a stub. */
function commandName(exports: readonly Extern[]): string | undefined {
  const names = exports.map((item) => item.name).filter((name) => /^wasi:cli\/run(@|$)/.test(name));
  return names.find((name) => playedName(name) === "wasi:cli/run@0.3") ?? names[0];
}

async function call(
  instance: Instance,
  invocation: { call: string; arguments?: string | undefined },
  exports: readonly Extern[],
  types: ComponentType | undefined,
  tracer: Tracer,
): Promise<Outcome> {
  const text = (invocation.arguments ?? "()").replaceAll(/\s/g, "");
  const [owner, name] = invocation.call.includes("#") ? invocation.call.split("#", 2) : [undefined, invocation.call];
  const known = exports.some((item) =>
    owner === undefined
      ? item.kind === "func" && item.name === name
      : item.name === owner && name !== undefined && item.functions.includes(name),
  );
  const wanted = name === undefined ? undefined : functionType(types?.exports, owner ?? "", name);
  if ((text !== "()" && text !== "") || (wanted?.params.length ?? 0) > 0) {
    return {
      status: "failed",
      error: {
        tag: "not-available",
        message:
          "Calling failed: passing arguments to a function is not in this build; functions without parameters can be called.",
      },
    };
  }
  const target = owner === undefined ? instance.exports : instance.exports[owner];
  const run = known && name !== undefined ? member(target, camelCase(name)) : undefined;
  if (name === undefined || run === undefined) {
    return {
      status: "failed",
      error: { tag: "no-run", message: `Calling failed: the component exports no function ${invocation.call}.` },
    };
  }
  const returned = await attempt(() => tracer.exported({ interface: owner ?? "", function: name }, [], run));
  return {
    status: "returned",
    value: returned.ok ? plain(returned.value) : { tag: "err", val: plain(returned.value) },
  };
}

type Attempt = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly value: unknown };

/** jco throws an `Error` with an own `payload` for the err case of a result; everything else thrown is a trap. */
async function attempt(run: () => unknown): Promise<Attempt> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (typeof error === "object" && error !== null && Object.hasOwn(error, "payload") && "payload" in error) {
      return { ok: false, value: error.payload };
    }
    throw error;
  }
}

function member(owner: unknown, name: string): (() => unknown) | undefined {
  if (typeof owner !== "object" || owner === null || !Object.hasOwn(owner, name)) return undefined;
  const value: unknown = Reflect.get(owner, name);
  return typeof value === "function" ? () => Reflect.apply(value, owner, []) : undefined;
}
