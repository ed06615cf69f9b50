import type { Locator, Page } from "@playwright/test";
import { Editor } from "./editor.ts";

/** The WIT text of what is open. */
export class WitPanel {
  readonly region: Locator;
  readonly editor: Editor;
  /** The whole, the short list, or one interface. */
  readonly part: Locator;
  readonly outline: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Run", exact: true });
    this.editor = new Editor(this.region, "WIT of the component");
    this.part = this.region.getByRole("combobox", { name: "Show" });
    this.outline = this.region.getByRole("navigation", { name: "Outline" });
  }

  button(name: string): Locator {
    return this.region.getByRole("button", { name, exact: true });
  }
}
