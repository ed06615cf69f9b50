import { failure, must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

test.describe("files", () => {
  test("what a run made and changed is told, and can be had", async ({ app }) => {
    await app.openDemo("notes");
    await app.apply({
      files: [
        {
          mount: "/data",
          writable: true,
          tree: { "in.txt": { text: "one\n" }, "out.txt": { text: "old" }, "b.bin": { base64: "AAH/" } },
        },
      ],
    });
    expect(await app.text("/data/out.txt")).toBe("old");
    const result = await app.run();
    expect(result).toMatchObject({ status: "exited", exitCode: 0 });
    const changes = Object.fromEntries(result.files.map(({ path, change, size }) => [path, `${change} ${size}`]));
    const out = "Good morning at 1970-01-01T00:00:00Z\n2 lines of standard input, the last: second line\none\n";
    expect(changes).toMatchObject({
      "/data/out.txt": `modified ${out.length}`,
      "/data/sub/when.txt": "created 20",
    });
    expect(changes["/data/in.txt"] ?? "unchanged 4").toBe("unchanged 4");
    expect(await app.text("/data/out.txt")).toBe(out);
    expect(await app.text("/data/sub/when.txt")).toBe("1970-01-01T00:00:00Z");
    expect(await app.text("/data/in.txt")).toBe("one\n");
    expect(must(await app.call("file", "/data/b.bin"))).toEqual(new Uint8Array([0, 1, 255]));
    expect(failure(await app.call("file", "/data/none")).tag).toBe("no-file");

    // What a run wrote is not there at the next one.
    expect((await app.run()).files).toEqual(result.files);
  });

  test("a mount that is read-only stays as it is", async ({ app }) => {
    await app.openDemo("notes");
    await app.apply({ files: [{ mount: "/data", writable: false, tree: { "in.txt": { text: "one\n" } } }] });
    const result = await app.run();
    expect(result).toMatchObject({ status: "exited", exitCode: 1 });
    expect(result.stdout).toContain("/data/in.txt holds 4 bytes: one");
    expect(result.stderr).toContain("notes: cannot write /data/out.txt");
    expect(result.stderr).toContain("notes: cannot make /data/sub");
    expect(result.files.filter((file) => file.change !== "unchanged")).toEqual([]);
    expect(failure(await app.call("file", "/data/out.txt")).tag).toBe("no-file");
  });

  test("denied files are not there", async ({ app }) => {
    await app.openDemo("notes");
    await app.apply({ bindings: { filesystem: { mode: "deny" } } });
    const result = await app.run();
    expect(result).toMatchObject({ status: "exited", exitCode: 1 });
    expect(result.stderr).toContain("notes: cannot read /data/in.txt");
    expect(result.files).toEqual([]);
  });

  test("paths do not lead out of a mount", async ({ app }) => {
    await app.openDemo("hostile");
    await app.apply({
      program: { arguments: ["escape"] },
      files: [
        { mount: "/data", writable: true, tree: { "bait.txt": { text: "bait" } } },
        { mount: "/other", writable: false, tree: { secret: { text: "other" } } },
      ],
    });
    const result = await app.run();
    expect(result).toMatchObject({ status: "exited", exitCode: 1 });
    expect(result.stdout).toMatch(/\n\d+ refused, 0 allowed\n$/);
    expect(await app.text("/data/bait.txt")).toBe("bait");
    expect(result.files.filter(({ path }) => !path.startsWith("/data/") && !path.startsWith("/other/"))).toEqual([]);
  });
});
