import { expect, type Locator, type Page } from "@playwright/test";

/** More stops than any screen has. */
const mostStops = 120;

/** Goes on with Tab until the element has the focus, as somebody without a mouse does. */
export async function reach(page: Page, target: () => Locator): Promise<void> {
  const element = target();
  await expect(element).toBeVisible();
  for (let stop = 0; stop < mostStops; stop++) {
    // oxlint-disable-next-line no-await-in-loop -- one key after the other
    if (await element.evaluate((one) => one === document.activeElement)) return;
    // oxlint-disable-next-line no-await-in-loop
    await page.keyboard.press("Tab");
  }
  await expect(element, "the element is reached with Tab").toBeFocused();
}
