import type { JSHandle, Locator, Page } from "@playwright/test";

/** What is dragged, made inside the page. */
export function dragged(page: Page, bytes: Uint8Array, name: string): Promise<JSHandle<DataTransfer>> {
  return page.evaluateHandle(
    ([values, fileName]) => {
      const transfer = new DataTransfer();
      // As it is when files come from outside.
      transfer.effectAllowed = "all";
      transfer.items.add(new File([new Uint8Array(values)], fileName));
      return transfer;
    },
    [[...bytes], name] as const,
  );
}

/** Drops a file on an element. */
export async function drop(target: Locator, bytes: Uint8Array, name: string): Promise<void> {
  const dataTransfer = await dragged(target.page(), bytes, name);
  for (const kind of ["dragenter", "dragover", "drop"]) {
    // oxlint-disable-next-line no-await-in-loop -- the events of one drag come in order
    await target.dispatchEvent(kind, { dataTransfer });
  }
}

/** Pastes text with the keys, where the focus is. The context needs the permissions for the clipboard. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.keyboard.press("ControlOrMeta+v");
}

/** What stands in the clipboard. */
export function copied(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}
