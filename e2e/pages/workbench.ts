import { expect, type Locator, type Page } from "@playwright/test";
import { Board } from "./board.ts";
import { OwnWorldDialog, ShareDialog } from "./dialogs.ts";
import { RunPanel } from "./run-panel.ts";
import { Settings } from "./settings.ts";

/** The whole page. */
export class Workbench {
  readonly page: Page;
  readonly board: Board;
  readonly panel: RunPanel;
  readonly settings: Settings;
  readonly share: ShareDialog;
  readonly ownWorld: OwnWorldDialog;
  readonly header: Locator;
  readonly verdict: Locator;
  readonly runButton: Locator;
  readonly stopButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.board = new Board(page);
    this.panel = new RunPanel(page);
    this.settings = new Settings(page);
    this.share = new ShareDialog(page);
    this.ownWorld = new OwnWorldDialog(page);
    this.header = page.getByRole("banner");
    this.verdict = page.getByRole("region", { name: "Verdict" });
    this.runButton = this.header.getByRole("button", { name: "Run" });
    this.stopButton = this.header.getByRole("button", { name: "Stop" });
  }

  /** Loads the page, with a query or a hash or by a whole address, and waits until it can be used. */
  async start(address = ""): Promise<void> {
    // The same document with another hash would not be loaded again.
    await this.page.goto("about:blank");
    await this.page.goto(address.startsWith("http") ? address : `./${address}`);
    await this.idle();
    await expect(this.header.getByRole("button", { name: "Samples" })).toBeVisible();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.idle();
  }

  /** Nothing is under way. */
  async idle(): Promise<void> {
    await expect(this.page.locator("#root > [data-idle]")).toHaveAttribute("data-idle", "true", { timeout: 60_000 });
  }

  /** Opens a file as the browser's file picker hands it over, and waits for its board. */
  async open(bytes: Uint8Array, name: string): Promise<void> {
    await this.give(bytes, name);
    await this.opened(name);
  }

  /** Hands a file over and waits for nothing. */
  async give(bytes: Uint8Array, name: string): Promise<void> {
    const file = { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) };
    await this.page.getByLabel("Component file").setInputFiles(file);
  }

  /** Opens a sample by its title from the menu. */
  async openSample(title: string): Promise<void> {
    await this.header.getByRole("button", { name: "Samples" }).click();
    await this.page.getByRole("menuitem", { name: title }).click();
    await this.opened(`${title.toLowerCase()}.wasm`);
  }

  async opened(name: string): Promise<void> {
    await expect(this.board.title).toHaveText(name);
    await expect(this.page).toHaveTitle(`${name} · Orrery`);
    await this.idle();
  }

  /** Runs with the button, to the end. */
  async run(): Promise<void> {
    await this.runButton.click();
    await this.ended();
  }

  /** A run is over. */
  async ended(): Promise<void> {
    await expect(this.panel.status).toBeVisible({ timeout: 60_000 });
    await this.idle();
  }

  /** The bar that says why opening failed. */
  get failure(): Locator {
    return this.page.getByRole("alert").filter({ hasText: "Could not open" });
  }

  /** What is said for a few seconds. */
  notice(text: string | RegExp): Locator {
    return this.page.getByRole("status").filter({ hasText: text });
  }

  dialog(name: string): Locator {
    return this.page.getByRole("dialog", { name }).or(this.page.getByRole("alertdialog", { name }));
  }

  get switchTheme(): Locator {
    return this.header.getByRole("button", { name: "Switch between light and dark" });
  }
}
