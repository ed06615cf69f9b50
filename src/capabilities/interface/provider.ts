import type { ComponentType, Entity, FuncType, ValType } from "../../component/index.ts";
import type { Extern } from "../../component/model.ts";
import type { OrreryError, Result } from "../../result.ts";
import { fail, ok } from "../../result.ts";
import { answerOf, handleMaker, type Answer } from "../../wit/function-rule.ts";
import { parseFunctionName } from "../../wit/js-names.ts";
import type { HandleMaker } from "../../wit/wave/index.ts";
import { isBindable } from "../index.ts";
import type { OutputStream } from "../io/provider-streams.ts";
import { raise } from "../raise.ts";
import type { FunctionRule, InterfaceBinding } from "./capability.ts";
import { ReadyInterfaces } from "./provider-ready.ts";
import { ResourceClasses } from "./provider-resources.ts";
import type { Ready } from "./provider-signature.ts";

export interface InterfaceContext {
  /** Opens standard error, for what is logged. */
  stderr(): OutputStream;
  /** Bytes that the key-value store may hold. */
  readonly storeBytes: number;
  /** Ends the run. */
  stop(failure: OrreryError): never;
  /** Ends the run for a refused call. */
  deny(interfaceName: string, functionName: string): never;
}

/** Names of an interface's functions that a message lists. */
const MAX_NAMES = 12;

/**
 * The imports that no capability owns, as their bindings mock them, by the name of the import with its version. What is not mocked
 * has the classes of its resources only: others may give handles of them. Fails with `scenario` when a rule does not fit the
 * component.
 */
export function provideInterfaces(
  imports: readonly Extern[],
  types: ComponentType,
  bindings: ReadonlyMap<string, InterfaceBinding>,
  context: InterfaceContext,
): Result<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const classes = new ResourceClasses(types, isBindable, (owner, name) => context.deny(owner, name));
  const handles = handleMaker(classes.homes, classes.make);
  const ready = new ReadyInterfaces(bindings, context, classes.make);
  const provided = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { name, kind } of imports) {
    if (!isBindable(name)) continue;
    const made: Record<string, unknown> = {};
    for (const [key, { constructor }] of classes.of(name)) made[key] = constructor;
    provided.set(name, made);
    const binding = bindings.get(name);
    if (binding?.mode !== "mock") continue;
    const functions = functionsOf(name, types.imports.get(name));
    for (const rule of Object.keys(binding.functions ?? {}))
      if (!functions.has(rule)) return unknownFunction(name, rule, [...functions.keys()]);
    const mock = new Mock(name, binding, { context, classes, handles, ready });
    for (const [functionName, type] of functions) {
      const placed = mock.place(made, functionName, type, kind === "func");
      if (!placed.ok) return placed;
    }
  }
  return ok(provided);
}

interface Parts {
  readonly context: InterfaceContext;
  readonly classes: ResourceClasses;
  readonly handles: HandleMaker;
  readonly ready: ReadyInterfaces;
}

class Mock {
  readonly #name: string;
  readonly #binding: InterfaceBinding;
  readonly #parts: Parts;

  constructor(name: string, binding: InterfaceBinding, parts: Parts) {
    this.#name = name;
    this.#binding = binding;
    this.#parts = parts;
  }

  /** Puts a function where engines look for it. */
  place(target: Record<string, unknown>, name: string, type: FuncType, bare: boolean): Result<void> {
    const acting = this.#act(name, type);
    if (!acting.ok) return acting;
    const act = acting.value;
    const { resource, kind, member } = parseFunctionName(name);
    if (resource === undefined)
      target[bare ? "default" : member] = (...args: readonly unknown[]) => act(args, undefined);
    const owner = this.#parts.classes.of(this.#name).get(resource ?? "");
    if (owner === undefined) return ok(undefined);
    // The engine takes what the constructor gives for an instance, and its type says that it is one.
    if (kind === "constructor") owner.construct = (args) => act(args, undefined) as object;
    else if (kind === "static")
      define(owner.constructor, member, (...args: readonly unknown[]) => act(args, undefined));
    else
      define(owner.prototype, member, function (this: unknown, ...args: readonly unknown[]) {
        return act(args, this);
      });
    return ok(undefined);
  }

  #act(name: string, type: FuncType): Result<Ready> {
    const { functions = {}, otherwise } = this.#binding;
    const rule: FunctionRule | undefined = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (rule === undefined) {
      const ready = this.#parts.ready.get(this.#name, name, type, this.#binding);
      if (ready !== undefined) return ok(ready);
      if (otherwise === "trap")
        return ok(() =>
          this.#trap(
            name,
            "and its mock has no answer for it. Give the function a rule in the mock, or let functions without one give their simplest value",
          ),
        );
    }
    const params = name.startsWith("[method]") ? type.params.slice(1) : type.params;
    const answer = answerOf(rule ?? {}, { ...type, params }, this.#parts.handles);
    return answer.ok ? ok(this.#answering(name, type.result, answer.value)) : wrongRule(this.#name, name, answer.error);
  }

  /** Counts the calls of a function; those of a method for each resource by itself. */
  #answering(name: string, result: ValType | undefined, answer: Answer): Ready {
    const turns = new WeakMap<object, number>();
    const alone = {};
    return (args, self) => {
      const whose = typeof self === "object" && self !== null ? self : alone;
      const turn = turns.get(whose) ?? 0;
      turns.set(whose, turn + 1);
      const answered = answer(args, turn);
      return answered.kind === "trap" ? this.#trap(name, answered.why) : settled(result, answered.value);
    };
  }

  #trap(name: string, why: string): never {
    return this.#parts.context.stop({
      tag: "trap",
      message: `Running was stopped: ${callOf(this.#name, name)} was called, ${/[.!?]$/.test(why) ? why : `${why}.`}`,
      detail: { kind: "mock", interface: this.#name, function: name },
    });
  }
}

/** Functions of an import by name; an import that is a function by itself has its own. */
function functionsOf(name: string, entity: Entity | undefined): ReadonlyMap<string, FuncType> {
  const entities =
    entity?.sort === "instance" ? [...entity.type.exports] : entity === undefined ? [] : [[name, entity] as const];
  return new Map(entities.flatMap(([key, item]) => (item.sort === "func" ? [[key, item.type] as const] : [])));
}

/** A `result` that a function gives is returned or thrown. */
function settled(type: ValType | undefined, value: unknown): unknown {
  if (type?.kind !== "result") return value;
  // What answers a function has the type of its result.
  const { tag, val } = value as { readonly tag: "ok" | "err"; readonly val?: unknown };
  if (tag === "ok") return val;
  // Engines take a field of this name for the whole error.
  const hidden = typeof val === "object" && val !== null && Object.hasOwn(val, "payload");
  return raise(hidden ? { payload: val } : val);
}

/** Functions of JavaScript have fields of their own that may not be assigned: `name`, `length`. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { configurable: true, writable: true, value });
}

function callOf(interfaceName: string, functionName: string): string {
  return interfaceName === functionName ? functionName : `${interfaceName}#${functionName}`;
}

function wrongRule(interfaceName: string, functionName: string, reason: string): Result<never> {
  return fail(
    "scenario",
    `Starting failed: the mock of ${callOf(interfaceName, functionName)} has a mistake in ${reason}. Mend it in the settings of the interface, or take the rule away.`,
    { interface: interfaceName, function: functionName, reason },
  );
}

function unknownFunction(interfaceName: string, functionName: string, names: readonly string[]): Result<never> {
  const shown = names.slice(0, MAX_NAMES).join(", ");
  const reason = `this component takes no function of this name from it; it takes ${names.length > MAX_NAMES ? `${shown}, …` : shown || "none"}`;
  return fail(
    "scenario",
    `Starting failed: the mock of ${interfaceName} has a rule for ${functionName}, but ${reason}. Mend the name, or take the rule away.`,
    { interface: interfaceName, function: functionName, reason },
  );
}
