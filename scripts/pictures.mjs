// @ts-check
/** Takes the pictures in `docs/pictures/` from the built app (`npm run build` first). */
import { chromium } from "@playwright/test";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import { findBrowser, launchArguments } from "./test/find-browser.mjs";

const folder = fileURLToPath(new URL("../docs/pictures/", import.meta.url));

/**
 * @typedef {object} Picture
 * @property {string} name
 * @property {"light" | "dark"} theme
 * @property {{ width: number, height: number }} size
 * @property {(page: import("@playwright/test").Page) => Promise<unknown>} act
 */

/** @type {readonly Picture[]} */
const pictures = [
  { name: "start", theme: "light", size: { width: 1280, height: 760 }, act: async () => {} },
  {
    name: "board",
    theme: "light",
    size: { width: 1280, height: 860 },
    act: async (page) => {
      await page.getByRole("button", { name: "Open the sample Notes" }).click();
      await page.getByRole("button", { name: /^Run/ }).click();
      await page.locator("[data-status]").waitFor();
    },
  },
  {
    name: "differences",
    theme: "light",
    size: { width: 1280, height: 860 },
    act: async (page) => {
      await page.getByRole("button", { name: "Open the sample Greet" }).click();
      await page.locator('[data-idle="true"]').waitFor();
      const wit = `package my:host;
world host {
  export greet: func(name: string) -> result<string, string>;
  export answer: func() -> u64;
  export farewell: func();
}`;
      await page.evaluate((text) => window.orrery.setWorld({ wit: text }), wit);
      await page.locator('[data-idle="true"]').waitFor();
      await page.getByRole("button", { name: "All reasons" }).click();
      await page
        .getByRole("button", { name: /^greet/ })
        .first()
        .click();
    },
  },
  {
    name: "hostile",
    theme: "dark",
    size: { width: 1280, height: 860 },
    act: async (page) => {
      await page.getByRole("button", { name: "Open the sample Hostile" }).click();
      await page.getByRole("button", { name: /^Run/ }).click();
      await page.locator("[data-status]").waitFor();
    },
  },
];

const server = await preview({ preview: { host: "127.0.0.1", port: 0 }, logLevel: "error" });
const address = server.resolvedUrls?.local[0];
if (address === undefined) throw new Error("The app could not be served.");
const browser = await chromium.launch({ executablePath: await findBrowser(console.log), args: launchArguments });
await mkdir(folder, { recursive: true });
for (const { name, theme, size, act } of pictures) {
  const page = await browser.newPage({ viewport: size, colorScheme: theme, reducedMotion: "reduce" });
  await page.goto(address);
  await page.locator('[data-idle="true"]').waitFor();
  await act(page);
  await page.locator('[data-idle="true"]').waitFor();
  await page.screenshot({ path: `${folder}${name}.png` });
  await page.close();
}
await browser.close();
await server.close();
