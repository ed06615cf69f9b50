// @ts-check
/**
 * Finds the components in a script of WebAssembly tests (`.wast`): a sequence of s-expressions, each a component or a
 * directive that holds some.
 */

/**
 * A list with where it stands in the text. Items are lists, and atoms and strings as they are written.
 * @typedef {{ readonly start: number, readonly end: number, readonly items: readonly (List | string)[] }} List
 */

/**
 * `directive` is the word of the list around it, such as `assert_invalid`, or `component` when it stands alone.
 * `text` is a component in the text format, whichever form the script has it in. `line` counts from 1.
 * @typedef {object} WastComponent
 * @property {number} line
 * @property {string} directive
 * @property {"text" | "binary" | "quote"} form
 * @property {string} text
 */

/**
 * White space, comments to the end of the line, parentheses and atoms; block comments and strings, which can be names too
 * (`$"a b"`), are met by their opening.
 */
const token = /\s+|;;[^\n]*|\(;|[()]|\$?"|[^\s()";]+|[^]/gy;

/**
 * @param {string} text
 * @param {number} start Where a block comment opens.
 * @returns {number} Where it ends. Block comments nest.
 */
function endOfComment(text, start) {
  const mark = /\(;|;\)/g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === "(;" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  throw new SyntaxError(`The block comment in line ${lineOf(text, start)} is not closed.`);
}

/**
 * @param {string} text
 * @param {number} start Behind the opening quote. A string can be as long as a file, longer than an expression takes.
 * @returns {number} Behind the closing quote.
 */
function endOfString(text, start) {
  let at = start;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  if (at >= text.length) throw new SyntaxError(`The string in line ${lineOf(text, start - 1)} is not closed.`);
  return at + 1;
}

/**
 * @param {string} text
 * @param {number} offset
 */
function lineOf(text, offset) {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

/**
 * Splits a text into its outermost lists; atoms outside of any are left out. Throws a `SyntaxError` that names the
 * line for parentheses, strings and comments that do not close.
 * @param {string} text
 * @returns {readonly List[]}
 */
export function splitLists(text) {
  /** @typedef {{ start: number, end: number, items: (List | string)[] }} Open */
  /** @type {List[]} */
  const outermost = [];
  /** @type {Open[]} */
  const open = [];
  token.lastIndex = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [word] = found;
    if (word === "(;") {
      token.lastIndex = endOfComment(text, found.index);
    } else if (word === "(") {
      open.push({ start: found.index, end: found.index, items: [] });
    } else if (word === ")") {
      const list = open.pop();
      if (list === undefined) throw new SyntaxError(`Line ${lineOf(text, found.index)} closes a list too many.`);
      list.end = token.lastIndex;
      (open.at(-1)?.items ?? outermost).push(list);
    } else if (word === '"' || word === '$"') {
      token.lastIndex = endOfString(text, token.lastIndex);
      open.at(-1)?.items.push(text.slice(found.index, token.lastIndex));
    } else if (!/^(?:\s|;;)/.test(word)) {
      open.at(-1)?.items.push(word);
    }
  }
  const left = open[0];
  if (left !== undefined) throw new SyntaxError(`The list in line ${lineOf(text, left.start)} is not closed.`);
  return outermost;
}

/** @type {Readonly<Record<string, string>>} */
const escapes = { t: "\t", n: "\n", r: "\r", '"': '"', "'": "'", "\\": "\\" };

/**
 * The bytes that a string of the text format stands for (core specification, "Strings").
 * @param {string} literal With its quotes.
 * @returns {Uint8Array}
 */
function bytesOf(literal) {
  /** @type {number[]} */
  const bytes = [];
  const part = /\\(?:u\{([0-9a-fA-F_]+)\}|([0-9a-fA-F]{2})|([^]))|[^\\]+/g;
  for (const [text, unicode, byte, letter] of literal.slice(1, -1).matchAll(part)) {
    if (byte !== undefined) {
      bytes.push(Number.parseInt(byte, 16));
      continue;
    }
    const meant =
      unicode !== undefined
        ? String.fromCodePoint(Number.parseInt(unicode.replaceAll("_", ""), 16))
        : letter !== undefined
          ? escapes[letter]
          : text;
    if (meant === undefined) throw new SyntaxError(`${literal} has an escape that is not known.`);
    for (const each of new TextEncoder().encode(meant)) bytes.push(each);
  }
  return Uint8Array.from(bytes);
}

/**
 * What a string of the text format stands for, where it holds text (core specification, "Strings").
 * @param {string} literal With its quotes.
 */
export function unescapeString(literal) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytesOf(literal));
}

/**
 * The bytes of a component that a script holds in binary: those of all its strings together.
 * @param {string} text `(component binary "…" "…")`
 * @returns {Uint8Array}
 */
export function binaryOf(text) {
  const strings = (splitLists(text)[0]?.items ?? []).filter((item) => typeof item === "string" && item.startsWith('"'));
  const parts = strings.map((item) => (typeof item === "string" ? bytesOf(item) : new Uint8Array()));
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * All components in a script: those that stand alone, definitions, and those inside directives, at any depth. A
 * component inside another is part of it. Throws a `SyntaxError` when the script cannot be split.
 * @param {string} script
 * @returns {readonly WastComponent[]}
 */
export function componentsIn(script) {
  /** @type {WastComponent[]} */
  const found = [];
  /** @param {List} list @param {string | undefined} directive */
  const visit = (list, directive) => {
    const [word] = list.items;
    if (word === "component") {
      const component = readComponentForm(script, list);
      if (component !== undefined) {
        found.push({ line: lineOf(script, list.start), directive: directive ?? "component", ...component });
      }
      return;
    }
    if (word === "module") return;
    for (const item of list.items) if (typeof item !== "string") visit(item, typeof word === "string" ? word : "");
  };
  for (const list of splitLists(script)) visit(list, undefined);
  return found;
}

/**
 * @param {string} script
 * @param {List} list A list that starts with `component`.
 * @returns {Pick<WastComponent, "form" | "text"> | undefined} Undefined for `(component instance …)`, which makes an
 *   instance of one given before.
 */
function readComponentForm(script, list) {
  const words = list.items.slice(1);
  if (words[0] === "instance") return undefined;
  const definition = words[0] === "definition";
  if (definition) words.shift();
  if (typeof words[0] === "string" && words[0].startsWith("$")) words.shift();
  const strings = words.filter((item) => typeof item === "string").filter((item) => item.startsWith('"'));
  if (words[0] === "quote") return { form: "quote", text: `(component ${strings.map(unescapeString).join(" ")})` };
  // The text format knows no names of binary components, and no `definition`.
  if (words[0] === "binary") return { form: "binary", text: `(component binary ${strings.join(" ")})` };
  const source = script.slice(list.start, list.end);
  if (!definition) return { form: "text", text: source };
  return {
    form: "text",
    text: `(component ${source.slice(source.indexOf("definition") + "definition".length).trimStart()}`,
  };
}

/** `(invoke $instance "function" constant…)`. Without a name the last instance is meant. */
/** @typedef {{ readonly instance: string | undefined, readonly func: string, readonly args: readonly List[] }} Invocation */

/** @typedef {"assert_invalid" | "assert_malformed" | "assert_unlinkable"} Refusal */

/**
 * A step of a script. `line` counts from 1. A `component` that is no definition is instantiated at once. `message` is what the
 * script says of the failure, in the words of another engine.
 * @typedef {{ readonly line: number } & (
 *   | { readonly kind: "component", readonly name: string | undefined, readonly definition: boolean, readonly component: WastComponent }
 *   | { readonly kind: "instance", readonly name: string | undefined, readonly of: string | undefined }
 *   | { readonly kind: "invoke", readonly call: Invocation }
 *   | { readonly kind: "assert_return", readonly call: Invocation, readonly results: readonly List[] }
 *   | { readonly kind: "assert_trap", readonly call?: Invocation, readonly component?: WastComponent, readonly message: string }
 *   | { readonly kind: Refusal, readonly component: WastComponent, readonly message: string }
 *   | { readonly kind: "unknown", readonly word: string }
 * )} Directive
 */

/**
 * The steps of a script in their order. Throws a `SyntaxError` when the script cannot be split.
 * @param {string} script
 * @returns {readonly Directive[]}
 */
export function directivesIn(script) {
  return splitLists(script).map((list) => {
    const line = lineOf(script, list.start);
    return { line, ...directiveOf(script, list, line) };
  });
}

/**
 * @param {string} script
 * @param {List} list
 * @param {number} line
 */
function directiveOf(script, { start, end, items }, line) {
  const [word, second, third] = items;
  const last = items.at(-1);
  const message = typeof last === "string" && /^assert_.*"/s.test(`${String(word)}${last}`) ? unescapeString(last) : "";
  const inner = typeof second === "string" ? undefined : second;
  switch (word) {
    case "component": {
      if (second === "instance") {
        const [name, of] = items.slice(2);
        return /** @type {const} */ ({ kind: "instance", name: plain(name), of: plain(of) ?? plain(name) });
      }
      const definition = second === "definition";
      const named = plain(definition ? third : second);
      const component = componentOf(script, { start, end, items }, "component", line);
      const name = named?.startsWith("$") === true ? named : undefined;
      return /** @type {const} */ ({ kind: "component", name, definition, component });
    }
    case "invoke":
      return /** @type {const} */ ({ kind: "invoke", call: invocation(items) });
    case "assert_return":
      if (inner?.items[0] !== "invoke") break;
      return /** @type {const} */ ({
        kind: "assert_return",
        call: invocation(inner.items),
        results: lists(items.slice(2)),
      });
    case "assert_trap":
      if (inner?.items[0] === "invoke")
        return /** @type {const} */ ({ kind: "assert_trap", call: invocation(inner.items), message });
      if (inner?.items[0] === "component") {
        const component = componentOf(script, inner, word, line);
        return /** @type {const} */ ({ kind: "assert_trap", component, message });
      }
      break;
    case "assert_invalid":
    case "assert_malformed":
    case "assert_unlinkable": {
      if (inner?.items[0] !== "component") break;
      return { kind: /** @type {Refusal} */ (word), component: componentOf(script, inner, word, line), message };
    }
    default:
  }
  return /** @type {const} */ ({ kind: "unknown", word: script.slice(start, Math.min(end, start + 60)) });
}

/**
 * @param {string} script
 * @param {List} list
 * @param {string} directive
 * @param {number} line
 * @returns {WastComponent}
 */
function componentOf(script, list, directive, line) {
  const form = readComponentForm(script, list);
  if (form === undefined) throw new SyntaxError(`Line ${line} makes an instance where a component is expected.`);
  return { line, directive, ...form };
}

/** @param {readonly (List | string)[]} items @returns {Invocation} */
function invocation([, second, ...rest]) {
  const named = typeof second === "string" && second.startsWith("$");
  const func = named ? rest[0] : second;
  if (typeof func !== "string") throw new SyntaxError("An invocation names no function.");
  return {
    instance: named ? second : undefined,
    func: unescapeString(func),
    args: lists(named ? rest.slice(1) : rest),
  };
}

/** @param {readonly (List | string)[]} items @returns {List[]} */
function lists(items) {
  return items.flatMap((item) => (typeof item === "string" ? [] : [item]));
}

/** @param {List | string | undefined} item */
function plain(item) {
  return typeof item === "string" ? item : undefined;
}
