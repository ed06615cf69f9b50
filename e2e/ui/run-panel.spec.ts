import type { Locator } from "@playwright/test";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { ansi, badUtf8, flooder, looper, previewOneModule, printer, trapper, witPackage } from "../fixtures/build.ts";
import { copied } from "../pages/incoming.ts";
import { picture, sound } from "../pages/media.ts";
import { reach } from "../pages/keys.ts";
import { ReportPanel } from "../pages/report.ts";
import { expect, test } from "../pages/test.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test.describe("console", () => {
  test("keeps the streams apart, copies and downloads them", async ({ workbench, page }) => {
    const { panel, settings } = workbench;
    await workbench.openSample("Notes");
    await expect(panel.body).toContainText("Nothing ran yet.");
    await settings.show("Mounts");
    await settings.button("Remove mount /data").click();
    await workbench.run();
    await expect(panel.lines("stderr")).not.toHaveCount(0);
    await expect(panel.lines("stdout")).not.toHaveCount(0);
    await expect(panel.lines("stderr").first()).toContainText("notes: ");
    const color = (stream: "stdout" | "stderr") =>
      panel
        .lines(stream)
        .first()
        .evaluate((line) => getComputedStyle(line).color);
    expect(await color("stderr")).not.toBe(await color("stdout"));

    await panel.filter("stderr");
    await expect(panel.lines("stdout")).toHaveCount(0);
    await expect(panel.lines("stderr")).not.toHaveCount(0);
    await panel.region.getByRole("button", { name: "Copy output" }).click();
    await expect(workbench.notice("Output copied.")).toBeVisible();
    expect(await copied(page)).toMatch(/^notes: /);
    expect(await copied(page)).not.toContain("arguments:");

    await panel.filter("stdout");
    await expect(panel.lines("stderr")).toHaveCount(0);
    await expect(panel.lines("stdout").first()).toHaveText("2 arguments: [red] [two words]");
    const download = page.waitForEvent("download");
    await panel.region.getByRole("button", { name: "Download output" }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe("output.txt");
    expect(await readFile(await saved.path(), "utf8")).toMatch(/^2 arguments: \[red\] \[two words\]\nGREETING/);
  });

  test("colours are shown; control sequences, direction marks and markup are seen and not obeyed", async ({
    workbench,
    page,
  }) => {
    const { output } = workbench.panel;
    await workbench.open(await ansi(), "ansi.wasm");
    await workbench.run();
    const span = (text: string) => output.getByText(text, { exact: true });
    await expect(span("red")).toHaveCSS("color", await named(output, "--ansi-1"));
    await expect(span("bold green")).toHaveCSS("font-weight", "700");
    await expect(span("orange")).toHaveCSS("color", "rgb(255, 135, 0)");
    await expect(span("on blue")).toHaveCSS("background-color", "rgb(0, 0, 128)");
    for (const seen of [
      "␛[2J␛[Hcleared?␛[10Amoved?",
      "␛]0;a title from the guest␇title?",
      "␛]8;;https://example.com/␛\\link?",
      "␛]52;c;c3RvbGVu␇clipboard?",
      "abc␈␈␈xyz carriage␍return nul ␀ delete ␡ csi ⟨U+009B⟩31m",
      "bidi ⟨U+202E⟩gnp.exe⟨U+202C⟩ isolate ⟨U+2067⟩abc⟨U+2069⟩ mark ⟨U+200F⟩",
      "<b>markup</b> &amp; <script>globalThis.__pwned = 1</script>",
    ]) {
      await expect(output).toContainText(seen);
    }
    await expect(output.locator("a, b, script, img, iframe")).toHaveCount(0);
    await expect(page).toHaveTitle("ansi.wasm · Orrery");
    expect(await page.evaluate(() => "__pwned" in globalThis)).toBe(false);
    // Only colours and weight come from the output.
    const properties = await output.evaluate((element) => [
      ...new Set([...element.querySelectorAll<HTMLElement>("[data-stream] span")].flatMap((one) => [...one.style])),
    ]);
    for (const property of properties) expect(["color", "background-color", "font-weight"]).toContain(property);
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(await output.textContent()).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
    );
  });

  test("bytes that are no text become replacement characters", async ({ workbench }) => {
    await workbench.open(await badUtf8(), "bad.wasm");
    await workbench.run();
    await expect(workbench.panel.lines().first()).toContainText(/^ok \ufffd/);
    await expect(workbench.panel.lines().last()).toHaveText("end \ufffd");
  });

  test("a line of great length is cut until asked for", async ({ workbench }) => {
    await workbench.open(await printer("y".repeat(4000)), "long.wasm");
    await workbench.run();
    await expect(workbench.panel.lines()).toHaveCount(1);
    await expect(workbench.panel.lines()).not.toContainText("y".repeat(2001));
    await workbench.panel.output.getByRole("button", { name: "Show all 4,000 characters" }).click();
    await expect(workbench.panel.lines()).toHaveText("y".repeat(4000));
  });

  test("a flood is cut at its limit, drawn in part, and the page goes on", async ({ workbench }) => {
    const { panel } = workbench;
    await workbench.open(await flooder(), "flooder.wasm");
    await workbench.run();
    await panel.expectStatus("limited", "limit reached");
    await expect(panel.lines().last()).toContainText("xxxx");
    expect(await panel.lines().count()).toBeLessThan(200);
    await expect(panel.region).toContainText(/The first [\d,]+ lines are left out here; Copy and Download have them\./);
    await panel.show("Result");
    await expect(panel.body).toContainText("Stopped at a limit");
    await expect(panel.body).toContainText("8,388,608 bytes");
    await workbench.openSample("Hello");
    await workbench.run();
    await panel.show("Console");
    await expect(panel.lines()).toHaveText([/^Hello from a component/]);
  });
});

test.describe("progress", () => {
  test("elapsed time and stages are shown, and Stop ends an endless loop", async ({ workbench }) => {
    const { panel } = workbench;
    await workbench.open(await looper(), "looper.wasm");
    await workbench.settings.show("Limits");
    await workbench.settings.field("Time").fill("600000");
    await workbench.runButton.click();
    const stages = panel.region.getByRole("list", { name: "Progress" });
    await expect(stages.getByRole("listitem")).toHaveText(["read", "compile", "start", "run"]);
    await expect(stages.locator("[aria-current=step]")).toHaveText("run");
    await expect(panel.region).toContainText(/\d ms|\d s/);
    await expect(panel.lines()).toHaveText(["looping"]);
    // The page answers meanwhile.
    await panel.show("Report");
    await expect(panel.fact("Name")).toHaveText("looper.wasm");
    await panel.show("Result");
    await expect(panel.body).toContainText("It is running.");
    await workbench.stopButton.click();
    await workbench.ended();
    await panel.expectStatus("stopped", "stopped");
    await expect(panel.body).toContainText("Stopped by you");
    await expect(panel.fact("First output")).toHaveText(/ after Run was pressed$/);
    // What a person wanted is not drawn as an error.
    const words = panel.body.getByText("Running was stopped by you.", { exact: false });
    expect(await named(words, "--deny-bg")).not.toBe(await backgroundOf(words));
    await panel.show("Console");
    expect(await named(words, "--deny-bg")).not.toBe(await backgroundOf(words));
    await expect(workbench.runButton).toBeEnabled();
  });

  test("with keys alone: sample, switch, run, stop, result", async ({ workbench, page }) => {
    await reach(page, () => page.getByRole("button", { name: "Open the sample Hostile" }));
    await page.keyboard.press("Enter");
    await workbench.opened("hostile.wasm");
    await reach(page, () => workbench.board.mode("Wall clock", "real"));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await expect(workbench.board.mode("Wall clock", "deny")).toBeChecked();
    await reach(page, () => workbench.settings.tab("Environment and arguments"));
    await page.keyboard.press("ArrowRight");
    await expect(workbench.settings.tab("Program")).toHaveAttribute("aria-selected", "true");
    await reach(page, () => workbench.settings.field("Arguments"));
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("loop");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(workbench.stopButton).toBeVisible();
    await expect(workbench.panel.region.locator("[aria-current=step]")).toHaveText("run");
    await page.keyboard.press("Escape");
    await workbench.ended();
    await workbench.panel.expectStatus("stopped", "stopped");
    await reach(page, () => workbench.panel.tab("Console"));
    for (let tab = 0; tab < 3; tab += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await page.keyboard.press("ArrowRight");
    }
    await expect(workbench.panel.body).toContainText("Stopped by you");
  });
});

test.describe("result", () => {
  test("a good end: code, times, engine and calls", async ({ workbench }) => {
    const { panel } = workbench;
    await workbench.openSample("Hello");
    await panel.show("Result");
    await expect(panel.body).toContainText("Nothing ran yet.");
    await workbench.run();
    await panel.expectStatus("exited", "exited 0");
    await expect(panel.body).toContainText("Exited with code 0");
    await expect(panel.fact("Exit code")).toHaveText("0");
    await expect(panel.fact("Time")).toHaveText(/read .+ · compile .+ · start .+ · run .+/);
    await expect(panel.fact("Engine")).toHaveText("native");
    const calls = panel.body.getByRole("table", { name: "Calls of imports" });
    await expect(calls.getByRole("row", { name: /wall-clock@0\.2\.12#now/ })).toContainText("1");
  });

  test("a trap: what happened, in words, after what was printed", async ({ workbench }) => {
    await workbench.open(await trapper(), "trapper.wasm");
    await workbench.run();
    await expect(workbench.panel.lines()).toHaveText(["before"]);
    await workbench.panel.expectStatus("trapped", "trapped");
    await workbench.panel.show("Result");
    await expect(workbench.panel.body).toContainText("Trapped: the component broke off");
    await expect(workbench.panel.body).toContainText("declares unreachable");
  });
});

test.describe("files", () => {
  test("what the run made and changed, as text and as hex, with download", async ({ workbench, page }) => {
    const { panel } = workbench;
    await workbench.openSample("Notes");
    await panel.show("Files");
    await expect(panel.body).toContainText("As mounted, before a run.");
    await expect(panel.file("in.txt")).toBeVisible();
    await workbench.run();
    await expect(panel.tab("Files")).toContainText("2");
    await expect(panel.body).toContainText("2 files changed by the run.");
    await expect(panel.file("out.txt")).toContainText("new");
    await expect(panel.file("in.txt")).not.toContainText("new");
    await panel.file("out.txt").click();
    const preview = panel.preview("/data/out.txt");
    await expect(preview.getByRole("region", { name: "Text" })).toContainText("Good morning at 1970-01-01T00:00:00Z");
    await preview.getByRole("radio", { name: "hex" }).click();
    await expect(preview.getByRole("region", { name: "Hex" })).toContainText(
      "00000000  47 6f 6f 64 20 6d 6f 72 6e 69 6e 67 20 61 74 20  Good morning at ",
    );
    const download = page.waitForEvent("download");
    await preview.getByRole("button", { name: "Download out.txt" }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe("out.txt");
    expect(await readFile(await saved.path(), "utf8")).toMatch(/^Good morning at 1970-01-01T00:00:00Z\n/);
  });

  test("images and sounds are shown, and bytes that are neither as hex", async ({ workbench }) => {
    const { panel, settings } = workbench;
    await workbench.openSample("Notes");
    await settings.show("Mounts");
    await settings.addFiles("/data", [
      // The names tell nothing: the first bytes decide.
      { name: "image.bin", bytes: picture(16) },
      { name: "tone.bin", bytes: sound() },
      { name: "raw.png", bytes: new Uint8Array([0, 1, 2, 253, 254, 255]) },
      { name: "drawing.svg", bytes: new TextEncoder().encode("<svg onload='globalThis.__pwned = 1'/>") },
    ]);
    await workbench.run();
    await panel.show("Files");
    await panel.file("image.bin").click();
    const image = panel.preview("/data/image.bin").getByRole("img", { name: "Content of image.bin" });
    await expect(image).toHaveJSProperty("naturalWidth", 16);
    await panel.file("tone.bin").click();
    const audio = panel.preview("/data/tone.bin").getByLabel("Sound of tone.bin");
    await expect(audio).toBeVisible();
    await expect.poll(() => audio.evaluate((one) => (one instanceof HTMLAudioElement ? one.duration : 0))).toBe(0.5);
    await panel.file("raw.png").click();
    await expect(panel.preview("/data/raw.png").getByRole("region", { name: "Hex" })).toContainText(
      "00 01 02 fd fe ff",
    );
    await panel.file("drawing.svg").click();
    await expect(panel.preview("/data/drawing.svg").getByRole("region", { name: "Text" })).toContainText("<svg onload");
    await expect(panel.body.locator("img, svg[onload]")).toHaveCount(0);
    expect(await workbench.page.evaluate(() => "__pwned" in globalThis)).toBe(false);
  });
});

test.describe("the lower panels", () => {
  test("Ctrl+Enter runs while a socket has the focus, and does not press it", async ({ workbench, page }) => {
    await workbench.open(await printer("hi\n"), "hi.wasm");
    const socket = workbench.board.socket("stdout");
    await socket.click();
    await expect(socket).toBeFocused();
    await page.keyboard.press("ControlOrMeta+Enter");
    await workbench.ended();
    await workbench.panel.expectStatus("exited", "exited 0");
  });

  test("are maximised and given back with the keys", async ({ workbench, page }) => {
    await workbench.open(await printer("hi\n"), "hi.wasm");
    const height = async () => (await workbench.panel.region.boundingBox())?.height ?? 0;
    const before = await height();
    const maximise = workbench.panel.region.getByRole("button", { name: "Maximise" });
    await maximise.focus();
    await page.keyboard.press("Enter");
    await expect(maximise).toHaveCount(0);
    await expect.poll(height).toBeGreaterThan(before + 100);
    await expect(workbench.board.component).not.toBeInViewport();
    await workbench.panel.region.getByRole("button", { name: "Restore" }).press("Enter");
    await expect.poll(height).toBeCloseTo(before, 0);
    await expect(workbench.board.component).toBeVisible();
  });

  test("what cannot run opens on its WIT, and what can on the console again", async ({ workbench }) => {
    await workbench.open(await witPackage(), "types.wasm");
    await expect(workbench.panel.tab("WIT")).toHaveAttribute("aria-selected", "true");
    await workbench.open(await printer("hi\n"), "hi.wasm");
    await expect(workbench.panel.tab("Console")).toHaveAttribute("aria-selected", "true");
    await workbench.panel.show("Report");
    await workbench.open(await witPackage(), "types.wasm");
    await expect(workbench.panel.tab("Report")).toHaveAttribute("aria-selected", "true");
  });
});

test.describe("report and WIT", () => {
  test("the report gives the facts of the file", async ({ workbench, page }) => {
    const { panel } = workbench;
    const bytes = await previewOneModule();
    await workbench.open(bytes, "old.wasm");
    await panel.show("Report");
    await expect(panel.fact("Name")).toHaveText("old.wasm");
    await expect(panel.fact("Kind")).toHaveText("Command, adapted from preview 1");
    await expect(panel.fact("Size")).toContainText(String(bytes.length));
    await expect(panel.fact("SHA-256")).toHaveText(createHash("sha256").update(bytes).digest("hex"));
    await expect(panel.fact("Core modules")).toHaveText(/^\d+$/);
    await expect(panel.fact("Nested components")).toHaveText(/^\d+$/);
    await expect(panel.body).toContainText(/preview 1/);
    await panel.region.getByRole("button", { name: "Copy report" }).click();
    await expect(workbench.notice("Report copied.")).toBeVisible();
    expect(await copied(page)).toContain("SHA-256: ");

    const report = new ReportPanel(page);
    const side = (name: string) => panel.body.getByRole("region", { name, exact: true });
    await report.show("Imports and exports");
    await expect(side("Imports")).toContainText("get-stdout: func() -> output-stream");
    await expect(side("Exports")).toContainText("run: func() -> result");

    await workbench.openSample("Greet");
    await expect(panel.body).toContainText("Imports: none.");
    await report.show("Facts");
    await expect(panel.fact("Kind")).toHaveText("Library");
    await workbench.openSample("Sums");
    await expect(panel.fact("Core modules")).toHaveText(/^[1-9]\d*$/);
    await expect(panel.fact("Nested components")).toHaveText(/^[1-9]\d*$/);
    await expect(panel.fact("Language")).toContainText("Rust");
    await expect(panel.fact("Processed by")).toContainText(/wit-component \d/);
  });

  test("the WIT text is shown to read, and the editor comes only then", async ({ workbench, page, seen }) => {
    const editorRequests = () => seen.requests.filter((url) => /wit-editor|monaco/.test(url));
    const { panel } = workbench;
    await workbench.openSample("Hello");
    await workbench.run();
    for (const tab of ["Files", "Result", "Report"] as const) await panel.show(tab);
    expect(editorRequests()).toEqual([]);
    await panel.show("WIT");
    const editor = panel.region.getByRole("textbox", { name: "WIT of the component" });
    await expect(editor).toBeAttached();
    const lines = panel.region.locator(".view-lines");
    await expect(lines).toContainText(/import\swasi:clocks\/wall-clock@0\.2\.12;/);
    await expect(lines).toContainText(/export\swasi:cli\/run@0\.2\.12;/);
    expect(editorRequests()).not.toEqual([]);

    const before = await lines.textContent();
    await editor.focus();
    await page.keyboard.insertText("typed");
    await expect(lines).toHaveText(before ?? "");
    await panel.region.getByRole("button", { name: "Copy WIT" }).click();
    await expect(workbench.notice("WIT copied.")).toBeVisible();
    expect(await copied(page)).toContain("import wasi:clocks/wall-clock@0.2.12;");
  });
});

/** A colour by the name of its custom property, as the browser computes it there. */
function named(place: Locator, property: string): Promise<string> {
  return place.evaluate((element, name) => {
    const probe = document.createElement("span");
    probe.style.color = `var(${name})`;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, property);
}

/** The background that an element's text stands on, as the browser computes it for the box around it. */
function backgroundOf(text: Locator): Promise<string> {
  return text.locator("xpath=..").evaluate((box) => getComputedStyle(box).backgroundColor);
}
