import { printer, sleeper } from "../fixtures/build.ts";
import { drop } from "../pages/incoming.ts";
import { expect, test } from "../pages/test.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.describe("capabilities", () => {
  test("a mocked clock tells the instant that was typed", async ({ workbench }) => {
    await workbench.openSample("Hello");
    await workbench.board.socket("wall-clock").click();
    const instant = workbench.settings.field("Instant");
    await instant.fill("2031-05-06T07:08:09Z");
    await expect(workbench.board.world).toContainText("2031-05-06T07:08:09Z");
    await workbench.run();
    await expect(workbench.panel.lines()).toHaveText([
      "Hello from a component. In this world it is 2031-05-06T07:08:09Z.",
    ]);

    await instant.fill("tomorrow");
    await expect(workbench.settings.region).toContainText("Not an instant");
    await expect(instant).toHaveAttribute("aria-invalid", "true");
    // What cannot be read changes nothing.
    await expect(workbench.board.world).toContainText("2031-05-06T07:08:09Z");
  });

  test("a real clock tells this year", async ({ workbench }) => {
    await workbench.openSample("Hello");
    await workbench.board.set("Wall clock", "real");
    const before = new Date().getUTCFullYear();
    await workbench.run();
    const after = new Date().getUTCFullYear();
    await expect(workbench.panel.lines()).toHaveText([new RegExp(`it is (${before}|${after})-`)]);
  });

  test("a denied clock ends the run and names the switch", async ({ workbench }) => {
    await workbench.openSample("Hello");
    await workbench.board.set("Wall clock", "deny");
    await workbench.run();
    await workbench.panel.expectStatus("trapped", "trapped");
    const help = workbench.panel.body.getByRole("button", { name: "Show the switch “Wall clock”" });
    await help.click();
    await expect(workbench.settings.tab("Wall clock")).toHaveAttribute("aria-selected", "true");
    await workbench.panel.show("Result");
    await expect(workbench.panel.body).toContainText("Stopped: a denied call");
    await expect(workbench.panel.body).not.toContainText("broke off");
    await expect(help).toBeVisible();
    await expect(workbench.panel.body).toContainText(/wasi:clocks\/wall-clock\S*#now/);
    await expect(workbench.panel.body).toContainText("“Wall clock”");
    await expect(workbench.panel.body).toContainText("set it to real or mock");
  });

  test("the panel of a capability says what each mode means, and changes it too", async ({ workbench }) => {
    await workbench.openSample("Hello");
    await workbench.board.socket("wall-clock").click();
    const { region } = workbench.settings;
    await expect(region).toContainText("The component is told the instant you set.");
    const modes = region.getByRole("radiogroup", { name: "Wall clock: real, mock or deny" });
    await modes.getByRole("radio", { name: "real" }).click();
    await expect(region).toContainText("The component is told this computer's date and time.");
    await expect(workbench.settings.field("Instant")).toBeHidden();
    await expect(workbench.board.mode("Wall clock", "real")).toBeChecked();
    await modes.getByRole("radio", { name: "deny" }).click();
    await expect(region).toContainText("Reading the date or time ends the run.");
    await expect(workbench.board.socket("wall-clock", "deny")).toBeVisible();
  });

  test("a virtual clock lets an hour of sleep pass at once; a capability that cannot be real says why", async ({
    workbench,
  }) => {
    await workbench.open(await sleeper(3_600_000), "sleeper.wasm");
    await workbench.run();
    await expect(workbench.panel.lines()).toHaveText(["before", "after", "3600000"]);
    await workbench.openSample("Hostile");
    await workbench.board.world.getByRole("button", { name: /^Sockets/ }).click();
    await expect(workbench.settings.region).toContainText("Not real:");
  });
});

test.describe("program", () => {
  test("arguments, variables and standard input reach the component", async ({ workbench }) => {
    await workbench.openSample("Notes");
    const { settings, panel } = workbench;
    await settings.show("Program");
    await settings.field("Arguments").fill("one\ntwo words\nthree\n");
    await settings.field("Value of GREETING").fill("Good evening");
    await settings.field("Name of a new variable").fill("EXTRA");
    await settings.field("Value of the new variable").fill("more");
    await settings.button("Add variable").click();
    await expect(settings.field("Value of EXTRA")).toHaveValue("more");
    // Enter adds as well, and the next name can be typed at once.
    await settings.field("Name of a new variable").fill("BY_ENTER");
    await settings.field("Value of the new variable").fill("yes");
    await settings.field("Value of the new variable").press("Enter");
    await expect(settings.field("Value of BY_ENTER")).toHaveValue("yes");
    await expect(settings.field("Name of a new variable")).toBeFocused();
    await expect(settings.field("Name of a new variable")).toHaveValue("");
    await settings.field("Standard input").fill("typed here\n");
    await workbench.run();
    await expect(panel.output).toContainText("3 arguments: [one] [two words] [three]");
    await expect(panel.output).toContainText("GREETING is Good evening");
    await expect(panel.output).toContainText("Line 1 of standard input: typed here");

    await settings.button("Remove EXTRA").click();
    await expect(settings.field("Value of EXTRA")).toBeHidden();
    await settings.field("Arguments").fill("");
    await workbench.run();
    await expect(panel.output).toContainText(/0 arguments|no arguments/i);
  });

  test("a variable without a name is refused in words", async ({ workbench }) => {
    await workbench.openSample("Notes");
    await workbench.settings.show("Program");
    await workbench.settings.field("Name of a new variable").fill("A=B");
    await workbench.settings.button("Add variable").click();
    await expect(workbench.settings.region.getByRole("alert")).not.toBeEmpty();
    await expect(workbench.settings.field("Value of A=B")).toBeHidden();
  });
});

test.describe("mounts", () => {
  test("a mount is made, filled by typing, and read by the component", async ({ workbench }) => {
    const { settings, panel } = workbench;
    await workbench.openSample("Notes");
    await settings.show("Mounts");
    await settings.button("Remove mount /data").click();
    await expect(settings.region).toContainText("No files are mounted.");
    await expect(settings.field("Path of a new mount")).toHaveValue("/data");
    await settings.field("Path of a new mount").fill("data");
    await expect(settings.button("Add mount")).toBeDisabled();
    await settings.field("Path of a new mount").fill("/data");
    await settings.button("Add mount").click();
    await settings.button("New text file in /data").click();
    await settings.field("Text of new.txt").fill("Written in the page.\n");
    await settings.field("New name of new.txt").fill("in.txt");
    await settings.button("Rename new.txt").click();
    await expect(settings.field("Text of in.txt")).toHaveValue("Written in the page.\n");
    await workbench.run();
    await expect(panel.output).toContainText("/data/in.txt holds 21 bytes: Written in the page.");
    await expect(settings.mount("/data")).toContainText("What the run changed is in Files.");
  });

  test("Enter adds a mount, and its path can be changed", async ({ workbench }) => {
    const { settings, panel } = workbench;
    await workbench.openSample("Notes");
    await settings.show("Mounts");
    const path = settings.field("Path of a new mount");
    await path.fill("out");
    await path.press("Enter");
    await expect(settings.mount("out")).toBeHidden();
    await path.fill("/out");
    await path.press("Enter");
    await expect(settings.mount("/out")).toBeVisible();

    await settings.button("Change the path of /data").click();
    const moved = settings.field("New path of /data");
    await expect(moved).toBeFocused();
    await moved.fill("/out");
    await expect(settings.mount("/data")).toContainText("/out is mounted already.");
    await expect(settings.button("Rename mount /data")).toBeDisabled();
    await moved.fill("/moved");
    await moved.press("Enter");
    await expect(settings.mount("/moved")).toContainText("in.txt");
    await expect(settings.mount("/data")).toBeHidden();
    await workbench.run();
    await expect(panel.output).not.toContainText("/data/in.txt holds");
  });

  test("files are added by the picker and by a drop on the mount, and taken away", async ({ workbench }) => {
    const { settings, panel } = workbench;
    await workbench.openSample("Notes");
    await settings.show("Mounts");
    await settings.addFiles("/data", [{ name: "in.txt", bytes: bytesOf("From the picker.\n") }]);
    await workbench.run();
    await expect(panel.output).toContainText("/data/in.txt holds 17 bytes: From the picker.");

    const place = settings.mount("/data").getByText("in.txt", { exact: true });
    await drop(place, bytesOf("From a drop."), "dropped.txt");
    await expect(settings.mount("/data")).toContainText("dropped.txt");
    // It went into the mount and was not opened as a component.
    await expect(workbench.board.title).toHaveText("notes.wasm");
    await expect(workbench.failure).toBeHidden();
    await settings.button("Edit dropped.txt").click();
    await expect(settings.field("Text of dropped.txt")).toHaveValue("From a drop.");

    await settings.button("Delete dropped.txt").click();
    await expect(settings.mount("/data")).not.toContainText("dropped.txt");
    await settings.button("Delete shelf/old.txt").click();
    await workbench.run();
    await expect(panel.output).not.toContainText("old.txt");
  });

  test("a read-only mount keeps the component from writing", async ({ workbench }) => {
    await workbench.openSample("Notes");
    await workbench.settings.show("Mounts");
    const kinds = workbench.settings.region.getByRole("radiogroup", { name: "/data is" });
    await kinds.getByRole("radio", { name: "read-only" }).click();
    await workbench.run();
    await workbench.panel.expectStatus("exited", "exited 1");
    await expect(workbench.panel.lines("stderr").first()).toContainText("cannot write /data/out.txt");
  });
});

test.describe("limits", () => {
  test("a limit that was typed holds, and nonsense is refused", async ({ workbench }) => {
    await workbench.open(await sleeper(600_000), "sleeper.wasm");
    await workbench.board.set("Monotonic clock", "real");
    const { settings } = workbench;
    await settings.show("Limits");
    await settings.field("Time").fill("soon");
    await expect(settings.field("Time")).toHaveAttribute("aria-invalid", "true");
    await settings.field("Time").fill("300");
    await expect(settings.field("Time")).not.toHaveAttribute("aria-invalid", "true");
    await workbench.run();
    await workbench.panel.expectStatus("limited", "limit reached");
    await workbench.panel.show("Result");
    await expect(workbench.panel.body).toContainText("300 ms");
  });

  test("settings go back to their defaults only after a question", async ({ workbench, page }) => {
    await workbench.open(await printer("kept\n"), "kept.wasm");
    const { settings } = workbench;
    await settings.show("Program");
    await settings.field("Arguments").fill("changed");
    await settings.show("Limits");
    await settings.field("Time").fill("1234");
    const question = page.getByRole("alertdialog", { name: "Reset all settings?" });
    await settings.button("Reset all settings…").click();
    await question.getByRole("button", { name: "Keep my settings" }).click();
    await expect(question).toBeHidden();
    await expect(settings.field("Time")).toHaveValue("1234");

    await settings.button("Reset all settings…").click();
    await question.getByRole("button", { name: "Reset", exact: true }).click();
    await expect(question).toBeHidden();
    await expect(workbench.notice("Every setting is back to its default.")).toBeVisible();
    await expect(settings.field("Time")).toHaveValue("10000");
    await settings.show("Program");
    await expect(settings.field("Arguments")).toHaveValue("");
    await workbench.opened("kept.wasm");
    await workbench.run();
    await expect(workbench.panel.lines()).toHaveText(["kept"]);
  });
});

test.describe("more settings", () => {
  test("lines of standard input, and no text is lost between the kinds", async ({ workbench }) => {
    await workbench.openSample("Notes");
    const { settings, panel } = workbench;
    await settings.show("Program");
    await settings.field("Standard input").fill("first\nsecond\n");
    await settings.choose("Input from", "lines");
    await expect(settings.field("Line 2")).toHaveValue("second");
    await settings.field("Line 1").fill("changed");
    await settings.field("Delay of line 1").fill("never");
    await expect(settings.field("Delay of line 1")).toHaveAttribute("aria-invalid", "true");
    await settings.field("Delay of line 1").fill("1500");
    await settings.choose("Input from", "closed");
    await expect(settings.field("Line 1")).toBeHidden();
    await settings.choose("Input from", "lines");
    await expect(settings.field("Delay of line 1")).toHaveValue("1500");
    await workbench.run();
    await expect(panel.output).toContainText("Line 1 of standard input: changed");
  });

  test("rules of HTTP are added, checked, moved and removed", async ({ workbench }) => {
    await workbench.openSample("Hostile");
    await workbench.board.world.getByRole("button", { name: /^HTTP requests/ }).click();
    const { settings } = workbench;
    await settings.choose("HTTP requests: real, mock or deny", "mock");
    await settings.button("Add rule").click();
    await settings.button("Add rule").click();
    await settings.button("Edit rule 2").click();
    const second = settings.region.getByRole("region", { name: "Rule 2", exact: true });
    await second.getByRole("textbox", { name: "URL" }).fill("https://two.example/*");
    await second.getByRole("textbox", { name: "Status" }).fill("2000");
    await expect(second).toContainText("At most 599.");
    await settings.button("Edit rule 2").click();
    await expect(second).toBeHidden();
    await settings.button("Move rule 2 up").click();
    await settings.button("Edit rule 1").click();
    const moved = settings.region.getByRole("region", { name: "Rule 1", exact: true });
    await expect(moved.getByRole("textbox", { name: "URL" })).toHaveValue("https://two.example/*");
    // What could not be read went with its rule.
    await expect(moved.getByRole("textbox", { name: "Status" })).toHaveValue("2000");
    await settings.button("Remove rule 2").click();
    await expect(settings.button("Edit rule 2")).toBeHidden();
    await expect(workbench.board.world).toContainText("1 rule");
  });
});
