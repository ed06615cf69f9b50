import { readFile } from "node:fs/promises";
import { emptyComponent, manyImports, printer, textFile, witPackage } from "../fixtures/build.ts";
import { assemble, concat, customSection } from "../fixtures/tools.ts";
import { expectAccessible } from "../pages/axe.ts";
import { copied, drop } from "../pages/incoming.ts";
import { ReportPanel } from "../pages/report.ts";
import { expect, test as base } from "../pages/test.ts";

const test = base.extend<{ report: ReportPanel }>({
  report: async ({ workbench }, use) => use(new ReportPanel(workbench.page)),
});

async function demo(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(`../../public/demos/${name}/component.wasm`, import.meta.url)));
}

/** Two components put together, one of which has another inside, over an import. */
function composed(): Promise<Uint8Array> {
  return assemble(`(component $calculator-app
    (import "acme:log/log@1.0.0" (instance $log (export "level" (func (result u32)))))
    (component $adder
      (import "level" (func (result u32)))
      (core module $M (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
      (core instance $m (instantiate $M))
      (func (export "add") (param "a" u32) (param "b" u32) (result u32) (canon lift (core func $m "add"))))
    (component $calculator
      (import "add" (func $add (param "a" u32) (param "b" u32) (result u32)))
      (component $kernel
        (import "add" (func $inner (param "a" u32) (param "b" u32) (result u32)))
        (export "sum" (func $inner)))
      (instance $k (instantiate $kernel (with "add" (func $add))))
      (export "calc" (func $k "sum")))
    (alias export $log "level" (func $level))
    (instance $a (instantiate $adder (with "level" (func $level))))
    (instance $c (instantiate $calculator (with "add" (func $a "add"))))
    (export "calc" (func $c "calc")))`);
}

/** A component of that many nested ones, each an instance. */
function manyNested(amount: number): Promise<Uint8Array> {
  return assemble(`(component
    (component $c (core module $M (func (export "f"))) (core instance $m (instantiate $M)) (func (export "f") (canon lift (core func $m "f"))))
    ${Array.from({ length: amount }, (_, at) => `(instance $i${at} (instantiate $c)) (export "f${at}" (func $i${at} "f"))`).join("\n")})`);
}

test.describe("facts, imports and exports", () => {
  test("signatures and types are shown, and both kinds of copy carry them", async ({
    workbench,
    report,
    page,
    context,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await workbench.openSample("Hello");
    await report.show("Imports and exports");
    const imports = report.body.getByRole("region", { name: "Imports", exact: true });
    await expect(imports.getByRole("list", { name: "Functions of wasi:clocks/wall-clock@0.2.12" })).toContainText(
      "now: func() -> datetime",
    );
    await expect(report.body.getByRole("region", { name: "Exports", exact: true })).toContainText(
      "run: func() -> result",
    );
    await imports.getByRole("button", { name: "datetime" }).click();
    await expect(imports.getByRole("list", { name: "Types of wasi:clocks/wall-clock@0.2.12" })).toContainText(
      "record datetime {",
    );

    await report.body.getByRole("button", { name: "Copy report" }).click();
    await expect(workbench.notice("Report copied.")).toBeVisible();
    expect(await copied(page)).toContain("    now: func() -> datetime\n");
    await report.body.getByRole("button", { name: "Copy as JSON" }).click();
    await expect(workbench.notice("JSON copied.")).toBeVisible();
    const json: unknown = JSON.parse(await copied(page));
    expect(json).toMatchObject({ name: "hello.wasm", kind: "command", types: { imports: expect.any(Array) } });
    await expectAccessible(page);
  });

  test("a long list shows its beginning, and more when asked", async ({ workbench, report }) => {
    await workbench.open(await manyImports(260), "many.wasm");
    await report.show("Imports and exports");
    const imports = report.body.getByRole("region", { name: "Imports", exact: true });
    await imports.getByRole("button", { name: "acme:many@1.0.0" }).click();
    const names = imports.getByRole("heading", { level: 5 });
    await expect(names).toHaveCount(200);
    await imports.getByRole("button", { name: "Show 60 more" }).click();
    await expect(names).toHaveCount(260);
  });
});

test.describe("what a file may hold", () => {
  test("docs of a WIT package stand beside what they are about", async ({ workbench, report }) => {
    const docs = {
      interfaces: { greeting: { docs: "Says hello.", funcs: { greet: "Greets **whom** it is given." } } },
    };
    const section = customSection("package-docs", new TextEncoder().encode(`\u0000${JSON.stringify(docs)}`));
    await workbench.open(concat(await witPackage(), section), "hi.wasm");
    await report.show("Imports and exports");
    const inside = report.body.getByRole("region", { name: "Interfaces and worlds" });
    await expect(inside).toContainText("Says hello.");
    await expect(inside.getByRole("list", { name: "Functions of acme:hi/greeting@1.0.0" })).toContainText(
      "greet: func(name: string) -> stringGreets **whom** it is given.",
    );
    await expect(inside).toContainText("import acme:hi/greeting@1.0.0");
    await report.show("Facts");
    await expect(report.panel.fact("Custom sections")).toContainText("package-docs");
  });

  test("an interface of ten thousand functions shows one hundred", async ({ workbench, report }) => {
    const functions = Array.from({ length: 10_000 }, (_, at) => `(export "f${at}" (func))`).join("\n");
    await workbench.open(
      await assemble(`(component (import "acme:big/all@1.0.0" (instance ${functions})))`),
      "big.wasm",
    );
    await report.show("Imports and exports");
    await report.body.getByRole("button", { name: "acme:big@1.0.0" }).click();
    const list = report.body.getByRole("list", { name: "Functions of acme:big/all@1.0.0" });
    await expect(list.getByRole("listitem")).toHaveCount(101);
    await list.getByRole("button", { name: "Show 100 more" }).click();
    await expect(list.getByRole("listitem")).toHaveCount(201);
  });

  test("nothing sticks out at 320 px", async ({ workbench, report, page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await workbench.open(await composed(), "calculator.wasm");
    for (const section of ["Facts", "Imports and exports", "Worlds", "Composition", "Compare"] as const) {
      await report.show(section);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      const wide = await report.body.evaluate((body) => body.scrollWidth - body.clientWidth);
      expect(wide, section).toBeLessThanOrEqual(0);
    }
  });
});

test.describe("worlds", () => {
  test("tells which worlds it fits, why not the others, and takes one", async ({ workbench, report, page }) => {
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await report.show("Worlds");
    await expect(report.section("Worlds")).toContainText(/It fits \d+ of \d+ worlds: .*WASI command 0\.2\.12/);
    const rows = report.worlds.getByRole("row");
    await expect(rows.nth(1)).toHaveText("Fits");
    await expect(rows.nth(2)).toContainText("✓ Fits");
    await expect(report.world("WASI command 0.2.12")).toContainText("Chosen now");

    const none = report.world("None: provides nothing");
    await none.getByRole("button", { name: "in the way" }).click();
    await expect(report.worlds).toContainText(/The world does not provide .*wasi:cli\/stdout@0\.2\.12/);
    await none.getByRole("button", { name: "Use this world" }).click();
    await expect(none).toContainText("Chosen now");
    await expect(workbench.verdict).toContainText("! Does not fit none");
    await workbench.verdict.getByRole("button", { name: "All reasons" }).click();
    const reasons = workbench.verdict.getByRole("region", { name: "Reasons" });
    await expect(reasons.getByRole("listitem").first()).toContainText("Choose a world that provides");
    await expectAccessible(page);

    await expect(workbench.verdict).toContainText("It fits WASI command 0.2.12.");
    await workbench.verdict.getByRole("button", { name: "Use it" }).click();
    await expect(workbench.verdict).toContainText("✓ Fits wasi:cli/command@0.2.12");
    await expect(workbench.verdict.getByRole("button", { name: "Use it" })).toHaveCount(0);
  });

  test("a WIT package has no world to fit", async ({ workbench, report }) => {
    await workbench.open(await witPackage(), "types.wasm");
    await report.show("Worlds");
    await expect(report.section("Worlds")).toContainText("A WIT package describes interfaces and worlds");
  });
});

test.describe("compare", () => {
  test("a file with itself is the same", async ({ workbench, report, page }) => {
    await workbench.open(await demo("hello"), "hello.wasm");
    await report.show("Compare");
    await expect(report.section("Compare")).toContainText("Choose or drop another version of hello.wasm");
    await report.compareWith(await demo("hello"), "again.wasm");
    await expect(report.verdict).toHaveText("= Same");
    await expect(report.comparison).toContainText("Nothing differs.");
    await expectAccessible(page);
    await report.body.getByRole("button", { name: "End comparison" }).click();
    await expect(report.comparison).toHaveCount(0);
  });

  test("two different ones are told apart, and turned", async ({ workbench, report, page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await workbench.open(await demo("hello"), "hello.wasm");
    await report.show("Compare");
    await report.compareWith(await demo("greet"), "greet.wasm");
    await expect(report.verdict).toHaveText("✕ Breaking");
    await expect(report.comparison).toContainText("greet.wasm→hello.wasm");
    const breaking = report.comparison.getByRole("region", { name: "breaking" });
    await expect(breaking).toContainText("export gone");
    await expect(report.comparison.getByText(/breaking/i)).toHaveCount(1);
    await expect(report.comparison.getByRole("region", { name: "wider" })).toContainText("wasi:cli/stdout@0.2.12");
    await expectAccessible(page);

    await report.otherIs("newer");
    await expect(report.comparison).toContainText("hello.wasm→greet.wasm");
    await expect(breaking).toContainText("wasi:cli/run@0.2.12");
    await report.comparison.getByRole("button", { name: "Copy as Markdown" }).click();
    await expect(workbench.notice("Markdown copied.")).toBeVisible();
    expect(await copied(page)).toContain("## `hello.wasm` → `greet.wasm`: breaking");
  });

  test("many changes are filtered", async ({ workbench, report }) => {
    await workbench.open(await manyImports(60), "many.wasm");
    await report.show("Compare");
    await report.compareWith(await manyImports(5), "few.wasm");
    await expect(report.verdict).toHaveText("+ Wider");
    await expect(report.comparison.getByRole("listitem")).toHaveCount(55);
    const filter = report.comparison.getByRole("searchbox", { name: "Filter changes" });
    await filter.fill("i59@");
    await expect(report.comparison.getByRole("listitem")).toHaveCount(1);
    await filter.fill("nothing like it");
    await expect(report.comparison).toContainText("No change has that in it.");
  });

  test("what cannot be read is told", async ({ workbench, report }) => {
    await workbench.openSample("Greet");
    await report.show("Compare");
    await report.compareWith(await textFile(), "noise.wasm");
    await expect(report.body.getByRole("alert")).toContainText("noise.wasm");
    const zone = report.body.getByText("Choose another file…");
    await drop(zone, await demo("greet"), "greet.wasm");
    await expect(report.verdict).toHaveText("= Same");
    await expect(report.body.getByRole("alert")).toHaveCount(0);
    // It was compared, not opened.
    await expect(workbench.board.title).toHaveText("greet.wasm");
    await drop(zone, await demo("hello"), "hello.wasm");
    await expect(report.verdict).toHaveText("✕ Breaking");
    await expect(workbench.board.title).toHaveText("greet.wasm");
  });
});

test.describe("composition", () => {
  test("who gives what to whom, as a picture and in words, at every depth", async ({ workbench, report, page }) => {
    await workbench.open(await composed(), "calculator.wasm");
    await report.show("Composition");
    const picture = report.body.getByRole("group", { name: "Picture of calculator.wasm" });
    await expect(picture.getByRole("button")).toHaveCount(4);
    await picture.getByRole("button", { name: "instance 2 calculator" }).focus();
    await expect(picture).toContainText("add");
    await expect(report.part("Instances").getByRole("listitem").first()).toContainText(
      /adder · instance 1.*level from level of the import acme:log\/log@1\.0\.0/s,
    );
    await expect(report.part("Instances")).toContainText("add from add of adder · instance 1");
    await expect(report.part("What it exports")).toContainText("calc from calc of calculator · instance 2");
    await expectAccessible(page);

    await report.part("Components inside").getByRole("button", { name: "Look inside calculator" }).click();
    await expect(report.part("Instances")).toContainText("add from the import add");
    await expect(report.body.getByRole("navigation", { name: "Composition" })).toContainText("calculator");
    await report.body
      .getByRole("navigation", { name: "Composition" })
      .getByRole("button", { name: "calculator.wasm" })
      .click();
    await expect(report.part("Components inside").getByRole("listitem")).toHaveCount(2);
  });

  test("what a build tool wraps around own code is told", async ({ workbench, report }) => {
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await report.show("Composition");
    await expect(report.section("Composition")).toContainText(
      "The component inside is a wrapper made by the build tool",
    );
  });

  test("more than sixty boxes are a list", async ({ workbench, report }) => {
    await workbench.open(await manyNested(70), "nested.wasm");
    await report.show("Composition");
    await expect(report.section("Composition")).toContainText("A picture of 140 boxes would not help");
    await expect(report.body.getByRole("group", { name: /^Picture/ })).toHaveCount(0);
    await expect(report.part("Instances")).toContainText("c · instance 70");
  });

  test("a component with nothing nested says so", async ({ workbench, report }) => {
    await workbench.open(await emptyComponent(), "empty.wasm");
    await report.show("Composition");
    await expect(report.section("Composition")).toContainText(
      "It is one component with 0 core modules; no component is nested inside.",
    );
  });
});
