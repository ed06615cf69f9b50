import { customImport, manyImports, storeWit } from "../fixtures/build.ts";
import { assemble } from "../fixtures/tools.ts";
import { expectAccessible } from "../pages/axe.ts";
import { reach } from "../pages/keys.ts";
import { expect, test } from "../pages/test.ts";

test.describe("functions and types", () => {
  test("stand under what was chosen, and are read with the keyboard alone", async ({ workbench, page }) => {
    const { board, settings } = workbench;
    await workbench.openSample("Notes");
    await board.socket("types, preopens").focus();
    await expect(page.getByRole("tooltip")).toContainText(
      "descriptor.stat: func() -> result<descriptor-stat, error-code>",
    );
    await page.keyboard.press("Enter");
    await expect(settings.tab("Files")).toHaveAttribute("aria-selected", "true");
    const methods = settings.region.getByRole("list", { name: "Functions of descriptor", exact: true });
    await expect(
      methods.getByRole("listitem").filter({ hasText: "stat: func() -> result<descriptor-stat, error-code>" }),
    ).toBeVisible();
    const inside = settings.region.getByRole("region", { name: "Inside wasi:filesystem/types@0.2.12" });
    await expect(inside).toContainText("output-stream is defined in wasi:io/streams@0.2.12");

    const record = settings.region.getByRole("button", { name: "record descriptor-stat" });
    await reach(page, () => inside);
    await reach(page, () => record);
    await expect(record).toHaveAttribute("aria-expanded", "false");
    await page.keyboard.press("Enter");
    await expect(record).toHaveAttribute("aria-expanded", "true");
    await expect(inside).toContainText("size: filesize,");
  });

  test("an export can be chosen on both sides", async ({ workbench }) => {
    const { board, settings } = workbench;
    await workbench.openSample("Hello");
    await board.socket("wasi:cli/run").click();
    await expect(settings.tab("run")).toHaveAttribute("aria-selected", "true");
    await expect(settings.region).toContainText("The component offers it");
    await expect(settings.region).toContainText("run: func() -> result");

    await board.chooseWorld(/^WASI HTTP proxy/);
    await expect(settings.region).toContainText("The world does not ask for it.");
    await board.plug("wasi:http/incoming-handler").click();
    await expect(settings.tab("incoming-handler")).toHaveAttribute("aria-selected", "true");
    await expect(settings.region).toContainText("The world expects it, and the component does not offer it.");
    await expect(settings.region).toContainText(
      "handle: func(request: incoming-request, response-out: response-outparam)",
    );
  });

  test("what is passed along is told all together", async ({ workbench }) => {
    const { board, settings } = workbench;
    await workbench.openSample("Hello");
    await board.plug("Streams, polling, types").click();
    await expect(settings.tab("Passed along")).toHaveAttribute("aria-selected", "true");
    await expect(settings.region.getByRole("heading", { name: "wasi:io/streams@0.2.12" })).toBeVisible();
  });

  test("an interface of ten thousand functions stays usable", async ({ workbench }) => {
    const { board, settings } = workbench;
    await workbench.open(await manyFunctions(10_000), "wide.wasm");
    await board.socket("wide").click();
    const functions = settings.region.getByRole("list", { name: "Functions of acme:wide/wide@1.0.0" });
    await expect(functions).toContainText("f199: func()");
    await expect(functions).not.toContainText("f200: func()");
    await expect(functions).toContainText("200 of 10,000");
    await functions.getByRole("button", { name: "Show 200 more" }).click();
    await expect(functions).toContainText("f399: func()");
    await board.search.fill("f9999");
    await expect(board.matches).toHaveText("1 match");
    await expect(board.socket("wide")).toContainText("f9999");
  });

  test("all that differs is told, with its place and what would mend it", async ({ workbench, page }) => {
    const { board, ownWorld, settings } = workbench;
    await workbench.open(await customImport(), "store.wasm");
    await board.chooseWorld(/^Your own world/);
    await expect(ownWorld.editor.input).toBeAttached();
    const other = storeWit.replace(
      "get: func(key: string) -> result<string, string>",
      "get: func(key: u32) -> result<list<u8>, string>",
    );
    await ownWorld.editor.write(
      `package my:app;\n\nworld mine {\n  include wasi:cli/command@0.2.12;\n  import acme:store/kv@1.0.0;\n}\n\n${other}\n`,
    );
    await ownWorld.apply.click();
    await expect(ownWorld.dialog).toBeHidden();
    await workbench.idle();
    await expect(board.socket("kv", "does not fit")).toBeVisible();
    await expect(board.plug("acme:store/kv")).toContainText("does not fit");
    await board.socket("kv").hover();
    await expect(page.getByRole("tooltip")).toContainText("list<u8>");
    await board.socket("kv").click();
    const differences = settings.region.getByRole("list", { name: "What does not fit in acme:store/kv@1.0.0" });
    await expect(differences.getByRole("listitem")).toHaveCount(2);
    await expect(differences).toContainText("acme:store/kv.get");
    await expect(differences).toContainText("list<u8>");
    await expect(differences).toContainText("u32");
    await settings.region.getByRole("button", { name: "As the world has it" }).click();
    await expect(settings.region).toContainText("get: func(key: u32) -> result<list<u8>, string>");
  });
});

test.describe("search", () => {
  test("finds interfaces, functions and types on both sides, and says how many", async ({ workbench, page }) => {
    const { board } = workbench;
    await workbench.openSample("Notes");
    await page.keyboard.press("/");
    await expect(board.search).toBeFocused();
    await page.keyboard.type("NOW");
    await expect(board.matches).toHaveText("2 matches");
    await expect(board.socket("wall-clock")).toContainText("now");
    await expect(board.component.locator("mark").first()).toHaveText("now");
    await expect(board.socket("stdout")).toBeHidden();
    await expect(board.plug("Wall clock")).toBeVisible();
    await expect(board.plug("Standard output")).toBeHidden();
    await expect(board.wires("mock")).toHaveCount(2);

    // What was folded is seen.
    await board.search.fill("output-stream.write");
    await expect(board.socket("streams")).toBeVisible();
    await board.search.fill("descriptor-stat");
    await expect(board.socket("types, preopens")).toContainText("descriptor-stat");
    await board.search.fill("standard output");
    await expect(board.socket("stdout")).toBeVisible();

    await board.search.focus();
    await page.keyboard.press("Escape");
    await expect(board.search).toHaveValue("");
    await expect(board.matches).toHaveText("");
    await expect(board.socket("stdout")).toBeVisible();
    await expect(board.fold(board.component, /^wasi:io/)).toHaveAttribute("aria-expanded", "false");
  });

  test("tells when there is nothing", async ({ workbench, page }) => {
    const { board } = workbench;
    await workbench.openSample("Hello");
    await board.search.fill("teleport (.*");
    await expect(board.matches).toHaveText("Nothing matches “teleport (.*”.");
    await expect(board.component).toContainText("Nothing of it matches.");
    await expect(board.world).toContainText("Nothing of it matches.");
    await expectAccessible(page);
    await board.tools.getByRole("button", { name: "Clear" }).click();
    await expect(board.socket("wall-clock")).toBeVisible();
  });

  test("tells the name that matched, and keeps what is missing on both sides", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.open(await customImport(), "store.wasm");
    await board.search.fill("acme:store");
    await expect(board.matches).toHaveText("1 match");
    await expect(board.socket("kv", "missing")).toContainText("acme:store/kv@1.0.0");
    await board.search.fill("get");
    await expect(board.plug("acme:store/kv")).toBeVisible();
    await board.search.fill("wasi:sockets");
    await expect(board.plug("Sockets")).toContainText("wasi:sockets/tcp");
  });

  for (const key of ["Enter", "ArrowDown"]) {
    test(`is left for its first hit with ${key}`, async ({ workbench, page }) => {
      const { board, settings } = workbench;
      await workbench.openSample("Hello");
      await board.search.fill("get-stdout");
      await expect(board.matches).toHaveText("1 match");
      await page.keyboard.press(key);
      await expect(board.socket("stdout")).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(settings.tab("Standard output")).toHaveAttribute("aria-selected", "true");
    });
  }

  test("ends when another file is opened", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.openSample("Hello");
    await board.search.fill("stdout");
    await expect(board.matches).toHaveText("1 match");
    await workbench.open(await customImport(), "store.wasm");
    await expect(board.search).toHaveValue("");
    await expect(board.socket("kv")).toBeVisible();
  });

  test("a slash in a field stays one", async ({ workbench, page }) => {
    await workbench.openSample("Notes");
    await workbench.settings.show("Program");
    const field = workbench.settings.region.getByRole("textbox", { name: "Arguments" });
    await field.fill("");
    await field.focus();
    await page.keyboard.press("/");
    await expect(field).toHaveValue("/");
  });
});

test.describe("order", () => {
  test("sockets stand as their plugs do, and stay there", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.open(await customImport(), "store.wasm");
    const rows = board.component.locator("[data-socket]");
    await expect(rows.first()).toContainText("kv");
    await board.set("Standard output", "real");
    await board.set("acme:store/kv@1.0.0", "deny");
    await expect(rows.first()).toContainText("kv");
    await workbench.openSample("Hello");
    await expect(rows.first()).toContainText("wall-clock");
    await expect(rows.last()).toContainText("wasi:cli/run");
  });

  test("nothing moves when something is switched", async ({ workbench }) => {
    const { board, page } = workbench;
    await workbench.open(await manyImports(3), "few.wasm");
    const tops = () =>
      page
        .locator("[data-socket], [data-plug]")
        .evaluateAll((rows) =>
          rows.map(
            (row) =>
              `${row.getAttribute("data-socket") ?? row.getAttribute("data-plug")} ${row.getBoundingClientRect().top}`,
          ),
        );
    await expect(board.socket("i0", "missing")).toBeVisible();
    const before = await tops();
    await board.set("acme:many/i1@1.0.0", "deny");
    expect(await tops()).toEqual(before);
    await board.world.getByRole("button", { name: "Mock all 3" }).click();
    await expect(workbench.verdict).toContainText("✓ Runs in");
    expect(await tops()).toEqual(before);
    await board.set("Standard output", "real");
    await expect(board.socket("stdout", "real")).toBeVisible();
    expect(await tops()).toEqual(before);
  });

  test("everything folds and unfolds at once", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.openSample("Notes");
    await board.foldAll();
    await expect(board.component.getByRole("listitem")).toHaveCount(0);
    await expect(board.world.getByRole("listitem")).toHaveCount(0);
    await expect(board.wires("mock")).not.toHaveCount(0);
    await board.unfoldAll();
    await expect(board.socket("streams")).toBeVisible();
    await expect(board.plug("Wall clock")).toBeVisible();
  });
});

/** Imports one interface with that many functions, and calls none. */
function manyFunctions(count: number): Promise<Uint8Array> {
  const names = Array.from({ length: count }, (_, index) => `f${index}`);
  return assemble(`(component
    (type $wide (instance ${names.map((name) => `(export "${name}" (func))`).join("\n")}))
    (import "acme:wide/wide@1.0.0" (instance (type $wide))))`);
}
