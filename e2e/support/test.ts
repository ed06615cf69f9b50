import { expect, test as base } from "@playwright/test";
import { App } from "./app.ts";

/** What is watched in every test. */
export interface Seen {
  /** Dialogs that opened, by their message. */
  readonly dialogs: readonly string[];
  /** Errors that nobody caught, in the page. */
  readonly errors: readonly string[];
  /** Addresses of all requests of the page, its frames and workers. */
  readonly requests: readonly string[];
  /** Lines of the console, of the page, its frames and workers. */
  readonly console: readonly string[];
}

interface Fixtures {
  readonly seen: Seen;
  readonly app: App;
}

/** The test with the app loaded and ready. No test may leave a dialog or an error that nobody caught. */
export const test = base.extend<Fixtures>({
  seen: [
    async ({ page }, use) => {
      const seen = {
        dialogs: new Array<string>(),
        errors: new Array<string>(),
        requests: new Array<string>(),
        console: new Array<string>(),
      };
      page.on("dialog", (dialog) => {
        seen.dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      page.on("pageerror", (error) => seen.errors.push(error.message));
      page.context().on("request", (request) => seen.requests.push(request.url()));
      page.on("console", (message) => seen.console.push(message.text()));
      await use(seen);
      expect(seen.dialogs).toEqual([]);
      expect(seen.errors).toEqual([]);
    },
    { auto: true },
  ],
  app: async ({ page }, use) => {
    const app = new App(page);
    await app.start();
    await use(app);
  },
});

export { expect };
