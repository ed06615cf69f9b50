import { componentTypes, readComponent } from "../component/index.ts";
import type { ComponentType, ReadError } from "../component/index.ts";
import { err, ok, type Result } from "../result.ts";
import { encodedWorld } from "./world.ts";

/** The part of wasm-tools that builds worlds; given by the caller, for this room runs no tools. */
export interface Embed {
  (options: { readonly binary: Uint8Array; readonly witSource: string; readonly world?: string }): Promise<Uint8Array>;
}

/** A core module with nothing in it: its magic and version. */
const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

export interface BuiltWorld {
  /** `ns:package/world@version`. */
  readonly name: string;
  readonly type: ComponentType;
}

/**
 * Builds a world out of WIT text with wasm-tools: all that it provides and expects with every type, used or not. Features that
 * are not stable are left out. What `embed` throws is the caller's to tell; the encoding that it gives is read here.
 */
export async function buildWorld(
  embed: Embed,
  witSource: string,
  world?: string,
): Promise<Result<BuiltWorld, ReadError>> {
  const module = await embed({ binary: EMPTY_MODULE, witSource, ...(world === undefined ? {} : { world }) });
  const [encoded = EMPTY_MODULE] = componentTypes(module);
  const read = readComponent(encoded);
  if (!read.ok) return read;
  const found = encodedWorld(read.value);
  if (found === undefined)
    return err({ tag: "malformed", offset: 0, section: "component-type", reason: "no world is encoded there" });
  return ok(found);
}
