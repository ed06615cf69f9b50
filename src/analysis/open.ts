import { binaryKind, isWitPackage, readComponent } from "../component/index.ts";
import type { ComponentModel, Producer } from "../component/index.ts";
import type { Opened, Reading } from "../protocol/index.ts";
import { err, fail, ok, type Result } from "../result.ts";
import { adapt } from "./adapt.ts";
import { toTable } from "../wit/table.ts";
import { looksLikeWat, whatItLooksLike } from "./looks.ts";
import { useTools } from "./tools.ts";
import { crashed, partlyRead, tooManyTypes, unreadable, watMistake } from "./words.ts";

/** The version of the component encoding (Binary.md, "preamble"). */
const ENCODING = 13;

interface Made {
  readonly producers?: readonly Producer[];
  readonly component: Uint8Array<ArrayBuffer>;
  readonly adapted: boolean;
  readonly notices: readonly string[];
}

/** Reads a file of any kind that is accepted: a component, a preview 1 module, a WIT package, or WAT text of the first two. */
export async function open(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Opened>> {
  const made = await make(name, bytes);
  if (!made.ok) return made;
  const read = readComponent(made.value.component);
  if (!read.ok) return err(unreadable(name, read.error));
  const model = read.value;
  // Of what is only partly known a beginning is shown, but there must be one.
  if (model.incomplete !== undefined && model.imports.length + model.exports.length === 0)
    return err(unreadable(name, model.incomplete));
  const types = toTable(model.type);
  if (types === undefined) return err(tooManyTypes(name));
  const isPackage = isWitPackage(model.type);
  return ok({
    ...(made.value.component === bytes ? {} : { component: made.value.component }),
    report: {
      name,
      size: bytes.byteLength,
      kind: kindOf(model),
      artifact: isPackage ? "wit-package" : "component",
      adapted: made.value.adapted,
      notices: [
        ...made.value.notices,
        ...(isPackage ? ["This is a WIT package: it describes interfaces and worlds, and holds nothing to run."] : []),
        ...(model.incomplete === undefined ? [] : [partlyRead(model.incomplete)]),
        ...versionNotices(model),
      ],
      imports: model.imports,
      exports: model.exports,
      types,
      producers: made.value.producers ?? model.producers,
      coreModules: model.coreModules.length,
      nestedComponents: model.nestedComponents,
      composition: model.composition,
      customSections: model.customSections,
      docs: model.docs,
      ...(model.name === undefined ? {} : { componentName: model.name }),
      ...(model.incomplete === undefined ? {} : { incomplete: model.incomplete }),
    },
  });
}

async function make(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Made>> {
  if (bytes.byteLength === 0)
    return fail("empty-file", `Opening ${name} failed: the file is empty. Was it downloaded whole?`);
  switch (binaryKind(bytes)) {
    case "component":
      return ok({ component: bytes, adapted: false, notices: [] });
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

function kindOf(model: ComponentModel): Reading["kind"] {
  const exported = (prefix: string): boolean => model.exports.some((item) => item.name.startsWith(prefix));
  // A handler of WASI 0.3 often has a command's entry point besides.
  if (exported("wasi:http/handler@") || exported("wasi:http/incoming-handler@")) return "proxy";
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
