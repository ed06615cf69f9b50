import { expect, test } from "vitest";
import { embedOf, markdownOf, sizeWords } from "./share-words.ts";

test("a title cannot end the Markdown link or the attribute", () => {
  expect(markdownOf("a](b", "https://x/#w1.Z")).toBe("[a\\](b](https://x/#w1.Z)");
  expect(embedOf('"><script>', "https://x/?a=1#w1.Z")).toBe(
    '<iframe src="https://x/?a=1&amp;embed=1#w1.Z" title="&quot;&gt;&lt;script&gt;" width="100%" height="640" loading="lazy"></iframe>',
  );
});

test("the length is told, and what it means", () => {
  expect(sizeWords({ url: "", length: 1234, size: "ok", notes: [] })).toBe("1,234 characters.");
  expect(sizeWords({ url: "", length: 2500, size: "long", notes: [] })).toMatch(/2,000/);
  expect(sizeWords({ url: "", length: 40_000, size: "file", notes: [] })).toMatch(/JSON/);
});
