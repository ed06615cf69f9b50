import { expect, type Locator, type Page } from "@playwright/test";

/** What asks the person for an origin while a run waits. */
export class NetworkConsent {
  readonly page: Page;
  /** The first question; `again` is the second one, which a private address takes. */
  readonly first: Locator;
  readonly again: Locator;

  constructor(page: Page) {
    this.page = page;
    this.first = page.getByRole("region", { name: "May this request leave the browser?" });
    this.again = page.getByRole("region", { name: "This is your own computer or private network" });
  }

  allowButton(origin: string): Locator {
    return this.first.getByRole("button", { name: `Allow ${origin} for this session` });
  }

  /** Clicks what decides. It does nothing in its first moments: a click may have been meant for what stood there before. */
  async decide(button: Locator): Promise<void> {
    await expect(this.page.locator("[data-settled='true']")).toBeVisible();
    await button.click();
  }

  /** The origins that were decided, in the settings of HTTP. */
  origins(which: "Allowed" | "Refused"): Locator {
    return this.page.getByRole("list", { name: `${which} for what is open now` }).getByRole("listitem");
  }

  async forget(origin: string): Promise<void> {
    await this.page.getByRole("button", { name: `Forget ${origin}`, exact: true }).click();
  }
}
