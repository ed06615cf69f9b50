import { customImport, printer, storeWit } from "../fixtures/build.ts";
import { componentOf } from "../fixtures/tools.ts";
import { expect, test } from "../pages/test.ts";

test.describe("the catalogue", () => {
  test("none, command and proxy each give their verdict", async ({ workbench, page }) => {
    const { board, verdict } = workbench;
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await expect(verdict).toContainText("✓ Fits wasi:cli/command@0.2.12");
    await board.changeWorld.click();
    await expect(page.getByRole("menuitemradio", { checked: true })).toContainText("WASI command 0.2.12");
    await page.keyboard.press("Escape");

    await board.chooseWorld(/^None/);
    await expect(verdict).toContainText("! Does not fit none");
    await verdict.getByRole("button", { name: "All reasons" }).click();
    for (const name of ["wasi:cli/stdout@0.2.12", "wasi:io/streams@0.2.12", "wasi:io/error@0.2.12"]) {
      await expect(verdict).toContainText(`The world does not provide ${name}.`);
    }
    await expect(board.socket("stdout", "missing")).toBeVisible();
    await workbench.run();
    await workbench.panel.expectStatus("failed", "failed");

    await board.chooseWorld(/^WASI HTTP proxy 0\.2\.12/);
    await expect(verdict).toContainText("! Does not fit wasi:http/proxy@0.2.12");
    await expect(verdict).toContainText("wasi:http/incoming-handler@0.2.12");
    await expect(board.socket("stdout", "mock")).toBeVisible();
    await expect(board.world).toContainText("not offered");

    await board.chooseWorld(/^WASI command 0\.2\.12/);
    await expect(verdict).toContainText("✓ Fits wasi:cli/command@0.2.12");
    await expect(board.world).toContainText("offered");
    await workbench.run();
    await workbench.panel.expectStatus("exited", "exited 0");
  });

  test("the menu has one's own world first, then what fits, then each release", async ({ workbench, page }) => {
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await workbench.board.changeWorld.click();
    await expect(page.getByRole("menuitemradio").first()).toHaveAccessibleName(/^Your own world/);
    const group = (name: string) => page.getByRole("menu").getByRole("group", { name });
    await expect(page.getByRole("menu").getByRole("group").first()).toHaveAccessibleName("✓ Fits");
    await expect(group("✓ Fits").getByRole("menuitemradio", { checked: true })).toContainText("WASI command 0.2.12");
    await expect(group("WASI 0.2").getByRole("menuitemradio", { name: /^WASI HTTP proxy/ })).toContainText(
      "in the way",
    );
    await expect(group("WASI 0.3").getByRole("menuitemradio", { name: "0.2.12" })).toHaveCount(0);
    await expect(group("WASI 0.3").getByRole("menuitemradio")).not.toHaveCount(0);
    await page.keyboard.press("Escape");

    await page.setViewportSize({ width: 400, height: 800 });
    await workbench.board.changeWorld.click();
    const menu = page.getByRole("menu");
    await expect(menu).toBeVisible();
    expect(await menu.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    await expect(page.getByText("wasi:filesystem/imports@0.2.12")).toBeInViewport({ ratio: 1 });
  });

  test("a command that sends requests gets a world that has them", async ({ workbench }) => {
    const { board, verdict } = workbench;
    await workbench.open(await sender(), "sender.wasm");
    await expect(verdict).toContainText("✓ Fits orrery:worlds/command-http@0.2.12");
    await expect(board.mode("HTTP requests", "deny")).toBeChecked();
    await workbench.run();
    await workbench.panel.expectStatus("exited", "exited 0");

    await board.chooseWorld(/^WASI command 0\.2\.12/);
    await expect(verdict).toContainText("! Does not fit wasi:cli/command@0.2.12");
    await expect(board.socket("outgoing-handler", "missing")).toBeVisible();
    await verdict.getByRole("button", { name: "Use it: WASI command with HTTP 0.2.12" }).click();
    await expect(verdict).toContainText("✓ Fits orrery:worlds/command-http@0.2.12");
  });

  test("a library without imports gets the empty world", async ({ workbench }) => {
    await workbench.openSample("Greet");
    await expect(workbench.verdict).toContainText("✓ Fits none");
    await expect(workbench.verdict).toContainText("It wants nothing.");
    await workbench.verdict.getByRole("combobox", { name: "Call without arguments" }).selectOption("answer");
    await workbench.run();
    await workbench.panel.show("Result");
    await expect(workbench.panel.fact("Value")).toHaveText("42");
  });
});

test.describe("a world of one's own", () => {
  test("is the component's, with one click, where no world of the list fits", async ({ workbench, page }) => {
    const { board, ownWorld, verdict } = workbench;
    await workbench.open(await customImport(), "store.wasm");
    // What is missing can be answered on the board: no other world is needed.
    await expect(verdict).toContainText("Mock or refuse on the board what is not provided.");
    await expect(verdict.getByRole("button", { name: "Use" })).toHaveCount(0);

    await board.chooseWorld(/^None/);
    await expect(verdict).toContainText("No world of the list fits.");
    await verdict.getByRole("button", { name: "Use this component's own world" }).click();
    await expect(verdict).toContainText("✓ Fits root:component/root");
    await expect(verdict).toContainText("Nothing plays acme:store/kv@1.0.0 until you mock or refuse it on the board.");
    await board.set("acme:store/kv@1.0.0", "mock");
    await expect(verdict).toContainText("Nothing it gets is real.");
    await workbench.run();
    await workbench.panel.expectStatus("exited", "exited 0");

    await board.world.getByRole("button", { name: "Edit" }).click();
    await ownWorld.editor.expectText(/acme:store/);
    await ownWorld.cancel.click();
    await expect(ownWorld.dialog).toBeHidden();
    await board.chooseWorld(/^WASI command 0\.2\.12/);
    await expect(verdict).toContainText("✓ Runs in wasi:cli/command@0.2.12");
    await board.changeWorld.click();
    await expect(page.getByRole("menuitemradio", { checked: true })).toContainText("WASI command 0.2.12");
  });

  test("is typed, its mistake is marked, and mended it is applied", async ({ workbench }) => {
    const { board, ownWorld, verdict } = workbench;
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await board.chooseWorld(/^Your own world/);
    // What it begins with is a world that fits.
    await ownWorld.editor.expectText(/import\swasi:cli\/stdout@0\.2\.12;/);
    await ownWorld.apply.click();
    await expect(ownWorld.dialog).toBeHidden();
    await expect(verdict).toContainText("✓ Fits my:app/my-world");

    await board.world.getByRole("button", { name: "Edit" }).click();
    await ownWorld.editor.expectText(/world\smy-world/);
    await ownWorld.editor.write(
      "package my:app;\n\nworld mine {\n  import wasi:cli/stdout@0.2.12\n  export wasi:cli/run@0.2.12;\n}\n",
    );
    await ownWorld.apply.click();
    await expect(ownWorld.failure).toHaveText("Not applied: mend the mistakes above first.");
    await expect(ownWorld.mistakes).toContainText(/^\s*[45]:\d+/);
    await expect(ownWorld.editor.squiggle).not.toHaveCount(0);
    await expect(ownWorld.dialog).toBeVisible();

    await ownWorld.editor.write(
      "package my:app;\n\nworld mine {\n  import wasi:cli/stdout@0.2.12;\n  export wasi:cli/run@0.2.12;\n}\n",
    );
    await expect(ownWorld.editor.squiggle).toHaveCount(0);
    await ownWorld.apply.click();
    await expect(ownWorld.dialog).toBeHidden();
    await workbench.idle();
    await expect(verdict).toContainText("✓ Fits my:app/mine");
    await workbench.run();
    await workbench.panel.expectStatus("exited", "exited 0");

    await board.world.getByRole("button", { name: "Edit" }).click();
    await ownWorld.editor.expectText(/world\smine/);
    await ownWorld.cancel.click();
    await expect(ownWorld.dialog).toBeHidden();
    await expect(verdict).toContainText("✓ Fits my:app/mine");
  });

  test("that does not fit tells why", async ({ workbench }) => {
    const { board, ownWorld, verdict } = workbench;
    await workbench.openSample("Hello");
    await board.world.getByRole("button", { name: "Edit" }).click();
    await ownWorld.editor.expectText(/world\shello/);
    await ownWorld.editor.write(
      "package my:app;\n\nworld mine {\n  import wasi:cli/stdout@0.2.12;\n  export my-run: func();\n}\n",
    );
    await ownWorld.apply.click();
    await expect(ownWorld.dialog).toBeHidden();
    await expect(verdict).toContainText("! Does not fit my:app/mine");
    await expect(verdict).toContainText("The world does not provide wasi:clocks/wall-clock@0.2.12");
    await expect(verdict).toContainText("the component does not export my-run");
    await expect(board.socket("wall-clock", "missing")).toBeVisible();
    await expect(board.world).toContainText("my-run");
  });

  test("that names an interface which no capability plays lets its calls be refused", async ({ workbench }) => {
    const { board, ownWorld } = workbench;
    await workbench.open(await customImport(), "store.wasm");
    await board.chooseWorld(/^Your own world/);
    const world = `package my:app;\n\nworld mine {\n  include wasi:cli/command@0.2.12;\n  import acme:store/kv@1.0.0;\n}\n\n${storeWit}\n`;
    await expect(ownWorld.editor.input).toBeAttached();
    await ownWorld.editor.write(world);
    await ownWorld.apply.click();
    await expect(ownWorld.dialog).toBeHidden();
    await expect(workbench.verdict).toContainText("✓ Fits my:app/mine");
    await expect(board.socket("kv", "not set")).toBeVisible();
    await board.set("acme:store/kv@1.0.0", "deny");
    await workbench.run();
    await workbench.panel.expectStatus("trapped", "trapped");
  });

  test("one of several is chosen", async ({ workbench }) => {
    const { board, ownWorld } = workbench;
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await board.chooseWorld(/^Your own world/);
    await expect(ownWorld.editor.input).toBeAttached();
    await ownWorld.editor.write(
      "package my:app;\n\nworld one {}\n\nworld two {\n  include wasi:cli/command@0.2.12;\n}\n",
    );
    await ownWorld.apply.click();
    await expect(ownWorld.dialog).toBeHidden();
    await expect(workbench.verdict).toContainText("! Does not fit my:app/one");
    await board.world.getByRole("button", { name: "Edit" }).click();
    await ownWorld.editor.expectText(/world\stwo/);
    await expect(ownWorld.world).toHaveValue("one");
    await ownWorld.world.selectOption("two");
    await ownWorld.apply.click();
    await expect(ownWorld.dialog).toBeHidden();
    await expect(workbench.verdict).toContainText("✓ Fits my:app/two");
    await board.world.getByRole("button", { name: "Edit" }).click();
    await expect(ownWorld.world).toHaveValue("two");
  });

  test("given up leaves the world as it was", async ({ workbench, page }) => {
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await workbench.board.chooseWorld(/^Your own world/);
    await expect(workbench.ownWorld.editor.input).toBeAttached();
    await workbench.ownWorld.editor.write("world nonsense");
    await workbench.ownWorld.dialog.getByRole("button", { name: "Close" }).focus();
    await page.keyboard.press("Escape");
    await expect(workbench.ownWorld.dialog).toBeHidden();
    await expect(workbench.verdict).toContainText("✓ Fits wasi:cli/command@0.2.12");
  });
});

/** A command that could send an HTTP request, and does not. */
function sender(): Promise<Uint8Array> {
  return componentOf({
    world: "import wasi:http/outgoing-handler@0.2.12;\nexport wasi:cli/run@0.2.12;",
    wat: `(module
      (import "wasi:http/outgoing-handler@0.2.12" "handle" (func (param i32 i32 i32 i32)))
      (memory (export "memory") 1)
      (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
      (func (export "wasi:cli/run@0.2.12#run") (result i32) (i32.const 0)))`,
  });
}
