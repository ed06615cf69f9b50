import { expect, test } from "@playwright/test";
import { createServer } from "vite";

test("the development server runs components in the sandbox as the build does", async ({ page }, info) => {
  const server = await createServer({
    cacheDir: info.outputPath("cache"),
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
  });
  try {
    await server.listen();
    const address = server.resolvedUrls?.local[0];
    expect(address).toBeDefined();
    await page.goto(address ?? "");
    await page.getByRole("button", { name: "Open the sample Hello" }).click();
    await page.getByRole("button", { name: /^Run/ }).click();
    await expect(page.getByRole("region", { name: "Output" })).toContainText("1970-01-01T00:00:00Z");
    const frame = page.frames().find((one) => one.url().endsWith("/sandbox.html"));
    expect(await frame?.evaluate(() => self.origin)).toBe("null");
  } finally {
    await server.close();
  }
});
