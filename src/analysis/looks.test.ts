import { expect, test } from "vitest";
import { looksLikeWat, whatItLooksLike } from "./looks.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("WebAssembly text is known by its beginning, comments aside", () => {
  expect(looksLikeWat(bytes("(module)"))).toBe(true);
  expect(looksLikeWat(bytes("\ufeff ;; a comment\n(; another\n one ;)\n ( component $x"))).toBe(true);
  expect(looksLikeWat(bytes("(defun f () 1)"))).toBe(false);
  expect(looksLikeWat(bytes("hello"))).toBe(false);
  expect(looksLikeWat(new Uint8Array([0, 0x61, 0x73, 0x6d]))).toBe(false);
});

test("a comment that never ends does not take long", () => {
  expect(looksLikeWat(bytes(`(;${"(;".repeat(30_000)}`))).toBe(false);
});

test("other files are called what they look like", () => {
  expect(whatItLooksLike(bytes("<!DOCTYPE html><html>"))).toContain("web page");
  expect(whatItLooksLike(bytes("package a:b;\nworld w {}"))).toContain("WIT text");
  expect(whatItLooksLike(bytes("version https://git-lfs.github.com/spec/v1"))).toContain("Git LFS");
  expect(whatItLooksLike(new Uint8Array([0x1f, 0x8b, 8]))).toContain("gzip");
  expect(whatItLooksLike(new Uint8Array([1, 2, 0, 255]))).toContain("unknown kind");
  expect(whatItLooksLike(bytes("just text"))).toBe("it is text");
});
