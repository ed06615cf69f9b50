import { expect, type Locator, type Page } from "@playwright/test";

export type SettingsTab = "Program" | "Mounts" | "Limits";

/** The lower right: what a run is given. */
export class Settings {
  readonly page: Page;
  readonly region: Locator;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Settings", exact: true });
  }

  /** The tab of what was chosen on the board comes first; the others have their names. */
  tab(name: string): Locator {
    return this.region.getByRole("tab", { name, exact: true });
  }

  async show(name: SettingsTab): Promise<void> {
    await this.tab(name).click();
    await expect(this.tab(name)).toHaveAttribute("aria-selected", "true");
  }

  field(name: string): Locator {
    return this.region.getByRole("textbox", { name, exact: true });
  }

  button(name: string): Locator {
    return this.region.getByRole("button", { name, exact: true });
  }

  /** One of a few choices that stand side by side. */
  async choose(label: string, choice: string): Promise<void> {
    const group = this.region.getByRole("radiogroup", { name: label, exact: true });
    await group.getByRole("radio", { name: choice, exact: true }).click();
  }

  /** What a mock of an interface answers. */
  mock(name: string): Locator {
    return this.region.getByRole("region", { name: `Mock of ${name}`, exact: true });
  }

  /** How one function of a mock answers, its row open; the name is that of the binary. */
  answer(name: string): Locator {
    return this.region.getByRole("region", { name: `Answer of ${name}`, exact: true });
  }

  /** Chooses the way in which a function of a mock answers. */
  async answerWith(name: string, way: string): Promise<void> {
    await this.answer(name).getByRole("combobox", { name: "Answer", exact: true }).selectOption({ label: way });
  }

  mount(path: string): Locator {
    return this.region.getByRole("region", { name: `Mount ${path}`, exact: true });
  }

  async addFiles(
    mount: string,
    files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  ): Promise<void> {
    await this.region
      .getByLabel(`Files for ${mount}`)
      .setInputFiles(
        files.map(({ name, bytes }) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) })),
      );
    for (const { name } of files) {
      // oxlint-disable-next-line no-await-in-loop -- one expectation after the other
      await expect(this.mount(mount)).toContainText(name);
    }
  }
}
