import { test, type Locator, type Page } from "@playwright/test";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Holds a file over an element, as somebody who drags it from a folder; gives the way to let go of it. */
export async function drag(target: Locator, bytes: Uint8Array, name: string): Promise<() => Promise<void>> {
  const folder = test.info().outputPath("dragged");
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, bytes);
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error("There is nothing to drop on.");
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const session = await target.page().context().newCDPSession(target.page());
  // 1: the file may be copied.
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  await session.send("Input.dispatchDragEvent", { type: "dragEnter", ...place, data });
  await session.send("Input.dispatchDragEvent", { type: "dragOver", ...place, data });
  return async () => {
    await session.send("Input.dispatchDragEvent", { type: "drop", ...place, data });
    await session.detach();
  };
}

/** Drops a file on an element. */
export async function drop(target: Locator, bytes: Uint8Array, name: string): Promise<void> {
  const letGo = await drag(target, bytes, name);
  await letGo();
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
