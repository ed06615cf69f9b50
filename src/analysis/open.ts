import { binaryKind, readComponent } from "../component/index.ts";
import type { ComponentModel, Producer } from "../component/index.ts";
import type { Opened, Report } from "../protocol/index.ts";
import { err, fail, ok, type Result } from "../result.ts";
import { adapt } from "./adapt.ts";
import { looksLikeWat, whatItLooksLike } from "./looks.ts";
import { useTools } from "./tools.ts";
import { crashed, unreadable, watMistake } from "./words.ts";

/** The version of the component encoding (Binary.md, "preamble"). */
const ENCODING = 13;

interface Made {
  readonly producers?: readonly Producer[];
  readonly component: Uint8Array<ArrayBuffer>;
  readonly adapted: boolean;
  readonly notices: readonly string[];
  readonly artifact: Report["artifact"];
}

/** Reads a file of any kind that is accepted: a component, a preview 1 module, a WIT package, or WAT text of the first two. */
export async function open(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Opened>> {
  // The browser hashes beside the reading.
  const hashed = sha256(bytes);
  const made = await make(name, bytes);
  if (!made.ok) return made;
  const model = readComponent(made.value.component);
  if (!model.ok) return err(unreadable(name, model.error));
  return ok({
    component: made.value.component,
    report: {
      name,
      size: bytes.byteLength,
      sha256: await hashed,
      kind: kindOf(model.value),
      artifact: made.value.artifact,
      adapted: made.value.adapted,
      notices: [...made.value.notices, ...versionNotices(model.value)],
      imports: model.value.imports,
      exports: model.value.exports,
      producers: made.value.producers ?? model.value.producers,
      coreModules: model.value.coreModules.length,
      nestedComponents: model.value.nestedComponents,
    },
  });
}

async function make(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Made>> {
  if (bytes.byteLength === 0)
    return fail("empty-file", `Opening ${name} failed: the file is empty. Was it downloaded whole?`);
  switch (binaryKind(bytes)) {
    case "component":
      return ok({ component: bytes, adapted: false, notices: [], artifact: "component" });
    case "wit-package":
      return ok({
        component: bytes,
        adapted: false,
        artifact: "wit-package",
        notices: ["This is a WIT package: it describes interfaces and worlds, and holds nothing to run."],
      });
    case "old-component":
      return fail("old-component", otherEncoding(name, layerVersion(bytes)));
    case "module":
      return adapt(name, bytes);
    case "unknown":
      return looksLikeWat(bytes) ? fromText(name, bytes) : notWasm(name, bytes);
  }
}

async function fromText(name: string, bytes: Uint8Array): Promise<Result<Made>> {
  const parsed = await useTools((tools) => tools.parse(new TextDecoder().decode(bytes)));
  if (!parsed.ok) {
    if (parsed.error.tag === "crashed") return err(crashed(name, parsed.error));
    return fail(
      "wat-syntax",
      `Opening ${name} failed: the text is not valid WebAssembly text (${watMistake(parsed.error.text)}).`,
    );
  }
  const made = await make(name, new Uint8Array(parsed.value));
  if (!made.ok) return made;
  return ok({ ...made.value, notices: ["It was assembled from WebAssembly text.", ...made.value.notices] });
}

function notWasm(name: string, bytes: Uint8Array): Result<never> {
  const begins = [0x00, 0x61, 0x73, 0x6d].every((byte, at) => at >= bytes.byteLength || bytes[at] === byte);
  if (begins && bytes.byteLength < 8) {
    return fail(
      "truncated",
      `Opening ${name} failed: it begins like WebAssembly but ends after ${bytes.byteLength} bytes. Was it downloaded whole?`,
    );
  }
  return fail(
    "not-wasm",
    `Opening ${name} failed: it is not WebAssembly (${whatItLooksLike(bytes)}). A component or a core module begins with the bytes 00 61 73 6d; WebAssembly text begins with “(component” or “(module”.`,
  );
}

function kindOf(model: ComponentModel): Report["kind"] {
  const exported = (prefix: string): boolean => model.exports.some((item) => item.name.startsWith(prefix));
  if (exported("wasi:http/incoming-handler@")) return "proxy";
  return exported("wasi:cli/run@") ? "command" : "library";
}

function versionNotices(model: ComponentModel): readonly string[] {
  const early = [...model.imports, ...model.exports]
    .map((item) => item.name)
    .filter((name) => /^wasi:.*@0\.2\.0-/.test(name));
  const [first] = early;
  if (first === undefined) return [];
  return [
    `It was built for a WASI from before 0.2 was final (${first}). No world here provides that: build it again with a current toolchain.`,
  ];
}

function otherEncoding(name: string, version: number): string {
  return version > ENCODING
    ? `Opening ${name} failed: it is a component in an encoding newer than this build knows (version ${version}, known is ${ENCODING}). Use a newer build of this page.`
    : `Opening ${name} failed: it is a component in an encoding from before the current one (version ${version}, today's is ${ENCODING}). Build it again with a current toolchain.`;
}

function layerVersion(bytes: Uint8Array): number {
  return (bytes[4] ?? 0) | ((bytes[5] ?? 0) << 8);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
