import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as fixtures from "./fixtures/build.ts";
import { failure, must, type App } from "./support/app.ts";
import { arrivals, otherOrigin, token } from "./support/origins.ts";
import { expect, test } from "./support/test.ts";

const source = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(fileURLToPath(new URL(`../public/demos/${path}`, import.meta.url))));

/** What was open is open still, and runs. */
async function helloStands(app: App): Promise<void> {
  expect(must(await app.call("report"))).toMatchObject({ name: "hello.wasm", kind: "command" });
  expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0, stdout: expect.stringContaining("Hello") });
}

interface Odd {
  readonly make: () => Promise<Uint8Array>;
  readonly tag: string | readonly string[];
  /** What the message must say, beside the name of the file. */
  readonly says: RegExp;
}

const odd: Readonly<Record<string, Odd>> = {
  empty: { make: fixtures.empty, tag: "empty-file", says: /is empty/ },
  text: { make: fixtures.textFile, tag: "not-wasm", says: /it is text/ },
  truncated: { make: fixtures.truncated, tag: "truncated", says: /ends too early.*downloaded whole/ },
  "truncated preamble": { make: fixtures.truncatedPreamble, tag: "truncated", says: /ends after 6 bytes/ },
  corrupt: { make: fixtures.corrupt, tag: "invalid-component", says: /damaged/ },
  "module with wrong code": {
    make: fixtures.invalidModule,
    tag: "invalid-component",
    says: /could not be made into a component/,
  },
  "wrong WAT": { make: fixtures.brokenWat, tag: "wat-syntax", says: /not valid WebAssembly text.*line 2\b/ },
  "older encoding": { make: fixtures.oldComponent, tag: "old-component", says: /before the current one.*12/ },
  "newer encoding": { make: fixtures.futureComponent, tag: ["old-component", "invalid-component"], says: /newer/ },
  "module with unknown imports": { make: fixtures.unknownImportsModule, tag: "unknown-imports", says: /env\.foo/ },
  "module with env only": { make: fixtures.envOnlyModule, tag: "unknown-imports", says: /env\.memory, env\.foo/ },
  "module without WASI": { make: fixtures.noImportsModule, tag: "no-wasi", says: /does not use WASI/ },
  "module with unknown WASI": {
    make: fixtures.wasiUnknownFunctionModule,
    tag: "unknown-imports",
    says: /teleport/,
  },
  "huge count": { make: fixtures.hugeCount, tag: "invalid-component", says: /damaged/ },
  "deep nesting": { make: () => fixtures.deepNesting(5000), tag: "invalid-component", says: /nest|deep/ },
};

test.describe("files that cannot be opened", () => {
  test("each says what it is, and what was open stays open", async ({ app, page }) => {
    await app.openDemo("hello");
    for (const [name, { make, tag, says }] of Object.entries(odd)) {
      // oxlint-disable-next-line no-await-in-loop -- one page, one file after the other
      await test.step(name, async () => {
        const refused = failure(await app.call("open", await make(), `${name}.wasm`));
        expect.soft([tag].flat(), name).toContain(refused.tag);
        expect.soft(refused.message).toContain(`${name}.wasm`);
        expect.soft(refused.message).toMatch(says);
        await expect.soft(page.getByRole("alert").getByText(refused.message)).toBeVisible();
        expect.soft(must(await app.call("report"))).toMatchObject({ name: "hello.wasm" });
      });
    }
    await helloStands(app);
  });

  test("300 MB are too large, which is said before they are read", async ({ app, page }) => {
    await app.openDemo("hello");
    const answer = await page.evaluate(() => {
      const megabyte = new Uint8Array(1_000_000);
      return window.orrery.open(new Blob(Array.from({ length: 300 }, () => megabyte)), "huge.wasm");
    });
    const refused = failure(answer);
    expect(refused.tag).toBe("too-large");
    expect(refused.message).toContain("300 MB");
    expect(refused.message).toMatch(/up to \d+ MB/);
    await helloStands(app);
  });

  test("no source, and no such sample", async ({ app }) => {
    await app.openDemo("hello");
    expect(failure(await app.call("open", "demo:nothing-of-that-name")).tag).toBe("fetch");
    expect(failure(await app.call("open", "demo:../../etc")).tag).toBe("fetch");
    await helloStands(app);
  });
});

test.describe("files that break the tools", () => {
  test("a trap of the transpiler is told, and the next file works", async ({ app }) => {
    for (const round of [1, 2]) {
      // oxlint-disable-next-line no-await-in-loop -- one page, one file after the other
      await test.step(`round ${round}`, async () => {
        expect(await app.open(await fixtures.trapsTranspiler(), "traps.wasm")).toMatchObject({ kind: "library" });
        const crashed = await app.run({ invocation: { call: "f" }, engine: "jco" });
        expect(crashed).toMatchObject({ status: "failed", error: { tag: "analysis-crashed" } });
        expect(crashed.error?.message).toContain("started afresh");
        await app.openDemo("hello");
        await helloStands(app);
      });
    }
  });

  test("what an engine does not support is told, and the next file works", async ({ app }) => {
    const makes = {
      importsComponent: fixtures.importsComponent,
      exportsComponent: fixtures.exportsComponent,
      reexport: fixtures.reexport,
      awkwardNames: fixtures.awkwardNames,
      emptyComponent: fixtures.emptyComponent,
      implementsImport: fixtures.implementsImport,
      oddImport: () => fixtures.oddImport("not a name at all ' \" ` \\ \n"),
      deepType: () => fixtures.deepType(100),
    };
    for (const [name, make] of Object.entries(makes)) {
      // oxlint-disable-next-line no-await-in-loop -- one page, one file after the other
      await test.step(name, async () => {
        const opened = await app.call("open", await make(), `${name}.wasm`);
        if ("error" in opened) expect(opened.error.message.length).toBeGreaterThan(20);
        else {
          for (const engine of ["native", "jco"] as const) {
            const result = await app.run({ invocation: { call: "f" }, engine });
            expect(["failed", "returned", "trapped"]).toContain(result.status);
            if (result.status !== "returned") expect(result.error?.message.length).toBeGreaterThan(20);
          }
        }
        await app.openDemo("hello");
        await helloStands(app);
      });
    }
  });
});

test.describe("files of other kinds that are opened", () => {
  test("a WIT package shows its WIT and cannot be run", async ({ app }) => {
    const report = await app.open(await fixtures.witPackage(), "hi.wasm");
    expect(report).toMatchObject({ artifact: "wit-package", adapted: false });
    expect(report.notices.join(" ")).toContain("holds nothing to run");
    expect(report.wit).toContain("interface greeting");
    expect(report.wit).toContain("greet: func(name: string) -> string");
    const result = await app.run();
    expect(result).toMatchObject({ status: "failed", error: { tag: "wit-package" } });
    expect(result.error?.message).toContain("nothing to run");
    await app.openDemo("hello");
    await helloStands(app);
  });

  test("preview 1 and the WASI before it are adapted, commands and libraries", async ({ app }) => {
    const command = await app.open(await fixtures.previewOneModule(), "hi.wasm");
    expect(command).toMatchObject({ kind: "command", adapted: true, artifact: "component" });
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0, stdout: "hi\n" });
    const unstable = await app.open(await fixtures.unstableModule(), "old.wasm");
    expect(unstable).toMatchObject({ kind: "command", adapted: true });
    expect(unstable.notices.join(" ")).toContain("wasi_unstable");
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0, stdout: "hi\n" });
    const library = await app.open(await fixtures.reactorModule(), "library.wasm");
    expect(library).toMatchObject({ kind: "library", adapted: true });
    expect(await app.run()).toMatchObject({ status: "failed", error: { tag: "no-run" } });
  });

  test("a component from before WASI 0.2 was final opens, with a notice", async ({ app }) => {
    const report = await app.open(await fixtures.rcComponent(), "rc.wasm");
    expect(report.notices.join(" ")).toContain("before 0.2 was final");
    const names = report.imports.map((item) => item.name);
    expect(names).toContain("wasi:cli/stdout@0.2.0-rc-2023-12-05");
    const fit = must(await app.call("fit"));
    expect(fit.fits).toBe(false);
    expect(await app.run()).toMatchObject({ status: "failed", error: { tag: "link" } });
  });

  test("WebAssembly text is assembled, of a component and of a module", async ({ app }) => {
    const text = new TextDecoder().decode(await source("hello/hello.wat"));
    const report = await app.open(new TextEncoder().encode(`;; in front\n(; and more ;)\n${text}`), "hello.wat");
    expect(report.notices.join(" ")).toContain("assembled from WebAssembly text");
    expect(await app.run()).toMatchObject({ status: "exited", stdout: expect.stringContaining("Hello") });

    const module = `(module
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (func (export "_start") (call $exit (i32.const 42))))`;
    expect(await app.open(new TextEncoder().encode(module), "exit.wat")).toMatchObject({ adapted: true });
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 42 });
  });
});

test.describe("the report", () => {
  test("tells everything about a file that can be told without running it", async ({ app }) => {
    const bytes = await source("sums/component.wasm");
    const report = await app.open(bytes, "sums.wasm");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
    expect(report).toMatchObject({
      name: "sums.wasm",
      size: bytes.length,
      sha256: Buffer.from(digest).toString("hex"),
      kind: "command",
      adapted: false,
    });
    expect(report.coreModules).toBeGreaterThan(0);
    expect(report.imports.map((item) => item.name)).toContain("wasi:cli/stdin@0.2.12");
    expect(report.exports.map((item) => item.name)).toEqual(
      expect.arrayContaining(["wasi:cli/run@0.2.12", "sum", "pi"]),
    );
    expect(report.wit).toContain("export pi: func(digits: u32) -> string;");
    expect(must(await app.call("wit"))).toBe(report.wit);
  });

  test("opens one file at a time: the later one stays", async ({ app, page }) => {
    const sums = await source("sums/component.wasm");
    const [early, late] = await page.evaluate(
      (bytes) => Promise.all([window.orrery.open(bytes, "early.wasm"), window.orrery.open("demo:hello")]),
      sums,
    );
    expect(failure(early).tag).toBe("stopped");
    expect(must(late)).toMatchObject({ name: "hello.wasm" });
    await helloStands(app);
  });
});

test.describe("addresses", () => {
  test("one that allows other sites opens, without cookies and without telling where from", async ({ app, page }) => {
    const mark = token();
    const sent = page.waitForRequest((request) => request.url().includes(mark));
    const address = `${otherOrigin}/cors/demos/hello/component.wasm?${mark}`;
    expect(must(await app.call("open", address))).toMatchObject({ name: "component.wasm", kind: "command" });
    const headers = await (await sent).allHeaders();
    expect(headers["referer"]).toBeUndefined();
    expect(headers["cookie"]).toBeUndefined();
    expect((await app.scenario()).component).toEqual({ url: address });
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0 });
    expect(await arrivals(mark)).toHaveLength(1);
  });

  test("one that does not is explained, and so are a missing file, a page and a wrong address", async ({ app }) => {
    await app.openDemo("hello");
    const refused: readonly (readonly [string, RegExp])[] = [
      [`${otherOrigin}/no-cors/demos/hello/component.wasm`, /CORS.*Download the file and drop it here/],
      [`${otherOrigin}/cors/nothing-here.wasm`, /answered 404.*Check the address/],
      ["http://127.0.0.1:1/closed.wasm", /could not be reached/],
      ["ftp://example.com/a.wasm", /not an http or https address/],
      ["javascript:alert(1)", /not an http or https address/],
      ["http://[", /not an http or https address/],
    ];
    for (const [address, says] of refused) {
      // oxlint-disable-next-line no-await-in-loop -- one page, one address after the other
      const error = failure(await app.call("open", address));
      expect.soft(error.tag, address).toBe("fetch");
      expect.soft(error.message).toMatch(says);
    }
    const page = failure(await app.call("open", `${otherOrigin}/cors/index.html`));
    expect(page.tag).toBe("not-wasm");
    expect(page.message).toContain("web page");
    await helloStands(app);
  });
});

test.describe("worlds", () => {
  test("the catalogue, and how a component fits each", async ({ app }) => {
    const ids = must(await app.call("worlds")).map((world) => world.id);
    expect(ids).toEqual(expect.arrayContaining(["none", "wasi:cli/command@0.2.12", "wasi:http/proxy@0.2.12"]));
    await app.openDemo("notes");
    expect(await app.call("fit", "wasi:cli/command@0.2.12")).toMatchObject({ fits: true });
    const proxy = must(await app.call("fit", "wasi:http/proxy@0.2.12"));
    expect(proxy.fits).toBe(false);
    expect(proxy.imports).toContainEqual(
      expect.objectContaining({ name: expect.stringContaining("wasi:filesystem/types"), status: "missing" }),
    );
    expect(proxy.exports).toContainEqual(
      expect.objectContaining({ name: "wasi:http/incoming-handler@0.2.12", status: "missing" }),
    );
    const none = must(await app.call("fit", "none"));
    expect(none.imports.every((entry) => entry.status === "missing" && entry.reasons.length > 0)).toBe(true);
  });

  test("a world typed as WIT is built, and its mistakes are placed", async ({ app }) => {
    await app.openDemo("hello");
    const wit =
      "package my:test;\nworld w {\n  import wasi:clocks/wall-clock@0.2.12;\n  export wasi:cli/run@0.2.12;\n}\n";
    const world = must(await app.call("setWorld", { wit }));
    expect(world.imports.map((item) => item.name)).toEqual(["wasi:clocks/wall-clock@0.2.12"]);
    const fit = must(await app.call("fit"));
    expect(fit.fits).toBe(false);
    const missing = fit.imports.filter((entry) => entry.status === "missing").map((entry) => entry.name);
    expect(missing).toEqual(expect.arrayContaining(["wasi:cli/stdout@0.2.12", "wasi:io/streams@0.2.12"]));
    expect(missing).not.toContain("wasi:clocks/wall-clock@0.2.12");

    const wrong = failure(await app.call("setWorld", { wit: "package my:test;\nworld w {\n  import ;\n}\n" }));
    expect(wrong.tag).toBe("wit-syntax");
    expect(wrong.detail).toContainEqual(expect.objectContaining({ line: 3 }));
    expect(failure(await app.call("setWorld", "wasi:nothing/here@9.9.9")).tag).toBe("unknown-world");
    // The world of before is there still.
    expect(must(await app.call("fit"))).toEqual(fit);
  });
});
