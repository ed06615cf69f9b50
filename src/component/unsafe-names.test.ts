import { expect, test } from "vitest";
import { unsafeCoreNames } from "./unsafe-names.ts";

test("names that could leave a quoted string are found, each once, in order", () => {
  const unsafe = [
    "it's",
    'say "x"',
    "a`b",
    "back\\slash",
    "line\nend",
    "\r",
    "a\u2028b",
    "a\u2029b",
    "\0",
    "\u001f",
    "\u007f",
    "\u0085",
  ];
  expect(unsafeCoreNames([...unsafe, "it's"])).toEqual(unsafe);
});

test("names that tools write are left alone", () => {
  const safe = [
    "",
    "memory",
    "cm32p2|wasi:cli/run@0.2|run",
    "[method]descriptor.read",
    "$__lambda_1",
    "naïve ✓ 名前",
    "a b",
    "${x}",
    "*/",
    "//",
    "$",
  ];
  expect(unsafeCoreNames(safe)).toEqual([]);
});
