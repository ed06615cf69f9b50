/** What is wrong with a text, in words for people. */
export interface WaveError {
  /** Where, from 1, counted in UTF-16 units over the whole text with its line breaks. */
  readonly column: number;
  readonly message: string;
}

/** Ends the reading of a text; never leaves this folder. */
export class Unreadable {
  readonly error: WaveError;

  constructor(at: number, message: string) {
    this.error = { column: at + 1, message };
  }
}

/** How much of a text is shown in an error. */
const MAX_SHOWN = 30;

/** The tokens of a text, one after the other. Each character is looked at a bounded number of times. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Passes white space and comments. */
  skip(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) this.at += 1;
      else if (code === 0x2f && this.text.charCodeAt(this.at + 1) === 0x2f) {
        const end = this.text.indexOf("\n", this.at);
        this.at = end < 0 ? this.text.length : end + 1;
      } else return;
    }
  }

  fail(message: string, at = this.at): never {
    throw new Unreadable(at, message);
  }

  /** What stands here, for an error. */
  found(): string {
    const { text, at } = this;
    if (at >= text.length) return "the text ends here";
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return "found a line break";
    let end = at;
    while (end < text.length && end - at <= MAX_SHOWN && isWordCode(text.charCodeAt(end))) end += 1;
    if (end - at > MAX_SHOWN) return `found “${text.slice(at, at + MAX_SHOWN)}…”`;
    return `found “${end > at ? text.slice(at, end) : String.fromCodePoint(text.codePointAt(at) ?? 0)}”`;
  }

  /** Passes white space and one mark, if it is there. */
  takes(mark: string): boolean {
    this.skip();
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  wants(mark: string, why: string): void {
    if (!this.takes(mark)) this.fail(`${why}, but ${this.found()}`);
  }

  /** The word that comes next, with its `%`, without passing it; nothing if there is none. */
  peekWord(): string {
    this.skip();
    let end = this.at;
    if (this.text[end] === "%") end += 1;
    if (!isLetter(this.text.charCodeAt(end))) return "";
    while (isWordCode(this.text.charCodeAt(end))) end += 1;
    return this.text.slice(this.at, end);
  }

  /** Passes an integer and gives its digits, or nothing; `float` allows a fraction and an exponent. */
  number(float: boolean): string {
    this.skip();
    const { text, at } = this;
    let end = text[at] === "-" ? at + 1 : at;
    const first = end;
    end = this.#digits(end);
    if (end === first) return "";
    if (text[first] === "0" && end > first + 1) this.fail("a number may not start with a zero", first);
    const next = text[end];
    if (!float && (next === "." || next === "e" || next === "E"))
      this.fail("a whole number is expected, without a fraction or an exponent", end);
    if (float && text[end] === ".") end = this.#someDigits(end + 1, "a fraction");
    if (float && (text[end] === "e" || text[end] === "E")) {
      end += 1;
      if (text[end] === "+" || text[end] === "-") end += 1;
      end = this.#someDigits(end, "an exponent");
    }
    this.at = end;
    return text.slice(at, end);
  }

  #digits(from: number): number {
    let end = from;
    while (isDigit(this.text.charCodeAt(end))) end += 1;
    return end;
  }

  #someDigits(from: number, what: string): number {
    const end = this.#digits(from);
    if (end === from) this.fail(`${what} needs digits`, from);
    return end;
  }

  /** `'x'` */
  char(): string {
    this.skip();
    const start = this.at;
    if (this.text[start] !== "'") this.fail(`a char is expected, such as 'x', but ${this.found()}`);
    this.at += 1;
    const next = this.text[this.at];
    if (next === "'") this.fail("a char holds one character, and this one is empty", start);
    if (next === "\n") this.fail("a line break in a char is written as \\n");
    if (next === undefined) this.fail("the char has no end", start);
    let value: string;
    if (next === "\\") value = this.#escape();
    else {
      value = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
      if (!value.isWellFormed()) this.fail("half of a surrogate pair is no character");
      this.at += value.length;
    }
    if (this.text[this.at] !== "'") this.fail("a char holds one character and ends with '");
    this.at += 1;
    return value;
  }

  /** `"text"`, or one of many lines between `"""`. */
  string(): string {
    this.skip();
    const start = this.at;
    if (this.text[start] !== '"') this.fail(`a string is expected, such as "x", but ${this.found()}`);
    if (this.text.startsWith('"""', start)) return this.#lines(start);
    this.at += 1;
    const value = this.#unescaped(this.text.length, (code) => code === 0x22);
    if (this.at >= this.text.length) this.fail("the string has no end", start);
    if (this.text[this.at] !== '"')
      this.fail('a line break in a string is written as \\n, or the text stands between lines with """');
    this.at += 1;
    return value;
  }

  /** Up to where `ends` says so, a line break or `limit`. */
  #unescaped(limit: number, ends: (code: number) => boolean): string {
    let value = "";
    let done = this.at;
    while (this.at < limit) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x0a || ends(code)) break;
      if (code === 0x5c) {
        value += this.text.slice(done, this.at);
        value += this.#escape();
        done = this.at;
      } else if (code >= 0xd800 && code <= 0xdfff) {
        if ((this.text.codePointAt(this.at) ?? 0) <= 0xffff) this.fail("half of a surrogate pair is no character");
        this.at += 2;
      } else this.at += 1;
    }
    return value + this.text.slice(done, this.at);
  }

  #escape(): string {
    const start = this.at;
    this.at += 2;
    switch (this.text[start + 1]) {
      case "t":
        return "\t";
      case "n":
        return "\n";
      case "r":
        return "\r";
      case '"':
        return '"';
      case "'":
        return "'";
      case "\\":
        return "\\";
      case "u":
        return this.#unicode(start);
      default:
        return this.fail("after a backslash stands one of t n r \" ' \\ or u{…}", start);
    }
  }

  #unicode(start: number): string {
    const { text } = this;
    if (text[this.at] !== "{") this.fail("\\u is followed by hexadecimal digits in braces, such as \\u{1f600}", start);
    let code = 0;
    let end = this.at + 1;
    for (; end < text.length; end += 1) {
      const digit = hexadecimal(text.charCodeAt(end));
      if (digit === undefined) break;
      code = Math.min(code * 16 + digit, 0x11_0000);
    }
    if (end === this.at + 1 || text[end] !== "}")
      this.fail("\\u is followed by hexadecimal digits in braces, such as \\u{1f600}", start);
    if (code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff)) this.fail("this escape is no Unicode character", start);
    this.at = end + 1;
    return String.fromCodePoint(code);
  }

  /** The spaces before the last `"""` are taken away from every line. */
  #lines(start: number): string {
    const { text } = this;
    const open = start + 3;
    const from = text[open] === "\r" ? open + 2 : open + 1;
    if (text[from - 1] !== "\n") this.fail('after """ the text starts on a new line', open);
    const close = text.indexOf('"""', from);
    if (close < 0) this.fail('the string of many lines has no end: """ on a line of its own', start);
    const last = text.lastIndexOf("\n", close);
    for (let at = last + 1; at < close; at += 1)
      if (text[at] !== " ") this.fail('the last """ stands on a line of its own, after spaces only', at);
    const indent = close - last - 1;
    const lines: string[] = [];
    this.at = from;
    while (this.at <= last) {
      for (const end = this.at + indent; this.at < end; this.at += 1)
        if (text[this.at] !== " ") this.fail(`each line starts with the ${indent} spaces of the last one`);
      const line = text.indexOf("\n", this.at);
      const end = text[line - 1] === "\r" && line > this.at ? line - 1 : line;
      lines.push(this.#unescaped(end, () => false));
      this.at = line + 1;
    }
    this.at = close + 3;
    return lines.join("\n");
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isWordCode(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 0x2d;
}

function hexadecimal(code: number): number | undefined {
  if (isDigit(code)) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : undefined;
}
