import { dispose } from "../../wit/dispose.ts";
import type { ErrorCode as SecondCode } from "../filesystem/capability.ts";
import type { NewTimestamp } from "../filesystem/metadata.ts";
import {
  type DescriptorFlags,
  DirectoryEntryStream,
  filesystemErrorCode,
  type OpenFlags,
  type PathFlags,
  Descriptor as SecondDescriptor,
} from "../filesystem/provider-descriptor.ts";
import type { Provided } from "../provider.ts";
import { raise } from "../raise.ts";
import { drop, methodsOf } from "./provider-methods.ts";
import {
  done,
  type Ended,
  type GuestStream,
  hostStream,
  type HostStream,
  readFrom,
  type Streaming,
  writeTo,
} from "./provider-streams.ts";
import { taken, type Under } from "./provider-under.ts";

/** `wasi:filesystem/types.error-code` of 0.3. */
interface ErrorCode {
  readonly tag: string;
  readonly val?: string;
}

/** `wasi:filesystem/types.descriptor-type` of 0.3. */
interface DescriptorType {
  readonly tag: string;
}

interface DirectoryEntry {
  readonly type: DescriptorType;
  readonly name: string;
}

/** The error code of what an operation of 0.2 has thrown, or a stream of it: a code, or an object that stands for one. */
function codeOf(failure: unknown): ErrorCode {
  const isObject = typeof failure === "object" && failure !== null;
  // Operations throw no other text.
  const code = typeof failure === "string" ? (failure as SecondCode) : isObject ? filesystemErrorCode(failure) : "io";
  // The only one that 0.3 does not have.
  return code === "would-block" ? { tag: "other", val: code } : { tag: code ?? "io" };
}

/** `wasi:filesystem/{types,preopens}` of 0.3 over the descriptors of 0.2: the same files, rights and faults. */
export function provideFilesystem({ second, streaming }: Under): Provided {
  const preopens = "wasi:filesystem/preopens";
  const directories = taken<() => readonly [SecondDescriptor, string][]>(second, preopens, "getDirectories");
  const Descriptor = descriptorClass(streaming);
  return {
    "wasi:filesystem/types@0.3": { Descriptor },
    [`${preopens}@0.3`]: {
      getDirectories: () => directories().map(([under, path]) => [new Descriptor(under), path] as const),
    },
  };
}

/** The class of `wasi:filesystem/types.descriptor`. */
function descriptorClass(streaming: Streaming) {
  const under = methodsOf<SecondDescriptor>(SecondDescriptor.prototype);
  const entryOf = methodsOf<DirectoryEntryStream>(DirectoryEntryStream.prototype);

  /** An operation of 0.2 with its error in the words of 0.3. */
  const attempt = async <T>(act: () => T): Promise<T> => {
    try {
      return act();
    } catch (thrown) {
      if (thrown instanceof Error) throw thrown;
      return raise(codeOf(thrown));
    }
  };
  const typed = <T extends { readonly type: string }>(
    value: T,
  ): Omit<T, "type"> & { readonly type: DescriptorType } => ({
    ...value,
    type: { tag: value.type },
  });

  return class Descriptor {
    readonly #own: SecondDescriptor;

    /** For hosts. */
    constructor(own: SecondDescriptor) {
      this.#own = own;
    }

    [dispose](): void {
      drop(this.#own);
    }

    readViaStream(offset: bigint): [HostStream<Uint8Array>, Promise<Ended<ErrorCode>>] {
      return readFrom(streaming, () => under(this.#own, "readViaStream", offset), codeOf);
    }

    writeViaStream(data: GuestStream, offset: bigint): Promise<Ended<ErrorCode>> {
      return writeTo(streaming, data, () => under(this.#own, "writeViaStream", offset), codeOf, codeOf("io"));
    }

    appendViaStream(data: GuestStream): Promise<Ended<ErrorCode>> {
      return writeTo(streaming, data, () => under(this.#own, "appendViaStream"), codeOf, codeOf("io"));
    }

    advise(offset: bigint, length: bigint, advice: string) {
      return attempt(() => under(this.#own, "advise", offset, length, advice));
    }

    syncData() {
      return attempt(() => under(this.#own, "syncData"));
    }

    getFlags() {
      return attempt(() => under(this.#own, "getFlags"));
    }

    getType(): Promise<DescriptorType> {
      return attempt(() => ({ tag: under(this.#own, "getType") }));
    }

    setSize(size: bigint) {
      return attempt(() => under(this.#own, "setSize", size));
    }

    setTimes(accessed: NewTimestamp, modified: NewTimestamp) {
      return attempt(() => under(this.#own, "setTimes", settable(accessed), settable(modified)));
    }

    /** The names as they stand now, sorted. */
    readDirectory(): [HostStream<DirectoryEntry>, Promise<Ended<ErrorCode>>] {
      try {
        const entries = under(this.#own, "readDirectory");
        const pull = async (): Promise<DirectoryEntry | undefined> => {
          const entry = entryOf(entries, "readDirectoryEntry");
          return entry && typed(entry);
        };
        return [hostStream(pull, () => {}), Promise.resolve(done)];
      } catch (thrown) {
        if (thrown instanceof Error) throw thrown;
        return [
          hostStream<DirectoryEntry>(
            async () => undefined,
            () => {},
          ),
          Promise.resolve({ tag: "err", val: codeOf(thrown) }),
        ];
      }
    }

    sync() {
      return attempt(() => under(this.#own, "sync"));
    }

    createDirectoryAt(path: string) {
      return attempt(() => under(this.#own, "createDirectoryAt", path));
    }

    stat() {
      return attempt(() => typed(under(this.#own, "stat")));
    }

    statAt(flags: PathFlags, path: string) {
      return attempt(() => typed(under(this.#own, "statAt", flags, path)));
    }

    setTimesAt(flags: PathFlags, path: string, accessed: NewTimestamp, modified: NewTimestamp) {
      return attempt(() => under(this.#own, "setTimesAt", flags, path, settable(accessed), settable(modified)));
    }

    linkAt(flags: PathFlags, oldPath: string, target: Descriptor, newPath: string) {
      return attempt(() => under(this.#own, "linkAt", flags, oldPath, target.#own, newPath));
    }

    openAt(pathFlags: PathFlags, path: string, open: OpenFlags, flags: DescriptorFlags): Promise<Descriptor> {
      return attempt(() => new Descriptor(under(this.#own, "openAt", pathFlags, path, open, flags)));
    }

    readlinkAt(path: string) {
      return attempt(() => under(this.#own, "readlinkAt", path));
    }

    removeDirectoryAt(path: string) {
      return attempt(() => under(this.#own, "removeDirectoryAt", path));
    }

    renameAt(oldPath: string, target: Descriptor, newPath: string) {
      return attempt(() => under(this.#own, "renameAt", oldPath, target.#own, newPath));
    }

    symlinkAt(target: string, path: string) {
      return attempt(() => under(this.#own, "symlinkAt", target, path));
    }

    unlinkFileAt(path: string) {
      return attempt(() => under(this.#own, "unlinkFileAt", path));
    }

    isSameObject(other: Descriptor): Promise<boolean> {
      return attempt(() => under(this.#own, "isSameObject", other.#own));
    }

    metadataHash() {
      return attempt(() => under(this.#own, "metadataHash"));
    }

    metadataHashAt(flags: PathFlags, path: string) {
      return attempt(() => under(this.#own, "metadataHashAt", flags, path));
    }
  };
}

/** Files of 0.2 know no time before 1970. */
function settable(timestamp: NewTimestamp): NewTimestamp {
  if (timestamp.tag === "timestamp" && timestamp.val.seconds < 0n) raise("invalid");
  return timestamp;
}
