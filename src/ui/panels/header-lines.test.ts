import { expect, test } from "vitest";
import { headerLines, readHeaderLines } from "./header-lines.ts";

test("headers are written and read line by line", () => {
  const headers = { "content-type": "text/plain", "set-cookie": ["a=1", "b=2"] };
  const lines = "content-type: text/plain\nset-cookie: a=1\nset-cookie: b=2";
  expect(headerLines(headers)).toBe(lines);
  expect(readHeaderLines(`${lines}\n\n`)).toEqual({ ok: true, value: headers });
  expect(readHeaderLines("time: 10:30")).toEqual({ ok: true, value: { time: "10:30" } });
});

test("no line means no headers, and a line without a colon is told", () => {
  expect(readHeaderLines(" \n")).toEqual({ ok: true, value: undefined });
  expect(readHeaderLines("a: 1\nplain")).toEqual({ ok: false, error: "Write name: value, not “plain”." });
});
