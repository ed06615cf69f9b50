import { expect, type Locator, type Page } from "@playwright/test";
import { Editor } from "./editor.ts";

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

export class OwnWorldDialog {
  readonly page: Page;
  readonly dialog: Locator;
  readonly editor: Editor;
  /** Only there when the text has several worlds. */
  readonly world: Locator;
  readonly apply: Locator;
  readonly cancel: Locator;
  /** Each mistake is a button that leads to its place. */
  readonly mistakes: Locator;
  /** Why something was not done. */
  readonly failure: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole("dialog", { name: "Your own world" });
    this.editor = new Editor(this.dialog, "WIT of your world");
    this.world = this.dialog.getByRole("combobox", { name: "World", exact: true });
    this.apply = this.dialog.getByRole("button", { name: "Apply" });
    this.cancel = this.dialog.getByRole("button", { name: "Cancel" });
    this.mistakes = this.dialog.getByRole("list", { name: "Mistakes" });
    this.failure = this.dialog.getByRole("alert");
  }

  button(name: string): Locator {
    return this.dialog.getByRole("button", { name, exact: true });
  }

  async startFrom(name: string | RegExp): Promise<void> {
    await this.button("Start from").click();
    await this.page.getByRole("menuitem", { name }).click();
  }

  /** Hands files over as the browser's file picker does. */
  async openFiles(files: Readonly<Record<string, string>>): Promise<void> {
    await this.dialog
      .getByLabel("WIT files", { exact: true })
      .setInputFiles(
        Object.entries(files).map(([name, text]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) })),
      );
  }

  async openFolder(path: string): Promise<void> {
    await this.dialog.getByLabel("Folder of WIT files").setInputFiles(path);
  }

  async expectNoMistakes(): Promise<void> {
    await expect(this.dialog.getByRole("status").filter({ hasText: "No mistakes" })).toBeVisible();
  }
}
