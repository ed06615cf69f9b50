import { parseHex } from "../hex.ts";
import type { Provided, Provider } from "../provider.ts";
import type { RandomBinding } from "./capability.ts";
import { generators, repeating, type Source } from "./generator.ts";

const secure = "wasi:random/random";
const insecure = "wasi:random/insecure";
const insecureSeed = "wasi:random/insecure-seed";

/** More at once than any program asks for; the list would have to fit into the component's memory besides. */
const mostBytes = 64n * 1024n * 1024n;

/** `getRandomValues` takes no more at once. */
const cryptoQuota = 65_536;

/** `wasi:random/{random,insecure,insecure-seed}`. The mock gives each interface a source of its own. */
export const provideRandom: Provider<RandomBinding> = ({ binding, deny }) => {
  switch (binding.mode) {
    case "real":
      return from(realSource, realSource, realSource);
    case "mock": {
      const next = sources(binding);
      const first = next();
      const second = next();
      return from(first, second, next());
    }
    case "deny":
      return {
        [secure]: {
          getRandomBytes: () => deny(secure, "get-random-bytes"),
          getRandomU64: () => deny(secure, "get-random-u64"),
        },
        [insecure]: {
          getInsecureRandomBytes: () => deny(insecure, "get-insecure-random-bytes"),
          getInsecureRandomU64: () => deny(insecure, "get-insecure-random-u64"),
        },
        [insecureSeed]: { insecureSeed: () => deny(insecureSeed, "insecure-seed") },
      };
  }
};

/** Makes the mock's sources, one after the other. */
function sources(binding: RandomBinding): () => Source {
  if (binding.source === "seed") return generators(binding.seed);
  const list = binding.source === "constant" ? Uint8Array.of(binding.byte) : parseHex(binding.bytes);
  // The binding's schema refuses such a list.
  if (list === undefined || list.length === 0) throw new Error("a list of random bytes must be hex, one byte at least");
  return () => repeating(list);
}

function from(random: Source, plain: Source, seed: Source): Provided {
  return {
    [secure]: { getRandomBytes: (length: bigint) => bytes(random, length), getRandomU64: () => random.u64() },
    [insecure]: {
      getInsecureRandomBytes: (length: bigint) => bytes(plain, length),
      getInsecureRandomU64: () => plain.u64(),
    },
    [insecureSeed]: { insecureSeed: (): readonly [bigint, bigint] => [seed.u64(), seed.u64()] },
  };
}

function bytes(source: Source, length: bigint): Uint8Array<ArrayBuffer> {
  if (length > mostBytes) throw new RangeError(`${length} random bytes at once are more than the ${mostBytes} allowed`);
  return source.bytes(Number(length));
}

const realSource: Source = {
  u64: () => crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n,
  bytes(length) {
    const all = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += cryptoQuota) {
      crypto.getRandomValues(all.subarray(offset, offset + cryptoQuota));
    }
    return all;
  },
};
