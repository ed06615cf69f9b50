// @ts-check
/** What wasm-tools makes of a component of a script. */

/** How often the tool trapped: after that only a fresh one answers. */
let traps = 0;

/** @returns {Promise<Pick<typeof import("@bytecodealliance/jco-transpile/wasm-tools"), "componentWit" | "parse" | "print">>} */
async function wasmTools() {
  const address = new URL("../vendor/wasm-tools.js", import.meta.resolve("@bytecodealliance/jco-transpile/wasm-tools"));
  if (traps > 0) address.search = `?${traps}`;
  const { $init, tools } = await import(address.href);
  await $init;
  return tools;
}

/**
 * The tool's complaint, cut to what a person reads. Anything but a complaint is a trap, after which no answer of the
 * tool counts, so it ends the run.
 * @param {unknown} error
 */
function complaint(error) {
  if (typeof error !== "object" || error === null || !("payload" in error)) throw error;
  const text = String(error.payload);
  const inner = /Custom\("((?:[^"\\]|\\.)*)"\)/.exec(text)?.[1];
  return inner ?? text.split("\n").join(" ").slice(0, 200);
}

/**
 * The binary that wasm-tools makes of a component, when it can decode it too (assembling checks next to nothing).
 * @param {string} text
 * @returns {Promise<import("./reference.mjs").Assembled>}
 */
export async function assemble(text) {
  try {
    const { parse, print } = await wasmTools();
    const bytes = await parse(text);
    await print(bytes);
    return { bytes: new Uint8Array(bytes) };
  } catch (error) {
    return { why: complaint(error) };
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<boolean | undefined>} Whether wasm-tools' validator calls a component wrong; undefined when it traps.
 */
export async function isInvalid(bytes) {
  try {
    const { componentWit } = await wasmTools();
    await componentWit(bytes);
    return false;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) {
      traps += 1;
      return undefined;
    }
    return complaint(error).startsWith("Failed to decode wit component");
  }
}
