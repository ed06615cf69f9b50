import { oneLine } from "./text.ts";

const longestName = 200;
const longestSentence = 1000;

/** A name or signature as code; one that could end the code, the cell or the line is written as text. */
export function code(name: string): string {
  return /^[\w :/@.[\]+%#<>(),=*›-]{1,200}$/.test(name) && name.trim() === name
    ? `\`${name}\``
    : text(name, longestName);
}

/** What has a meaning in Markdown or HTML anywhere, and what would become a link or a mention by itself. */
const meaning = /[\\`*_{}[\]()#+!|<>&~$]|:(?=\/\/)|(?<!\w)@|(?<=\bwww)\./gi;

/** Text without meaning to Markdown or HTML, also at the beginning of a line. */
export function text(value: string, most = longestSentence): string {
  return oneLine(value.trim(), most)
    .replaceAll(meaning, String.raw`\$&`)
    .replace(/^(\d*)([-.=])/, String.raw`$1\$2`);
}
