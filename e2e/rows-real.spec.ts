import type { Page } from "@playwright/test";
import { ask, openGuest, prepare, run, said } from "./guests/ask.ts";
import { must } from "./support/app.ts";
import { arrivals, otherOrigin, token } from "./support/origins.ts";
import { expect, test } from "./support/test.ts";

/** Answers the question about an origin once it has stood there long enough to be read. */
async function decide(page: Page, name: string): Promise<void> {
  await page.locator('[data-settled="true"]').getByRole("button", { name, exact: true }).click();
}

test("real requests leave after a click for each origin, and denied ones never", async ({ app, page }) => {
  await openGuest(app, "probe");
  const mark = token();
  const limits = { timeMs: 60_000 };
  const bindings = { http: { mode: "real" } };
  const address = (kind: string, path: string) => `${otherOrigin}/${kind}/${path}?${mark}`;

  const refused = run(app, [`http GET ${address("cors", "refused")}`], { bindings, limits });
  await decide(page, "Refuse");
  expect(said(await refused)).toEqual(["http! ErrorCode::HttpRequestDenied"]);
  expect(await arrivals(mark)).toEqual([]);

  // A refusal stands for the session too, so that a component cannot ask until it is heard.
  await app.page.reload();
  await app.ready();
  await openGuest(app, "probe");
  const commands = [
    `http GET ${address("cors", "index.html")}`,
    `http POST ${address("cors", "nothing")} body=text`,
    `http GET ${address("no-cors", "index.html")}`,
  ];
  const running = run(app, commands, { bindings, limits });
  await decide(page, `Allow ${otherOrigin} for this session…`);
  await decide(page, "Allow it even so");
  const [found, missing, blocked] = said(await running);
  expect(found).toMatch(/^http: 200 \[.*content-type=text\/html; charset=utf-8.*\] "<!doctype html>/i);
  expect(missing).toMatch(/^http: 404 \[.*\] "Not found\\n"/);
  expect(blocked).toMatch(/^http! ErrorCode::/);
  expect(await arrivals(mark)).toEqual(
    expect.arrayContaining([`GET /cors/index.html?${mark}`, `POST /cors/nothing?${mark}`]),
  );
  expect(must(await app.call("trace", { filter: { function: "handle" } }))).toMatchObject([
    { interface: "wasi:http/outgoing-handler@0.2.12", binding: "real" },
    { binding: "real" },
    { binding: "real" },
  ]);

  expect(await ask(app, [`http GET ${address("cors", "denied")}`])).toEqual(["http! ErrorCode::HttpRequestDenied"]);
  expect((await arrivals(mark)).filter((line) => line.includes("denied"))).toEqual([]);
});

test("real input is what is typed while the guest runs", async ({ app, page }) => {
  await openGuest(app, "probe");
  await prepare(app, ["terminals", "line", "in"], {
    bindings: { stdin: { mode: "real", terminal: true } },
    limits: { timeMs: 60_000 },
  });
  const running = app.run();
  const input = page.getByRole("textbox", { name: "Input" });
  // It says so once the guest waits.
  await page.getByText("It waits for you.").waitFor();
  await input.fill("first");
  await input.press("Enter");
  await page.getByText('line: "first').first().waitFor();
  await input.fill("sécond");
  await input.press("Enter");
  await page.getByRole("button", { name: "End input" }).click();
  const result = await running;
  expect(said(result).at(0)).toBe("terminals: true false false");
  expect(result.stdout).toContain('line: "first\\n"');
  expect(result.stdout).toMatch(/sécond\\n.* closed\n$/);
});

test("real input comes to a guest that looks for it without a wait between", async ({ app, page }) => {
  await openGuest(app, "probe");
  const bindings = { stdin: { mode: "real" } };
  for (const mode of ["mock", "real"]) {
    await prepare(app, ["in-polled"], {
      bindings: { ...bindings, "monotonic-clock": { mode } },
      limits: { timeMs: 60_000 },
    });
    const running = app.run();
    await page.getByText("It waits for you.").waitFor();
    const input = page.getByRole("textbox", { name: "Input" });
    await input.fill("found");
    await input.press("Enter");
    expect(said(await running)).toEqual(['in-polled: "found\\n"']);
  }
  // It never stands still, so its time runs although a person is asked.
  expect(await run(app, ["in-polled"], { bindings, limits: { timeMs: 1000 } })).toMatchObject({
    status: "limited",
    error: { tag: "time-limit" },
  });
  expect(await run(app, ["in-asked"], { bindings, limits: { timeMs: 1000 } })).toMatchObject({
    status: "limited",
    error: { tag: "time-limit" },
  });
});

test("a real folder that the browser keeps takes what the guest writes when it has ended", async ({ app }) => {
  await openGuest(app, "probe");
  const real = (writable: boolean) => ({
    bindings: { filesystem: { mode: "real", source: "kept", at: "/kept", writable } },
    files: [{ mount: "/data", writable: true, tree: { a: { text: "mounted" } } }],
  });
  expect(
    await ask(app, ["put /kept:note hello", "mkdir /kept:sub", "put /kept:sub/deep x", "cat /data:a"], real(true)),
  ).toEqual(["put: 5 bytes", "mkdir: ok", "put: 1 bytes", 'cat: "mounted"']);
  // It is still there for the next run, which may only read it.
  expect(
    await ask(app, ["cat /kept:note", "ls /kept:.", "put /kept:note lost", "cat /kept:../data/a"], real(false)),
  ).toEqual(['cat: "hello"', "ls: note=RegularFile sub=Directory", "put! read-only", "cat! not-permitted"]);
  expect(await ask(app, ["cat /kept:note", "rm /kept:note", "ls /kept:."], real(true))).toEqual([
    'cat: "hello"',
    "rm: ok",
    "ls: sub=Directory",
  ]);
  expect(await ask(app, ["ls /kept:."], real(false))).toEqual(["ls: sub=Directory"]);
});
