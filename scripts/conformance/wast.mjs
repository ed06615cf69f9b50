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
 * What a string of the text format stands for, where it holds text (core specification, "Strings").
 * @param {string} literal With its quotes.
 */
export function unescapeString(literal) {
  return literal
    .slice(1, -1)
    .replaceAll(/\\(?:u\{([0-9a-fA-F_]+)\}|([0-9a-fA-F]{2})|([^]))/g, (_, unicode, byte, plain) => {
      if (unicode !== undefined) return String.fromCodePoint(Number.parseInt(unicode.replaceAll("_", ""), 16));
      if (byte !== undefined) return String.fromCodePoint(Number.parseInt(byte, 16));
      const meant = escapes[plain];
      if (meant === undefined) throw new SyntaxError(`${literal} has an escape that is not known.`);
      return meant;
    });
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
