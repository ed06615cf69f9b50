import { expect, type Locator, type Page } from "@playwright/test";

/** A Monaco editor by its label. */
export class Editor {
  readonly page: Page;
  readonly input: Locator;
  readonly box: Locator;
  /** What may be written at the place of the cursor. */
  readonly suggestions: Locator;
  /** What is told of the name under the pointer or the cursor. */
  readonly hover: Locator;

  constructor(within: Locator, label: string) {
    this.page = within.page();
    this.input = within.getByRole("textbox", { name: label });
    this.box = within.locator(".monaco-editor").first();
    this.suggestions = within.getByRole("listbox", { name: "Suggest" });
    this.hover = within.getByRole("tooltip").filter({ visible: true });
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

  /** Types at the place of the cursor, a key after the other. */
  async type(text: string): Promise<void> {
    await expect(this.input).toBeFocused();
    await this.page.keyboard.type(text);
  }

  suggestion(name: string): Locator {
    return this.suggestions.getByRole("option", { name });
  }

  /** Asks with the keys what the name at the cursor is. */
  async ask(): Promise<void> {
    await expect(this.input).toBeFocused();
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.page.keyboard.press("ControlOrMeta+i");
  }

  /** A line that is drawn, by a part of it. */
  line(text: string): Locator {
    return this.box.locator(".view-line").filter({ hasText: text });
  }

  /** The beginnings of the lines are in sight: the text is not moved sideways. */
  async expectFromTheLeft(): Promise<void> {
    await expect
      .poll(async () => {
        const [box, lines] = await Promise.all([this.box.boundingBox(), this.box.locator(".view-lines").boundingBox()]);
        return box !== null && lines !== null && lines.x > box.x;
      })
      .toBe(true);
  }

  /** Brackets drawn as mistakes: nothing opens them. */
  get looseBracket(): Locator {
    return this.box.locator(".unexpected-closing-bracket");
  }

  /** The wavy line under a mistake. */
  get squiggle(): Locator {
    return this.box.locator(".squiggly-error");
  }
}
