import type { Page } from "@playwright/test";

/**
 * From the next load on, the guest workers of the page begin with `code`. It is put in front of their script inside the
 * sandbox frame, so what it does is done under the frame's policy, like a component's own code.
 */
export async function beginGuestsWith(page: Page, code: string): Promise<void> {
  await page.addInitScript((prefix) => {
    if (self.origin !== "null") return;
    const Original = Blob;
    self.Blob = new Proxy(Original, {
      construct: (target, [parts, options]: [BlobPart[], BlobPropertyBag | undefined]) =>
        new target(options?.type === "text/javascript" ? [prefix, "\n", ...parts] : parts, options),
    });
  }, code);
}
