import { withoutVersion, type FuncType, type ResourceType } from "../../component/index.ts";
import type { OutputStream } from "../io/provider-streams.ts";
import type { InterfaceBinding } from "./capability.ts";
import { KeyValueStore } from "./provider-keyvalue.ts";
import { Signature, type Ready, type ReadySet } from "./provider-signature.ts";

/** Interfaces that answer by themselves where a mock has no rule: `wasi:keyvalue`, `wasi:config` and `wasi:logging`. */
export class ReadyInterfaces {
  readonly #functions: ReadySet;

  /** Bindings are by interface with its version; `storeBytes` is what the key-value store may hold. */
  constructor(
    bindings: ReadonlyMap<string, InterfaceBinding>,
    context: { stderr(): OutputStream; readonly storeBytes: number },
    make: (resource: ResourceType) => object,
  ) {
    const store = [...bindings].find(
      ([name, { buckets }]) => buckets !== undefined && withoutVersion(name) === "wasi:keyvalue/store",
    );
    const keyvalue = new KeyValueStore(store?.[1].buckets ?? {}, context.storeBytes, make);
    this.#functions = { ...keyvalue.functions, "wasi:logging/logging": logging(context.stderr) };
  }

  /** What answers a function; `undefined` where nothing is ready, also because its type is another. */
  get(interfaceName: string, functionName: string, type: FuncType, binding: InterfaceBinding): Ready | undefined {
    const name = withoutVersion(interfaceName);
    const functions =
      name === "wasi:config/store" || name === "wasi:config/runtime"
        ? configuration(binding.config ?? {})
        : own(this.#functions, name);
    const found = functions && own(functions, functionName)?.(new Signature(type));
    return found === false ? undefined : found;
  }
}

function configuration(config: Readonly<Record<string, string>>): ReadySet[string] {
  return {
    get: (signature) =>
      signature.startsWith("(string)->result<option<string>,") && (([key]) => own(config, String(key))),
    "get-all": (signature) =>
      signature.startsWith("()->result<list<tuple<string,string>>,") && (() => Object.entries(config)),
  };
}

/** A line of standard error for each message. What standard error does not take is lost: a logger has nobody to tell. */
function logging(open: () => OutputStream): ReadySet[string] {
  let stream: OutputStream | undefined;
  return {
    log: (signature) =>
      signature.is("(enum,string,string)->_") &&
      (([level, context, message]) => {
        const from = context === "" ? "" : ` ${String(context)}`;
        stream ??= open();
        write(stream, new TextEncoder().encode(`${String(level)}${from}: ${String(message)}\n`));
      }),
  };
}

function write(stream: OutputStream, bytes: Uint8Array): void {
  try {
    for (let start = 0; start < bytes.length;) {
      const end = start + Number(stream.checkWrite());
      stream.write(bytes.subarray(start, end));
      start = end;
    }
  } catch (error) {
    // An error of the stream is no `Error`; the end of the run is one.
    if (error instanceof Error) throw error;
  }
}

/** Names come from a component: what every object has is not among them. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
