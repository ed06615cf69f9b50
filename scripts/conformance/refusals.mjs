// @ts-check
/** Who refuses what the component model's own tests call wrong. */
import { assemble, isInvalid } from "./assemble.mjs";
import { binaryOf, directivesIn } from "./wast.mjs";

/**
 * `tool` says whether wasm-tools refuses the component, in its text parser, its decoder or its validator; `ours` whether reader
 * or native engine do, absent where there are no bytes to give them.
 * @typedef {object} Refusal
 * @property {number} line
 * @property {"assert_invalid" | "assert_malformed"} kind
 * @property {boolean} tool
 * @property {boolean | undefined} ours
 * @property {string} why What ours says, beside what the script says.
 */

/**
 * @param {string} script
 * @param {(bytes: Uint8Array<ArrayBuffer>) => Promise<string | undefined>} failure Why it cannot be instantiated.
 * @param {(bytes: Uint8Array) => boolean} takesImports Whether a component has imports: then it is only prepared, as nothing
 *   is at hand to instantiate it with.
 * @param {(bytes: Uint8Array) => string | undefined} prepare Why it cannot be prepared.
 * @returns {Promise<readonly Refusal[]>}
 */
export async function judgeRefusals(script, failure, takesImports, prepare) {
  /** @type {Refusal[]} */
  const refusals = [];
  for (const step of directivesIn(script)) {
    if (step.kind !== "assert_invalid" && step.kind !== "assert_malformed") continue;
    const { text, form } = step.component;
    // The tool has one memory, and steps follow one another.
    /* oxlint-disable no-await-in-loop */
    const assembled = await assemble(text);
    const bytes = assembled.bytes ?? (form === "binary" ? new Uint8Array(binaryOf(text)) : undefined);
    const tool = assembled.bytes === undefined || (await isInvalid(assembled.bytes)) === true;
    let why = bytes === undefined ? undefined : prepare(bytes);
    if (bytes !== undefined && why === undefined && !takesImports(bytes)) why = await failure(bytes);
    /* oxlint-enable no-await-in-loop */
    refusals.push({
      line: step.line,
      kind: step.kind,
      tool,
      ours: bytes === undefined ? undefined : why !== undefined,
      why: `“${step.message}” · ${why ?? (bytes === undefined ? "no binary" : "taken")}`,
    });
  }
  return refusals;
}
