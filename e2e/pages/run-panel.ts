import { expect, type Locator, type Page } from "@playwright/test";

export type RunTab = "Console" | "Calls" | "Files" | "Result" | "WIT" | "Report";

/** The lower left: what a run printed, left and gave, and what is known of the file. */
export class RunPanel {
  readonly page: Page;
  readonly region: Locator;
  readonly status: Locator;
  readonly output: Locator;
  /** Where the person types for a component that runs. */
  readonly input: Locator;
  readonly files: Locator;
  readonly body: Locator;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Run", exact: true });
    this.status = this.region.locator("[data-status]");
    this.output = this.region.getByRole("region", { name: "Output" });
    this.input = this.region.getByRole("textbox", { name: "Input", exact: true });
    this.files = this.region.getByRole("treegrid", { name: "Files" });
    this.body = this.region.getByRole("tabpanel");
  }

  tab(name: RunTab): Locator {
    return this.region.getByRole("tab", { name });
  }

  async show(name: RunTab): Promise<void> {
    await this.tab(name).click();
    await expect(this.tab(name)).toHaveAttribute("aria-selected", "true");
  }

  /** Lines of the console that are drawn, of one stream, of what was typed, or all. */
  lines(stream?: "stdout" | "stderr" | "typed"): Locator {
    return this.output.locator(stream === undefined ? "[data-stream]" : `[data-stream="${stream}"]`);
  }

  async filter(stream: "all" | "stdout" | "stderr"): Promise<void> {
    await this.region.getByRole("radiogroup", { name: "Streams shown" }).getByRole("radio", { name: stream }).click();
  }

  async expectStatus(status: string, words: string | RegExp): Promise<void> {
    await expect(this.status).toHaveAttribute("data-status", status);
    await expect(this.status).toContainText(words);
  }

  file(name: string): Locator {
    return this.files.getByRole("row", { name });
  }

  preview(path: string): Locator {
    return this.region.getByRole("region", { name: `Preview of ${path}` });
  }

  /** What the Report or Result tab says under a name. */
  fact(name: string): Locator {
    return this.body
      .getByRole("term")
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator("xpath=following-sibling::dd[1]");
  }
}
