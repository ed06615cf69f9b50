// @ts-check
/** Runs the reference tests of the component model with an engine, step by step. */
import { readConstant, sameValue, shown, valueOf } from "./constants.mjs";
import { directivesIn } from "./wast.mjs";

/** @typedef {import("./wast.mjs").Directive} Directive */
/** @typedef {import("./wast.mjs").Invocation} Invocation */
/** @typedef {import("./wast.mjs").WastComponent} WastComponent */
/** @typedef {import("../../src/component/index.ts").FuncType} FuncType */
/** @typedef {import("../../src/engine/engine-testing.ts").Start} Start */

/**
 * What came of a step. `not assembled`: wasm-tools makes no binary of the text; `unsupported`: the engine says that it does not
 * run such components; `not compiled`: a core module that wasm-tools calls valid is none for the WebAssembly that runs it. A step on
 * an instance that there is not shares the outcome of its making.
 * @typedef {"passed" | "failed" | "not assembled" | "unsupported" | "not compiled"} Outcome
 */
/** @typedef {"component" | "assert_return" | "assert_trap" | "assert_unlinkable"} CheckKind */
/** @typedef {{ readonly line: number, readonly kind: CheckKind, readonly outcome: Outcome, readonly why: string }} Check */

/** @typedef {{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly bytes?: undefined, readonly why: string }} Assembled */

/**
 * @typedef {object} Tools
 * @property {(component: WastComponent) => Promise<Assembled>} assemble
 * @property {Start} start
 * @property {(error: unknown) => boolean} isTrap
 * @property {(bytes: Uint8Array, name: string) => FuncType | undefined} typeOf Of a function that a component exports.
 * @property {(name: string) => string} camelCase
 */

/** @typedef {{ readonly bytes: Uint8Array<ArrayBuffer>, readonly exports: Readonly<Record<string, unknown>> }} Live */
/** What there is under a name, or why there is nothing. */
/** @template T @typedef {{ readonly value: T } | { readonly value?: undefined, readonly outcome: Outcome, readonly why: string }} Slot */

const patienceMs = 10_000;

/**
 * A promise that a waiting guest never settles must not stop the run.
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
function patiently(promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs / 1000} s`)), patienceMs);
  });
  return /** @type {Promise<T>} */ (Promise.race([promise, late])).finally(() => clearTimeout(timer));
}

/** @param {unknown} error */
const words = (error) =>
  (error instanceof Error ? `${error.name}: ${error.message}` : typeof error === "string" ? error : shown(error))
    .split("\n")
    .join(" ")
    .slice(0, 240);

/**
 * @param {string} script
 * @param {Tools} tools
 * @returns {Promise<readonly Check[]>} One for each step that makes an instance, calls or asserts, but for refusals.
 */
export async function runScript(script, tools) {
  /** @type {Check[]} */
  const checks = [];
  /** @type {Map<string, Slot<Uint8Array<ArrayBuffer>>>} */
  const definitions = new Map();
  /** @type {Map<string, Slot<Live>>} */
  const instances = new Map();
  /** @type {Slot<Live>} */
  let current = { outcome: "failed", why: "there is no instance yet" };

  /** @param {Slot<Uint8Array<ArrayBuffer>>} source @returns {Promise<Slot<Live>>} */
  const make = async (source) => {
    if (source.value === undefined) return source;
    const bytes = source.value;
    try {
      const result = await patiently(tools.start(bytes));
      if (result.ok) return { value: { bytes, exports: result.value.exports } };
      const { tag, message } = result.error;
      const outcome = tag === "unsupported" ? tag : tag === "compile" ? "not compiled" : "failed";
      return { outcome, why: words(`${tag}: ${message}`) };
    } catch (error) {
      return { outcome: "failed", why: `threw ${words(error)}` };
    }
  };
  /** @param {WastComponent} component @returns {Promise<Slot<Uint8Array<ArrayBuffer>>>} */
  const assembled = async (component) => {
    const answer = await tools.assemble(component);
    return answer.bytes === undefined ? { outcome: "not assembled", why: answer.why } : { value: answer.bytes };
  };
  /** @param {Invocation} call */
  const invoked = (call) => {
    const target = call.instance === undefined ? current : (instances.get(call.instance) ?? noSuch(call.instance));
    return target.value === undefined ? target : { value: target.value };
  };

  /** @param {Directive} step @returns {Promise<Pick<Check, "kind" | "outcome" | "why"> | undefined>} */
  const judge = async (step) => {
    switch (step.kind) {
      case "component": {
        const source = await assembled(step.component);
        if (step.name !== undefined) definitions.set(step.name, source);
        if (step.definition) return { kind: "component", ...told(source) };
        current = await make(source);
        if (step.name !== undefined) instances.set(step.name, current);
        return { kind: "component", ...told(current) };
      }
      case "instance": {
        current = await make(definitions.get(step.of ?? "") ?? noSuch(step.of));
        if (step.name !== undefined) instances.set(step.name, current);
        return { kind: "component", ...told(current) };
      }
      case "invoke":
      case "assert_return": {
        const target = invoked(step.call);
        const results = step.kind === "invoke" ? undefined : step.results;
        const answer = target.value === undefined ? target : await returns(target.value, step.call, results, tools);
        return { kind: "assert_return", ...answer };
      }
      case "assert_trap": {
        if (step.call !== undefined) {
          const target = invoked(step.call);
          const answer =
            target.value === undefined ? target : await traps(target.value, step.call, step.message, tools);
          return { kind: "assert_trap", ...answer };
        }
        const made = step.component === undefined ? noSuch(undefined) : await make(await assembled(step.component));
        if (made.value !== undefined) return { kind: "assert_trap", ...failed("it was instantiated") };
        if (made.outcome !== "failed") return { kind: "assert_trap", ...made };
        const trapped = made.why.startsWith("trap: ") || made.why.startsWith("threw RuntimeError");
        return { kind: "assert_trap", outcome: trapped ? "passed" : "failed", why: beside(step.message, made.why) };
      }
      case "assert_unlinkable": {
        const made = await make(await assembled(step.component));
        if (made.value !== undefined) return { kind: "assert_unlinkable", ...failed("it was instantiated") };
        return { kind: "assert_unlinkable", ...made, outcome: made.outcome === "failed" ? "passed" : made.outcome };
      }
      case "assert_invalid":
      case "assert_malformed":
        return undefined;
      default:
        return { kind: "component", ...failed(`the script has a step that is not known: ${step.word}`) };
    }
  };

  for (const step of directivesIn(script)) {
    // Steps follow one another.
    // oxlint-disable-next-line no-await-in-loop
    const check = await judge(step);
    if (check !== undefined) checks.push({ line: step.line, ...check });
  }
  return checks;
}

/** @param {Slot<unknown>} slot @returns {Pick<Check, "outcome" | "why">} */
function told(slot) {
  return "outcome" in slot ? { outcome: slot.outcome, why: slot.why } : { outcome: "passed", why: "" };
}

/** @param {string | undefined} name */
const noSuch = (name) => failed(`there is nothing named ${name}`);

/** @param {string} why @returns {{ readonly value?: undefined, readonly outcome: Outcome, readonly why: string }} */
const failed = (why) => ({ outcome: "failed", why });

/**
 * What is not supported can show as late as in a call.
 * @param {string} why
 * @returns {Outcome}
 */
const failure = (why) => (why.includes("the native engine does not support it") ? "unsupported" : "failed");

/** @param {string} expected @param {string} got */
const beside = (expected, got) => `“${expected}” · ${got}`;

/**
 * @param {Live} live
 * @param {Invocation} call
 * @param {Tools} tools
 */
function prepared({ bytes, exports }, call, tools) {
  const type = tools.typeOf(bytes, call.func);
  const func = exports[tools.camelCase(call.func)];
  if (type === undefined || typeof func !== "function") throw new TypeError(`no function ${call.func} is exported`);
  const args = type.params.map((param, index) =>
    valueOf(readConstant(call.args[index]?.items ?? []), param.type, tools.camelCase),
  );
  return { type, run: async () => /** @type {unknown} */ (await Reflect.apply(func, undefined, args)) };
}

/**
 * @param {Live} live
 * @param {Invocation} call
 * @param {readonly import("./wast.mjs").List[] | undefined} results Absent where any will do.
 * @param {Tools} tools
 * @returns {Promise<Pick<Check, "outcome" | "why">>}
 */
async function returns(live, call, results, tools) {
  try {
    const { type, run } = prepared(live, call, tools);
    const [constant] = results ?? [];
    const expected =
      constant === undefined || type.result === undefined
        ? undefined
        : valueOf(readConstant(constant.items), type.result, tools.camelCase);
    const got = type.result?.kind === "result" ? await resultOf(run) : await patiently(run());
    if (results === undefined || sameValue(got, expected)) return { outcome: "passed", why: "" };
    return failed(`${call.func}: ${shown(expected)} was expected, ${shown(got)} returned`);
  } catch (error) {
    const why = `${call.func}: threw ${words(error)}`;
    return { outcome: failure(why), why };
  }
}

/**
 * A result as one value, of what is returned or thrown: an error stands in `payload`, or is thrown as it is.
 * @param {() => Promise<unknown>} run
 */
async function resultOf(run) {
  try {
    return { tag: "ok", val: await patiently(run()) };
  } catch (error) {
    if (!(error instanceof Error)) return { tag: "err", val: error };
    if (!Object.hasOwn(error, "payload")) throw error;
    return { tag: "err", val: Reflect.get(error, "payload") };
  }
}

/**
 * @param {Live} live
 * @param {Invocation} call
 * @param {string} message
 * @param {Tools} tools
 * @returns {Promise<Pick<Check, "outcome" | "why">>}
 */
async function traps(live, call, message, tools) {
  try {
    const { run } = prepared(live, call, tools);
    return failed(beside(message, `${call.func}: returned ${shown(await patiently(run()))}`));
  } catch (error) {
    const why = beside(message, `${call.func}: ${words(error)}`);
    const outcome = failure(why);
    return { outcome: outcome === "failed" && tools.isTrap(error) ? "passed" : outcome, why };
  }
}

/**
 * @param {Start} start
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string | undefined>} Why a component is wrong, as far as instantiating it tells.
 */
export async function startFailure(start, bytes) {
  try {
    const result = await start(bytes);
    // None of them says that the component is wrong.
    if (result.ok || ["unsupported", "trap"].includes(result.error.tag)) return undefined;
    return `${result.error.tag}: ${result.error.message}`;
  } catch (error) {
    return `threw ${String(error)}`;
  }
}
