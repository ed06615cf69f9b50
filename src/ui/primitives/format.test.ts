import { expect, test } from "vitest";
import { count, formatBytes, formatDuration, list } from "./format.ts";

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1 KB"],
  [1250, "1.3 KB"],
  [9960, "10 KB"],
  [240_400, "240 KB"],
  [999_600, "1 MB"],
  [26_000_000, "26 MB"],
  [3_750_000_000, "3.8 GB"],
  [5_000_000_000_000, "5000 GB"],
])("%d bytes", (bytes, words) => expect(formatBytes(bytes)).toBe(words));

test.each([
  [0, "0 ms"],
  [0.4, "under 1 ms"],
  [41.2, "41 ms"],
  [999.6, "1 s"],
  [1230, "1.2 s"],
  [59_960, "1 min 0 s"],
  [123_000, "2 min 3 s"],
])("%d ms", (ms, words) => expect(formatDuration(ms)).toBe(words));

test("counts and lists in words", () => {
  expect(count(1, "file")).toBe("1 file");
  expect(count(1200, "entry", "entries")).toBe("1,200 entries");
  expect(list([])).toBe("");
  expect(list(["a"])).toBe("a");
  expect(list(["a", "b", "c"])).toBe("a, b and c");
});
