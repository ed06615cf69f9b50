import { expect, test as base } from "../support/test.ts";
import { Workbench } from "./workbench.ts";

/** What may stand in the console beside nothing: a spec that causes an error names it here. */
interface Quiet {
  allow(error: RegExp): void;
}

interface Fixtures {
  readonly quiet: Quiet;
  readonly workbench: Workbench;
}

/** The test with the page started. The console must stay free of errors; broken policies are told there too. */
export const test = base.extend<Fixtures>({
  quiet: [
    async ({ context, seen }, use) => {
      const errors: string[] = [];
      const allowed: RegExp[] = [];
      context.on("console", (message) => {
        if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
      });
      await use({ allow: (error) => allowed.push(error) });
      const unexpected = errors.filter((error) => !allowed.some((pattern) => pattern.test(error)));
      expect(unexpected, `in the console:\n${seen.console.join("\n")}`).toEqual([]);
    },
    { auto: true },
  ],
  workbench: async ({ page }, use) => {
    const workbench = new Workbench(page);
    await workbench.start();
    await use(workbench);
  },
});

export { expect };
