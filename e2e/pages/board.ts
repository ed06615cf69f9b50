import { expect, type Locator, type Page } from "@playwright/test";

export type Mode = "real" | "mock" | "deny";

/** Sockets on the left, plugs on the right, wires between. */
export class Board {
  readonly page: Page;
  readonly component: Locator;
  readonly world: Locator;
  readonly title: Locator;
  readonly tools: Locator;
  readonly search: Locator;
  /** How much the search found, in words. */
  readonly matches: Locator;

  constructor(page: Page) {
    this.page = page;
    this.component = page.getByRole("region", { name: "Component", exact: true });
    this.world = page.getByRole("region", { name: "World", exact: true });
    this.title = this.component.getByRole("heading", { level: 2 });
    this.tools = page.getByRole("group", { name: "Board", exact: true });
    this.search = this.tools.getByRole("searchbox", { name: "Search the board" });
    this.matches = this.tools.getByRole("status");
  }

  /** The row of an import or export, with its state in words: `wall-clock, mock`. */
  socket(title: string, word?: Mode | "missing" | "does not fit" | "not set"): Locator {
    const ending = word === undefined ? "" : `\\s*, ${word}\\b`;
    return this.component.getByRole("button", { name: new RegExp(`^${title}${ending}`) });
  }

  /** The row of what the world has, lacks or expects. */
  plug(name: string): Locator {
    return this.world.getByRole("button", { name: new RegExp(`^(! )?${name}`) });
  }

  foldAll(): Promise<void> {
    return this.tools.getByRole("button", { name: "Fold all", exact: true }).click();
  }

  unfoldAll(): Promise<void> {
    return this.tools.getByRole("button", { name: "Unfold all", exact: true }).click();
  }

  /** Chooses from the menu of pictures. */
  async picture(entry: string): Promise<void> {
    await this.tools.getByRole("button", { name: "Save picture" }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  /** The switch of a capability, or of an interface by its whole name. */
  modes(capability: string): Locator {
    return this.world.getByRole("radiogroup", { name: `${capability} is` });
  }

  mode(capability: string, mode: Mode): Locator {
    return this.modes(capability).getByRole("radio", { name: mode });
  }

  async set(capability: string, mode: Mode): Promise<void> {
    await this.mode(capability, mode).click();
    await expect(this.mode(capability, mode)).toBeChecked();
  }

  wires(look: Mode | "missing" | "passed"): Locator {
    return this.page.locator(`[data-wire="${look}"]`);
  }

  /** A heading that folds its rows away. */
  fold(side: Locator, name: string | RegExp): Locator {
    return side.getByRole("heading", { level: 3 }).getByRole("button", { name });
  }

  get changeWorld(): Locator {
    return this.world.getByRole("button", { name: "Change world" });
  }

  async chooseWorld(title: string | RegExp): Promise<void> {
    await this.changeWorld.click();
    await this.page.getByRole("menuitemradio", { name: title }).click();
  }
}
