import { expect, type Locator, type Page } from "@playwright/test";
import { RunPanel } from "./run-panel.ts";

export type ReportSection = "Facts" | "Imports and exports" | "Worlds" | "Composition" | "Compare";

/** The Report tab of the run panel. */
export class ReportPanel {
  readonly page: Page;
  readonly panel: RunPanel;
  readonly sections: Locator;
  readonly body: Locator;
  readonly worlds: Locator;
  readonly comparison: Locator;
  readonly verdict: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = new RunPanel(page);
    this.body = this.panel.body;
    this.sections = this.body.getByRole("navigation", { name: "Report" });
    this.worlds = this.body.getByRole("table", { name: "Which worlds does it fit?" });
    this.comparison = this.body.getByRole("region", { name: "Comparison" });
    this.verdict = this.comparison.locator("[data-verdict]");
  }

  async show(section: ReportSection): Promise<void> {
    await this.panel.show("Report");
    const to = this.sections.getByRole("button", { name: section });
    await to.click();
    await expect(to).toHaveAttribute("aria-current", "true");
  }

  /** The section that is shown. */
  section(name: ReportSection): Locator {
    return this.body.getByRole("region", { name, exact: true });
  }

  /** The row of a world by its title. */
  world(title: string): Locator {
    return this.worlds.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name: title }) });
  }

  /** Hands over another file as the file picker does. */
  async compareWith(bytes: Uint8Array, name: string): Promise<void> {
    const file = { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) };
    await this.body.getByLabel("File to compare with", { exact: true }).setInputFiles(file);
  }

  /** Says whether the other file is the older or the newer one. */
  async otherIs(age: "older" | "newer"): Promise<void> {
    const choice = this.body.getByRole("radiogroup", { name: "The other file is" }).getByRole("radio", { name: age });
    await choice.click();
    await expect(choice).toBeChecked();
  }

  /** The list of a composition that says the same as its picture. */
  part(name: "Instances" | "What it exports" | "Components inside"): Locator {
    return this.body.getByRole("region", { name });
  }
}
