import { decodeBase64 } from "../base64.ts";
import type { ResourceType } from "../../component/index.ts";
import { raise } from "../raise.ts";
import type { InterfaceBinding, StoredValue } from "./capability.ts";
import { errors, type Ready, type ReadySet, type Signature } from "./provider-signature.ts";

type Buckets = NonNullable<InterfaceBinding["buckets"]>;
type Entries = Map<string, Uint8Array>;

/** What a bucket or a key takes beside its name and value, so that very many small ones are bounded too. */
const OVERHEAD = 64;
/** Keys in one answer of `list-keys`. */
const PAGE = 1000;
/** The bucket behind a handle that no `open` gave. */
const DEFAULT_BUCKET = "default";

const range = { u64: [0n, 2n ** 64n - 1n], s64: [-(2n ** 63n), 2n ** 63n - 1n] } as const;

/** What a compare-and-swap began with. */
interface Swap {
  readonly entries: Entries;
  readonly key: string;
  readonly seen: Uint8Array | undefined;
}

/** The key-value store of a run, in memory: buckets by name, shared by `wasi:keyvalue/{store,atomics,batch}` of every version. */
export class KeyValueStore {
  readonly #buckets = new Map<string, Entries>();
  readonly #opened = new WeakMap<object, Entries>();
  readonly #swaps = new WeakMap<object, Swap>();
  /** Where a page of `list-keys` ended, by the number that stands for it, from 1; and the other way around. */
  readonly #ends: string[] = [];
  readonly #cursors = new Map<string, number>();
  readonly #limit: number;
  readonly #make: (resource: ResourceType) => object;
  #used = 0;

  /** `limit` is in bytes, over all keys and values; what the store starts with is there even beyond it. */
  constructor(buckets: Buckets, limit: number, make: (resource: ResourceType) => object) {
    this.#limit = limit;
    this.#make = make;
    for (const [name, stored] of Object.entries(buckets)) {
      const entries = this.#bucket(name);
      for (const [key, value] of Object.entries(stored)) {
        const bytes = bytesOf(value);
        entries.set(key, bytes);
        this.#used += cost(key) + bytes.byteLength;
      }
    }
  }

  /** By interface and function. Arguments have the types of the signature that was asked for. */
  readonly functions: ReadySet = {
    "wasi:keyvalue/store": {
      open: (signature) =>
        signature.is(`(string)->result<own,${errors.store}>`) &&
        this.#giving(signature, (make, name) => {
          if (!this.#buckets.has(String(name)) && this.#full(cost(String(name)))) full();
          const handle = make();
          this.#opened.set(handle, this.#bucket(String(name)));
          return handle;
        }),
      "[method]bucket.get": (signature) =>
        signature.is(`(borrow,string)->result<option<list<u8>>,${errors.store}>`) &&
        ((args, self) => this.#entries(self).get(String(args[0]))),
      "[method]bucket.set": (signature) =>
        signature.is(`(borrow,string,list<u8>)->result<_,${errors.store}>`) &&
        ((args, self) => this.#set(this.#entries(self), String(args[0]), copyOf(args[1]))),
      "[method]bucket.delete": (signature) =>
        signature.is(`(borrow,string)->result<_,${errors.store}>`) &&
        ((args, self) => this.#delete(this.#entries(self), String(args[0]))),
      "[method]bucket.exists": (signature) =>
        signature.is(`(borrow,string)->result<bool,${errors.store}>`) &&
        ((args, self) => this.#entries(self).has(String(args[0]))),
      "[method]bucket.list-keys": (signature) => {
        const kind = (["u64", "string"] as const).find((cursor) =>
          signature.is(
            `(borrow,option<${cursor}>)->result<{keys:list<string>,cursor:option<${cursor}>},${errors.store}>`,
          ),
        );
        return kind !== undefined && ((args, self) => this.#list(this.#entries(self), args[0], kind));
      },
    },
    "wasi:keyvalue/atomics": {
      increment: (signature) => {
        const kind = (["u64", "s64"] as const).find((delta) =>
          signature.is(`(borrow,string,${delta})->result<${delta},${errors.store}>`),
        );
        return kind !== undefined && ((args) => this.#increment(args, kind));
      },
      "[static]cas.new": (signature) =>
        signature.is(`(borrow,string)->result<own,${errors.store}>`) &&
        this.#giving(signature, (make, bucket, key) => this.#swap(make, this.#entries(bucket), String(key))),
      "[method]cas.current": (signature) =>
        signature.is(`(borrow)->result<option<list<u8>>,${errors.store}>`) && ((_, self) => this.#begun(self)?.seen),
      swap: (signature) =>
        signature.is(`(own,list<u8>)->result<_,store-error(${errors.store})|cas-failed(own)>`) &&
        this.#giving(signature, (make, cas, value) => {
          const begun = this.#begun(cas);
          if (begun === undefined || begun.entries.get(begun.key) !== begun.seen) {
            const { entries, key } = begun ?? { entries: this.#bucket(DEFAULT_BUCKET), key: "" };
            return raise({ tag: "cas-failed", val: this.#swap(make, entries, key) });
          }
          if (!this.#put(begun.entries, begun.key, copyOf(value))) raise({ tag: "store-error", val: FULL });
          return undefined;
        }),
    },
    "wasi:keyvalue/batch": {
      "get-many": (signature) => {
        const pair = "tuple<string,list<u8>>";
        const whole = signature.is(`(borrow,list<string>)->result<list<option<${pair}>>,${errors.store}>`);
        const found = signature.is(`(borrow,list<string>)->result<list<${pair}>,${errors.store}>`);
        if (!whole && !found) return false;
        return ([bucket, keys]) => {
          const entries = this.#entries(bucket);
          const pairs = listOf(keys).map((key) => {
            const value = entries.get(String(key));
            return value && [key, value];
          });
          return whole ? pairs : pairs.filter((one) => one !== undefined);
        };
      },
      "set-many": (signature) =>
        signature.is(`(borrow,list<tuple<string,list<u8>>>)->result<_,${errors.store}>`) &&
        (([bucket, pairs]) => {
          const entries = this.#entries(bucket);
          for (const pair of listOf(pairs)) {
            const [key, value] = listOf(pair);
            this.#set(entries, String(key), copyOf(value));
          }
        }),
      "delete-many": (signature) =>
        signature.is(`(borrow,list<string>)->result<_,${errors.store}>`) &&
        (([bucket, keys]) => {
          const entries = this.#entries(bucket);
          for (const key of listOf(keys)) this.#delete(entries, String(key));
        }),
    },
  };

  /** A function that makes handles of the one resource that it owns in its result. */
  #giving(signature: Signature, act: (make: () => object, ...args: readonly unknown[]) => unknown): Ready | false {
    const { given } = signature;
    return given !== undefined && ((args) => act(() => this.#make(given), ...args));
  }

  #bucket(name: string): Entries {
    const before = this.#buckets.get(name);
    if (before !== undefined) return before;
    const entries: Entries = new Map();
    this.#buckets.set(name, entries);
    this.#used += cost(name);
    return entries;
  }

  #entries(handle: unknown): Entries {
    const opened = typeof handle === "object" && handle !== null ? this.#opened.get(handle) : undefined;
    return opened ?? this.#bucket(DEFAULT_BUCKET);
  }

  #full(more: number): boolean {
    return this.#used + more > this.#limit;
  }

  /** Whether there was room. */
  #put(entries: Entries, key: string, value: Uint8Array): boolean {
    const before = entries.get(key);
    const more = value.byteLength - (before === undefined ? -cost(key) : before.byteLength);
    if (more > 0 && this.#full(more)) return false;
    this.#used += more;
    entries.set(key, value);
    return true;
  }

  #set(entries: Entries, key: string, value: Uint8Array): void {
    if (!this.#put(entries, key, value)) full();
  }

  #delete(entries: Entries, key: string): void {
    const before = entries.get(key);
    if (before === undefined) return;
    entries.delete(key);
    this.#used -= cost(key) + before.byteLength;
  }

  /** Keys in their order by UTF-16 units; a cursor stands for the last key of its page, so that deleting keys loses none. */
  #list(entries: Entries, cursor: unknown, kind: "u64" | "string"): unknown {
    const end = cursor === undefined ? undefined : this.#ends[Number(cursor) - 1];
    if (cursor !== undefined && end === undefined) other(`there is no cursor ${String(cursor)}`);
    const left = [...entries.keys()].filter((key) => end === undefined || key > end).toSorted(byUnits);
    const keys = left.slice(0, PAGE);
    const last = keys.at(-1);
    if (left.length <= PAGE || last === undefined) return { keys, cursor: undefined };
    let number = this.#cursors.get(last);
    if (number === undefined) {
      number = this.#ends.push(last);
      this.#cursors.set(last, number);
    }
    return { keys, cursor: kind === "u64" ? BigInt(number) : String(number) };
  }

  /** Numbers are kept as decimal text. */
  #increment([bucket, name, delta]: readonly unknown[], kind: "u64" | "s64"): bigint {
    const entries = this.#entries(bucket);
    const key = String(name);
    const before = entries.get(key);
    const text = before === undefined ? "0" : new TextDecoder().decode(before);
    if (!/^-?\d{1,20}$/.test(text)) other(`the value of ${key} is no number in decimal digits`);
    // The engine lifts 64-bit integers as `bigint`.
    const sum = BigInt(text) + (delta as bigint);
    const [least, greatest] = range[kind];
    if (sum < least || sum > greatest) other(`the value of ${key} would leave the range of ${kind}`);
    this.#set(entries, key, new TextEncoder().encode(String(sum)));
    return sum;
  }

  #swap(make: () => object, entries: Entries, key: string): object {
    const cas = make();
    this.#swaps.set(cas, { entries, key, seen: entries.get(key) });
    return cas;
  }

  #begun(handle: unknown): Swap | undefined {
    return typeof handle === "object" && handle !== null ? this.#swaps.get(handle) : undefined;
  }
}

const FULL = { tag: "other", val: "the key-value store has no room left in this scenario" } as const;

function full(): never {
  return raise(FULL);
}

function other(words: string): never {
  return raise({ tag: "other", val: words });
}

function cost(name: string): number {
  return OVERHEAD + 2 * name.length;
}

function byUnits(one: string, next: string): number {
  return one < next ? -1 : one > next ? 1 : 0;
}

function bytesOf(stored: StoredValue): Uint8Array {
  if (typeof stored === "string") return new TextEncoder().encode(stored);
  return decodeBase64(stored.base64);
}

/** A `list<u8>` of the guest, kept. */
function copyOf(bytes: unknown): Uint8Array {
  return Uint8Array.from(listOf(bytes), Number);
}

/** A list that the engine lifted, as its type says: an array or a typed one. */
function listOf(list: unknown): readonly unknown[] {
  return list as readonly unknown[];
}
