import fc from "fast-check";
import { expect, test } from "vitest";
import { compareVersions, compatible, parseInterfaceName, parseVersion, type Version } from "./names.ts";

const version = (text: string): Version => parseVersion(text)!;

const anyVersion = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom("", "-rc", "-rc.1", "-rc.2", "-rc.10", "-alpha"))
  .map(([major, minor, patch, prerelease]) => version(`${major}.${minor}.${patch}${prerelease}`));

test("reads an interface name with its version", () => {
  expect(parseInterfaceName("wasi:cli/stdout@0.2.0-rc-2023-11-10")).toEqual({
    package: "wasi:cli",
    interface: "stdout",
    base: "wasi:cli/stdout",
    version: { major: 0, minor: 2, patch: 0, prerelease: "rc-2023-11-10", text: "0.2.0-rc-2023-11-10" },
  });
  expect(parseInterfaceName("acme:store/kv")?.version).toBe(undefined);
  expect(parseInterfaceName("a:b:c/d/e@1.0.0")?.base).toBe("a:b:c/d/e");
});

test.each([
  "greet",
  "",
  "a:b",
  "/x",
  "a:b/",
  "a:b/c@",
  "a:b/c@1.",
  "a:b/c@0",
  "a:b/c@0.0",
  "a:b/c@1.2.x",
  "a:b/c@01.0.0",
  "a b:c/d",
  "__proto__",
])("%j is no interface name", (text) => expect(parseInterfaceName(text)).toBe(undefined));

test.each([
  ["0.2.0", "0.2.12", true],
  ["0.2.12", "0.3.0", false],
  ["1.0.0", "1.9.3", true],
  ["1.0.0", "2.0.0", false],
  ["0.0.1", "0.0.1", true],
  ["0.0.1", "0.0.2", false],
  ["0.2.0-rc-1", "0.2.0", false],
  ["0.2.0-rc-1", "0.2.0-rc-1", true],
  ["1.0.0+a", "1.0.0+b", true],
])("%s and %s compatible: %s", (a, b, expected) => {
  expect(compatible(version(a), version(b))).toBe(expected);
  expect(compatible(version(b), version(a))).toBe(expected);
});

test("versions are ordered as semver orders them", () => {
  const ordered = [
    "0.2.0-alpha",
    "0.2.0-alpha.1",
    "0.2.0-alpha.beta",
    "0.2.0-rc.2",
    "0.2.0-rc.10",
    "0.2.0",
    "0.2.9",
    "0.2.12",
    "1.0.0",
  ];
  for (let index = 1; index < ordered.length; index++) {
    expect(compareVersions(version(ordered[index - 1]!), version(ordered[index]!))).toBeLessThan(0);
  }
});

test("the order is total, and compatibility is symmetric and transitive", () => {
  fc.assert(
    fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      expect(compatible(a, a)).toBe(true);
      expect(compatible(a, b)).toBe(compatible(b, a));
      if (compatible(a, b) && compatible(b, c)) expect(compatible(a, c)).toBe(true);
    }),
  );
});
