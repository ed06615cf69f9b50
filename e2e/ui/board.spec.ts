import type { Locator } from "@playwright/test";
import { customImport, manyImports } from "../fixtures/build.ts";
import { assemble, componentOf } from "../fixtures/tools.ts";
import { expect, test } from "../pages/test.ts";

const wallClock = "wasi:clocks/wall-clock@0.2.12";
const kv = "acme:store/kv@1.0.0";

test.describe("states", () => {
  test("mock, real and deny stand in words on both sides, and the wire follows", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.openSample("Hello");
    await expect(board.socket("wall-clock", "mock")).toBeVisible();
    await expect(board.mode("Wall clock", "mock")).toBeChecked();
    await expect(board.wires("mock")).toHaveCount(2);
    await expect(board.wires("passed")).not.toHaveCount(0);

    await board.set("Wall clock", "real");
    await expect(board.socket("wall-clock", "real")).toBeVisible();
    await expect(board.wires("real")).toHaveCount(1);
    await expect(workbench.verdict).toContainText("Real: Wall clock.");

    await board.set("Wall clock", "deny");
    await expect(board.socket("wall-clock", "deny")).toBeVisible();
    await expect(board.wires("deny")).toHaveCount(1);
    await expect(board.wires("real")).toHaveCount(0);
    await expect(workbench.verdict).toContainText("Nothing it gets is real.");
  });

  test("what cannot be chosen is off", async ({ workbench }) => {
    await workbench.openSample("Hostile");
    await expect(workbench.board.mode("Sockets", "deny")).toBeChecked();
    await expect(workbench.board.mode("Sockets", "real")).toBeDisabled();
    await expect(workbench.board.mode("Sockets", "mock")).toBeEnabled();
  });

  test("an import that the world does not provide is missing until it is mocked or refused", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.open(await customImport(), "store.wasm");
    await expect(board.socket("kv", "missing")).toBeVisible();
    await expect(board.wires("missing")).toHaveCount(1);
    await expect(workbench.verdict).toContainText("Does not fit");
    await expect(workbench.verdict).toContainText("acme:store/kv@1.0.0");
    await workbench.run();
    await workbench.panel.expectStatus("failed", "failed");
    await workbench.panel.show("Result");
    await expect(workbench.panel.body).toContainText("acme:store/kv@1.0.0");

    await expect(board.modes(kv).getByRole("radio", { checked: true })).toHaveCount(0);
    await board.set(kv, "deny");
    await expect(board.socket("kv", "deny")).toBeVisible();
    await expect(board.wires("deny")).toHaveCount(1);
    await workbench.run();
    await workbench.panel.expectStatus("trapped", "trapped");
    await expect(workbench.panel.body).toContainText("acme:store/kv@1.0.0#get");
    await expect(board.socket("kv", "deny")).toContainText("×1");

    await board.set(kv, "mock");
    await expect(board.socket("kv", "mock")).toBeVisible();
    await expect(board.wires("deny")).toHaveCount(0);

    await board.plug(kv).click();
    await workbench.settings.button("Unset").click();
    await expect(board.socket("kv", "missing")).toBeVisible();
    await expect(board.modes(kv).getByRole("radio", { checked: true })).toHaveCount(0);
  });

  test("what the world provides in name only is told so, and can be refused", async ({ workbench }) => {
    const { board } = workbench;
    const name = "acme:next/thing@1.0.0";
    const wit = "package acme:next@1.0.0; interface thing { f: func(); } world w { import thing; }";
    await workbench.open(await assemble(`(component (import "${name}" (instance (export "f" (func)))))`), "next.wasm");
    await workbench.page.evaluate((text) => Reflect.get(window, "orrery").setWorld({ wit: text }), wit);
    await expect(board.socket("thing", "not set")).toBeVisible();
    await expect(board.fold(board.world, /^provided in name only/)).toBeVisible();
    await expect(board.fold(board.world, /^not provided/)).toHaveCount(0);
    await board.set(name, "deny");
    await expect(board.socket("thing", "deny")).toBeVisible();
  });

  test("the four looks differ in colour and in shape", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.openSample("Hello");
    const look = async (name: "real" | "mock" | "deny" | "missing") => {
      const wire = board.wires(name).first();
      await expect(wire).toBeAttached();
      return wire.evaluate((group) => {
        const [, line] = group.querySelectorAll("path");
        if (line === undefined) throw new Error("A wire has no line.");
        const style = getComputedStyle(line);
        return {
          color: style.stroke,
          // Dashes, a bar, and how the plug is filled.
          shape: [
            style.strokeDasharray,
            group.querySelectorAll("line").length,
            [...group.querySelectorAll("circle, path")].map((mark) => getComputedStyle(mark).fill === "none").join(),
          ].join(" | "),
        };
      });
    };
    const mock = await look("mock");
    await board.set("Wall clock", "real");
    const real = await look("real");
    await board.set("Wall clock", "deny");
    const deny = await look("deny");
    await workbench.open(await customImport(), "store.wasm");
    const missing = await look("missing");
    const all = [mock, real, deny, missing];
    expect(new Set(all.map((one) => one.color)).size).toBe(4);
    expect(new Set(all.map((one) => one.shape)).size).toBe(4);
  });
});

test.describe("pointing and choosing", () => {
  test("a socket names its functions and opens its settings", async ({ workbench, page }) => {
    await workbench.openSample("Hello");
    await workbench.board.socket("wall-clock").hover();
    await expect(page.getByRole("tooltip")).toContainText(wallClock);
    await expect(page.getByRole("tooltip")).toContainText("now: func() -> datetime");
    await workbench.board.socket("wall-clock").click();
    await expect(workbench.settings.tab("Wall clock")).toHaveAttribute("aria-selected", "true");
    await expect(workbench.settings.field("Instant")).toHaveValue("1970-01-01T00:00:00Z");
    await workbench.board.socket("stdout").focus();
    await page.keyboard.press("Enter");
    await expect(workbench.settings.tab("Standard output")).toHaveAttribute("aria-selected", "true");
  });

  test("a wire can be pointed at and chosen", async ({ workbench, page }) => {
    await workbench.openSample("Hello");
    await workbench.board.set("Wall clock", "real");
    const wire = workbench.board.wires("real");
    const middle = await wire.evaluate((group) => {
      const path = group.querySelector("path");
      const matrix = path?.getScreenCTM();
      if (path === null || matrix === null || matrix === undefined) throw new Error("A wire is not drawn.");
      const { x, y } = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(matrix);
      return { x, y };
    });
    await page.mouse.move(middle.x, middle.y);
    await expect(wire).toHaveAttribute("data-active", "true");
    await expect(workbench.board.wires("mock").first()).toHaveAttribute("data-active", "false");
    await page.mouse.click(middle.x, middle.y);
    await expect(workbench.settings.tab("Wall clock")).toHaveAttribute("aria-selected", "true");
  });

  test("no wire stays dimmed once what was pointed at is gone", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.open(await customImport(), "store.wasm");
    const dimmed = workbench.page.locator('[data-wire][data-active="false"]');
    await board.set("Standard output", "mock");
    await board.socket("kv").focus();
    await expect(board.wires("missing")).toHaveAttribute("data-active", "true");
    await expect(dimmed).not.toHaveCount(0);
    await workbench.openSample("Hello");
    await expect(board.wires("mock")).toHaveCount(2);
    await expect(workbench.page.locator("svg[data-busy]")).toHaveAttribute("data-busy", "false");
  });

  test("in one column the settings of what was chosen come into view", async ({ workbench, page }) => {
    await page.setViewportSize({ width: 400, height: 800 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await workbench.openSample("Hello");
    await expect(workbench.settings.region).not.toBeInViewport();
    await workbench.board.socket("wall-clock").click();
    await expect(workbench.settings.tab("Wall clock")).toBeInViewport();
    await expect(workbench.settings.tab("Wall clock")).toBeFocused();
    await expect(workbench.settings.field("Instant")).toBeInViewport();
  });

  test("an import of nobody's opens what can be done about it", async ({ workbench }) => {
    await workbench.open(await customImport(), "store.wasm");
    await workbench.board.socket("kv").click();
    await expect(workbench.settings.tab("kv")).toHaveAttribute("aria-selected", "true");
    await expect(workbench.settings.region).toContainText("The world does not provide acme:store/kv@1.0.0.");
    await expect(workbench.settings.region).toContainText("The component cannot start without it.");
    await workbench.settings.choose(`${kv}: mock or deny`, "deny");
    await expect(workbench.settings.region).toContainText("Calls to it are refused");
    await expect(workbench.board.socket("kv", "deny")).toBeVisible();
  });
});

test.describe("calls", () => {
  test("are counted, and what was never called is told", async ({ workbench }) => {
    await workbench.open(await unusedClock(), "unused.wasm");
    await expect(workbench.board.component).not.toContainText("never called");
    await workbench.run();
    await expect(workbench.board.socket("wall-clock")).toContainText("never called");

    await workbench.openSample("Hello");
    await expect(workbench.board.socket("wall-clock")).not.toContainText("×");
    await workbench.run();
    await expect(workbench.board.socket("wall-clock")).toContainText("×1");
    await expect(workbench.board.socket("stdout")).toContainText("×1");
    await workbench.board.socket("wall-clock").click();
    await expect(workbench.settings.region).toContainText("now: func() -> datetime×1");
  });
});

test.describe("many imports", () => {
  test("a folded group tells the calls of all its rows", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.open(await manyImports(3), "few.wasm");
    await board.world.getByRole("button", { name: "Mock all 3" }).click();
    const group = board.fold(board.component, /^acme:many 1\.0\.0/);
    await group.click();
    await expect(group).toHaveAttribute("aria-expanded", "false");
    await expect(group).not.toContainText("×");
    await workbench.run();
    await expect(group).toContainText("×3");
    await group.click();
    await expect(group).not.toContainText("×");
    await expect(board.socket("i2")).toContainText("×1");
  });

  test("60 interfaces begin folded, unfold and stay readable", async ({ workbench }) => {
    const { board } = workbench;
    await workbench.open(await manyImports(60), "many.wasm");
    const left = board.fold(board.component, /^acme:many 1\.0\.0/);
    const right = board.fold(board.world, /^not provided/);
    await expect(left).toHaveAttribute("aria-expanded", "false");
    await expect(left).toContainText("missing");
    await expect(left).toContainText("60");
    await expect(right).toHaveAttribute("aria-expanded", "false");
    await expect(right).toContainText("60");
    // One wire stands for all of them.
    await expect(board.wires("missing")).toHaveCount(1);
    expect(await overlaps(board.component)).toEqual([]);

    await left.click();
    await right.click();
    await expect(board.component.locator("[data-socket^='import:acme:many']")).toHaveCount(60);
    await expect(board.wires("missing")).toHaveCount(60);
    expect(await overlaps(board.component)).toEqual([]);
    expect(await overlaps(board.world)).toEqual([]);
    await board.socket("i59").scrollIntoViewIfNeeded();
    await expect(board.socket("i59", "missing")).toBeInViewport();

    await left.click();
    await expect(board.component.locator("[data-socket^='import:acme:many']")).toHaveCount(0);
    await expect(left).toHaveAttribute("aria-expanded", "false");
  });

  test("all reasons are told, and one button refuses all", async ({ workbench }) => {
    await workbench.open(await manyImports(60), "many.wasm");
    await expect(workbench.verdict).toContainText("60 reasons.");
    const more = workbench.verdict.getByRole("button", { name: "All reasons" });
    await more.click();
    await expect(workbench.verdict.getByRole("listitem")).toHaveCount(60);
    await expect(workbench.verdict).toContainText("The world does not provide acme:many/i59@1.0.0.");
    await workbench.verdict.getByRole("button", { name: "Fewer reasons" }).click();
    await expect(workbench.verdict.getByRole("listitem")).toHaveCount(0);

    await workbench.board.world.getByRole("button", { name: "Refuse calls to all 60" }).click();
    await expect(workbench.board.fold(workbench.board.component, /^acme:many/)).toContainText("deny");
    await workbench.run();
    await workbench.panel.expectStatus("trapped", "trapped");
    await workbench.panel.show("Result");
    await expect(workbench.panel.body).toContainText("acme:many/i0@1.0.0#f");
  });

  test("another button mocks all, and the component runs", async ({ workbench }) => {
    const { verdict } = workbench;
    await workbench.open(await manyImports(3), "few.wasm");
    await expect(verdict).toContainText("! Does not fit wasi:cli/command@0.2.12");
    await expect(verdict).toContainText("Mock or refuse on the board what is not provided.");
    await workbench.board.world.getByRole("button", { name: "Mock all 3" }).click();
    for (const name of ["i0", "i1", "i2"]) await expect(workbench.board.socket(name, "mock")).toBeVisible();
    await expect(verdict).toContainText("✓ Runs in wasi:cli/command@0.2.12");
    await expect(verdict).toContainText("3 interfaces that the world does not provide are mocked.");
    await verdict.getByRole("button", { name: "All reasons" }).click();
    await expect(verdict.getByRole("listitem")).toHaveCount(3);
    await expect(verdict).toContainText("The world does not provide acme:many/i2@1.0.0.");
    await workbench.run();
    await workbench.panel.expectStatus("exited", "exited");
    await expect(workbench.board.socket("i2")).toContainText("×1");
  });

  for (const [width, name] of [
    [1280, "wide"],
    [400, "narrow"],
  ] as const) {
    test(`the rows of a board with much on it do not overlap, ${name}`, async ({ workbench, page }) => {
      await page.setViewportSize({ width, height: 800 });
      await workbench.openSample("Hostile");
      expect(await overlaps(workbench.board.component)).toEqual([]);
      expect(await overlaps(workbench.board.world)).toEqual([]);
    });
  }
});

/** Pairs of rows of a card that cover each other, and texts in them that stick out of their row. */
function overlaps(card: Locator): Promise<readonly string[]> {
  return card.evaluate((element) => {
    const rows = [...element.querySelectorAll("li, h3")].map((row) => ({ row, box: row.getBoundingClientRect() }));
    const found: string[] = [];
    for (const [index, one] of rows.entries()) {
      for (const other of rows.slice(index + 1)) {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 1 && down > 1) found.push(`${one.row.textContent} covers ${other.row.textContent}`);
      }
      for (const part of one.row.querySelectorAll("span, button")) {
        const box = part.getBoundingClientRect();
        const hidden = box.width <= 1 || box.height <= 1;
        if (!hidden && (box.right > one.box.right + 1 || box.left < one.box.left - 1)) {
          found.push(`${part.textContent} sticks out of ${one.row.textContent}`);
        }
      }
    }
    return found;
  });
}

/** Imports the wall clock and never reads it. */
function unusedClock(): Promise<Uint8Array> {
  return componentOf({
    world: `import ${wallClock};\nexport wasi:cli/run@0.2.12;`,
    wat: `(module
      (import "${wallClock}" "now" (func (param i32)))
      (memory (export "memory") 1)
      (func (export "wasi:cli/run@0.2.12#run") (result i32) (i32.const 0)))`,
  });
}
