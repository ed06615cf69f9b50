import type { Glue } from "./contestants.ts";
import type { Host } from "./host.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly cabi_realloc: (old: number, oldSize: number, alignment: number, size: number) => number;
}

type Unary = (times: number) => number;

/** The core module with the glue that somebody would write for this host and no other: the least that crossing costs. */
export async function byHand(core: Uint8Array<ArrayBuffer>, host: Host): Promise<Glue> {
  const decoder = new TextDecoder();
  const counters: (InstanceType<Host["Counter"]> | undefined)[] = [undefined];
  let bytes = new Uint8Array();
  const { instance } = await WebAssembly.instantiate(core, {
    "orrery:glue/host": {
      add: (a: number, b: number) => host.add(a >>> 0, b >>> 0),
      length: (pointer: number, length: number) =>
        host.length(decoder.decode(memory().subarray(pointer, pointer + length))),
      echo: (pointer: number, length: number, result: number) => {
        const given = host.echo(memory().slice(pointer, pointer + length));
        const at = own.cabi_realloc(0, 0, 1, given.length);
        memory().set(given, at);
        const words = new Uint32Array(own.memory.buffer, result, 2);
        words[0] = at;
        words[1] = given.length;
      },
      "[constructor]counter": () => counters.push(new host.Counter()) - 1,
      "[method]counter.add": (handle: number, by: number) => counters[handle]?.add(by >>> 0),
      "[resource-drop]counter": (handle: number) => {
        counters[handle] = undefined;
      },
    },
  });
  // The module was made for the world of the guest.
  const own = instance.exports as unknown as Exports;
  const memory = (): Uint8Array => {
    if (bytes.buffer !== own.memory.buffer) bytes = new Uint8Array(own.memory.buffer);
    return bytes;
  };
  const unary = (name: string): Unary => {
    const call = instance.exports[`orrery:glue/guest#${name}`] as Unary;
    return (times) => call(times) >>> 0;
  };
  const add = instance.exports["orrery:glue/guest#add"] as (a: number, b: number) => number;
  return {
    add: (a, b) => add(a, b) >>> 0,
    callAdd: unary("call-add"),
    callLength: unary("call-length"),
    callEcho: unary("call-echo"),
    callMethod: unary("call-method"),
    hash: unary("hash"),
  };
}
