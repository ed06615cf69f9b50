import { expect, type Locator, type Page } from "@playwright/test";

export class ShareDialog {
  readonly page: Page;
  readonly dialog: Locator;
  readonly link: Locator;
  readonly size: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole("dialog", { name: "Share this world" });
    this.link = this.dialog.getByRole("textbox", { name: "Link" });
    this.size = this.dialog.getByRole("status");
  }

  async show(): Promise<void> {
    await this.page.getByRole("banner").getByRole("button", { name: "Share" }).click();
    await expect(this.size).toContainText("characters");
  }

  /** Opens the dialog, takes the link's hash, and closes it. */
  async hash(): Promise<string> {
    await this.show();
    const { hash } = new URL(await this.link.inputValue());
    await this.close();
    return hash;
  }

  async close(): Promise<void> {
    await this.dialog.getByRole("button", { name: "Close" }).click();
    await expect(this.dialog).toBeHidden();
  }

  button(name: string): Locator {
    return this.dialog.getByRole("button", { name });
  }
}

/** A Monaco editor by its label. */
export class Editor {
  readonly page: Page;
  readonly input: Locator;
  readonly box: Locator;

  constructor(within: Locator, label: string) {
    this.page = within.page();
    this.input = within.getByRole("textbox", { name: label });
    this.box = within.locator(".monaco-editor").first();
  }

  /** The lines that are drawn. Monaco writes spaces as no-break spaces. */
  async expectText(text: string | RegExp): Promise<void> {
    await expect(this.box.locator(".view-lines")).toContainText(text);
  }

  /** Puts another text in place of all that stands there. */
  async write(text: string): Promise<void> {
    await this.input.focus();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
  }

  /** The wavy line under a mistake. */
  get squiggle(): Locator {
    return this.box.locator(".squiggly-error");
  }
}

export class OwnWorldDialog {
  readonly dialog: Locator;
  readonly editor: Editor;
  readonly name: Locator;
  readonly apply: Locator;
  readonly cancel: Locator;
  readonly mistakes: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole("dialog", { name: "Your own world" });
    this.editor = new Editor(this.dialog, "WIT of your world");
    this.name = this.dialog.getByRole("textbox", { name: "World", exact: true });
    this.apply = this.dialog.getByRole("button", { name: "Apply" });
    this.cancel = this.dialog.getByRole("button", { name: "Cancel" });
    this.mistakes = this.dialog.getByRole("alert");
  }
}
