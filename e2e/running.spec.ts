import {
  ansi,
  ansiText,
  badUtf8,
  badUtf8Bytes,
  customImport,
  deepRecursion,
  exiter,
  failer,
  flooder,
  looper,
  manyImports,
  memoryGreedy,
  memoryHog,
  printer,
  splitUtf8,
  trapper,
} from "./fixtures/build.ts";
import { failure, must } from "./support/app.ts";
import { expect, test } from "./support/test.ts";

const hello = (instant: string): string => `Hello from a component. In this world it is ${instant}.\n`;

test.describe("samples", () => {
  test("hello: the date of its world, mocked, set, real and denied", async ({ app }) => {
    const report = await app.openDemo("hello");
    expect(report).toMatchObject({ kind: "command", adapted: false });
    expect(await app.run()).toMatchObject({
      status: "exited",
      exitCode: 0,
      stdout: hello("1970-01-01T00:00:00Z"),
      stderr: "",
      files: [],
      engine: "native",
      calls: {
        "wasi:clocks/wall-clock@0.2.12#now": 1,
        "wasi:cli/stdout@0.2.12#get-stdout": 1,
        "wasi:io/streams@0.2.12#[method]output-stream.blocking-write-and-flush": 1,
      },
    });

    await app.apply({ bindings: { "wall-clock": { instant: "2000-02-29T12:00:00Z" } } });
    expect((await app.run()).stdout).toBe(hello("2000-02-29T12:00:00Z"));

    const before = new Date();
    await app.apply({ bindings: { "wall-clock": { mode: "real" } } });
    const real = await app.run();
    const told = new Date(/it is (\S+)\.$/m.exec(real.stdout)?.[1] ?? "");
    // The program prints whole seconds.
    expect(told.getTime()).toBeGreaterThanOrEqual(before.getTime() - 1000);
    expect(told.getTime()).toBeLessThanOrEqual(Date.now());

    await app.apply({ bindings: { "wall-clock": { mode: "deny" } } });
    const denied = await app.run();
    expect(denied).toMatchObject({ status: "trapped", stdout: "", error: { tag: "denied" } });
    expect(denied.error?.message).toMatch(/wasi:clocks\/wall-clock\S*#now/);
    expect(denied.error?.message).toContain("“Wall clock”");
    expect(denied.error?.message).toContain("set it to real or mock");
  });

  test("notes: arguments, environment, time, input and files", async ({ app }) => {
    const report = await app.openDemo("notes");
    expect(report).toMatchObject({ kind: "command", adapted: true });
    expect(report.notices.join(" ")).toMatch(/preview 1/);
    const result = await app.run();
    expect(result).toMatchObject({ status: "exited", exitCode: 0, stderr: "" });
    expect(result.stdout).toBe(
      [
        "2 arguments: [red] [two words]",
        "GREETING is Good morning",
        "The time is 1970-01-01T00:00:00Z",
        "Line 1 of standard input: first line",
        "Line 2 of standard input: second line",
        "/data/in.txt holds 56 bytes: Milk, bread, and a longer ladder.",
        "/data now:",
        "  in.txt, 56 bytes",
        "  out.txt, 142 bytes",
        "  shelf/",
        "    old.txt, 13 bytes",
        "  sub/",
        "    when.txt, 20 bytes",
        "",
      ].join("\n"),
    );
  });

  test("sums: JavaScript inside, input and arguments", async ({ app }) => {
    const report = await app.openDemo("sums");
    expect(report.producers.length).toBeGreaterThan(0);
    const result = await app.run();
    expect(result).toMatchObject({ status: "exited", exitCode: 0, stderr: "" });
    expect(result.stdout).toBe(
      [
        "apples       7.25  from 2",
        "pears        3.25  from 2",
        "plums        1.10  from 1",
        "total       11.60  from 5",
        "no number in: no price yet",
        "",
      ].join("\n"),
    );
    await app.apply({ program: { arguments: ["pi", "30"] } });
    expect((await app.run()).stdout).toBe("3.141592653589793238462643383279\n");
  });

  test("greet: a library without imports, called in the empty world", async ({ app }) => {
    expect(await app.openDemo("greet")).toMatchObject({ kind: "library", imports: [] });
    expect(await app.call("fit")).toMatchObject({ fits: true, imports: [] });
    expect(await app.run()).toMatchObject({ status: "returned", value: "Hello, whoever you are.", calls: {} });
    expect(await app.run({ invocation: { call: "answer" } })).toMatchObject({ status: "returned", value: 42 });
    expect(await app.run({ invocation: { call: "nothing" } })).toMatchObject({
      status: "failed",
      error: { tag: "no-run" },
    });
    expect(await app.run({ invocation: { command: true } })).toMatchObject({
      status: "failed",
      error: { tag: "no-run" },
    });
  });

  test("hostile: everything it tries is refused by the interface's own errors", async ({ app }) => {
    await app.openDemo("hostile");
    const result = await app.run();
    expect(result).toMatchObject({ status: "exited", exitCode: 1 });
    expect(result.stdout).toMatch(/\n\d+ refused, 0 allowed\n$/);
    expect(result.stdout).toContain("access-denied");
    expect(result.stdout).toContain("HTTP-request-denied");
    expect(result.stdout).not.toContain("root:");
    expect(result.files.filter((file) => !file.path.startsWith("/data/"))).toEqual([]);
  });
});

test("running again gives the same, byte for byte, in this page and in a fresh one", async ({ app }) => {
  const whole = async (): Promise<unknown> => {
    const { timings: _, ...result } = await app.run();
    const paths = result.files.filter((file) => file.change !== "deleted").map((file) => file.path);
    const contents = await Promise.all(paths.map((path) => app.text(path)));
    return { result, contents };
  };
  const demos = ["notes", "sums", "hostile"];
  const first = new Map<string, unknown>();
  for (const round of [1, 2]) {
    for (const demo of demos) {
      // oxlint-disable-next-line no-await-in-loop -- one page, one run after the other
      await test.step(`${demo}, page ${round}`, async () => {
        await app.openDemo(demo);
        if (round === 1) first.set(demo, await whole());
        expect(await whole()).toEqual(first.get(demo));
        expect(await whole()).toEqual(first.get(demo));
      });
    }
    // oxlint-disable-next-line no-await-in-loop
    await app.start();
  }
});

test("output is given as it was printed, whatever its bytes, and does nothing to the page", async ({ app, page }) => {
  await app.open(await ansi(), "ansi.wasm");
  expect((await app.run()).stdout).toBe(ansiText);
  await expect(page.getByText("<b>markup</b>").first()).toBeVisible();
  expect(await page.evaluate(() => "__pwned" in globalThis)).toBe(false);
  expect(await page.title()).toBe("ansi.wasm · Orrery");
  await app.open(await badUtf8(), "bad.wasm");
  expect((await app.run()).stdout).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(badUtf8Bytes));
  await app.open(await splitUtf8(), "split.wasm");
  expect((await app.run()).stdout).toBe("é\n");
});

test.describe("ends", () => {
  test("exit codes, the error of run, and traps, each with its words", async ({ app }) => {
    await app.open(await exiter(3), "exiter.wasm");
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 3, stdout: "leaving\n" });
    await app.open(await exiter(0), "exiter.wasm");
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0, stdout: "leaving\n" });
    await app.open(await failer(), "failer.wasm");
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 1, stdout: "failing\n" });

    await app.open(await trapper(), "trapper.wasm");
    const trapped = await app.run();
    expect(trapped).toMatchObject({ status: "trapped", stdout: "before\n", error: { tag: "trap" } });
    expect(trapped.error?.message).toContain("declares unreachable");
    await app.open(await deepRecursion(), "descend.wasm");
    const deep = await app.run();
    expect(deep).toMatchObject({ status: "trapped", stdout: "descending\n", error: { tag: "trap" } });
    expect(deep.error?.message).toContain("call stack");
    expect(deep.error?.message).toContain("recursion");

    await app.openDemo("hello");
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0 });
  });

  test("Stop ends an endless loop within a second, and the page answers meanwhile", async ({ app, page }) => {
    await app.open(await looper(), "looper.wasm");
    await app.apply({ limits: { timeMs: 600_000 } });
    const run = app.call("run");
    await expect(page.getByText("looping", { exact: true })).toBeVisible();
    const guests = page.workers().filter((worker) => worker.url().startsWith("blob:"));
    expect(guests).toHaveLength(1);

    // It loops now. Frames are drawn, and calls are answered.
    await app.frames(30);
    expect(failure(await app.call("run")).tag).toBe("busy");
    expect(await app.scenario()).toMatchObject({ limits: { timeMs: 600_000 } });
    expect(await app.call("fit")).toMatchObject({ fits: true });

    const took = await page.evaluate(async () => {
      const start = performance.now();
      const answer = await window.orrery.stop();
      return { answer, ms: performance.now() - start };
    });
    expect(took.answer).toEqual({ stopped: true });
    expect(took.ms).toBeLessThan(1000);
    expect(await run).toMatchObject({ status: "stopped", stdout: "looping\n", error: { tag: "stopped" } });
    await expect.poll(() => page.workers().filter((worker) => guests.includes(worker))).toEqual([]);

    expect(await app.call("stop")).toEqual({ stopped: false });
    await app.openDemo("hello");
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0 });
  });

  test("the time limit ends an endless loop", async ({ app }) => {
    await app.open(await looper(), "looper.wasm");
    await app.apply({ limits: { timeMs: 700 } });
    const result = await app.run();
    expect(result).toMatchObject({ status: "limited", stdout: "looping\n", error: { tag: "time-limit" } });
    expect(result.error?.message).toContain("700 ms");
    expect(result.timings.runMs).toBeGreaterThanOrEqual(700);
    await app.open(await printer("still good\n"), "printer.wasm");
    expect(await app.run()).toMatchObject({ status: "exited", stdout: "still good\n" });
  });

  test("a flood of output is cut at its limit", async ({ app, page }) => {
    await app.open(await flooder(), "flooder.wasm");
    await app.apply({ limits: { outputBytes: 100_000 } });
    const small = await app.run();
    expect(small).toMatchObject({ status: "limited", error: { tag: "output-limit" } });
    expect(small.error?.message).toContain("100,000 bytes");
    expect(small.stdout).toBe(`${"x".repeat(63)}\n`.repeat(1563).slice(0, 100_000));

    await app.apply({ limits: { outputBytes: 8_388_608 } });
    const length = await page.evaluate(async () => {
      const result = await window.orrery.run();
      return "stdout" in result ? [result.status, result.stdout.length] : result;
    });
    expect(length).toEqual(["limited", 8_388_608]);
    await app.frames(10);
    expect(await app.call("report")).toMatchObject({ name: "flooder.wasm" });
  });

  test("a flood leaves the page usable while it lasts, and can be stopped", async ({ app, page }) => {
    await app.open(await flooder(), "flooder.wasm");
    await app.apply({ limits: { outputBytes: 268_435_456, timeMs: 600_000 } });
    // All of it in the page: the flood makes every call from outside wait its turn.
    const ended = await page.evaluate(async () => {
      const run = window.orrery.run();
      let drawnInFlood = 0;
      await new Promise<void>((resolve) => {
        const draw = (): void => {
          if (document.body.textContent.includes("x".repeat(63))) drawnInFlood += 1;
          if (drawnInFlood < 10) requestAnimationFrame(draw);
          else resolve();
        };
        draw();
      });
      const busy = await window.orrery.run();
      const start = performance.now();
      const stopped = await window.orrery.stop();
      const ms = performance.now() - start;
      const result = await run;
      return { busy, stopped, ms, status: "status" in result ? result.status : result.error.tag };
    });
    expect(failure(ended.busy).tag).toBe("busy");
    expect(ended).toMatchObject({ stopped: { stopped: true }, status: "stopped" });
    expect(ended.ms).toBeLessThan(1000);
    await app.openDemo("hello");
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0 });
  });

  test("memory beyond the limit is refused", async ({ app }) => {
    await app.open(await memoryHog(), "hog.wasm");
    await app.apply({ limits: { memoryBytes: 64 * 1024 * 1024 } });
    // From 2 pages in steps of 256, at most 1024.
    expect(await app.run()).toMatchObject({ status: "exited", exitCode: 0, stdout: "refused at 770\n" });

    await app.open(await memoryGreedy(), "greedy.wasm");
    const greedy = await app.run();
    expect(greedy).toMatchObject({ status: "failed", stdout: "", error: { tag: "memory-limit" } });
    expect(greedy.error?.message).toMatch(/memory/i);

    await app.openDemo("hostile");
    await app.apply({ program: { arguments: ["memory"] }, limits: { memoryBytes: 64 * 1024 * 1024 } });
    const hostile = await app.run();
    expect(hostile).toMatchObject({ status: "exited", exitCode: 1 });
    expect(hostile.stdout).toContain("refused after 48 MiB");
  });
});

test.describe("imports that nobody provides", () => {
  test("all are named, and nothing starts", async ({ app }) => {
    await app.open(await manyImports(3), "many.wasm");
    const fit = must(await app.call("fit"));
    expect(fit.fits).toBe(false);
    expect(fit.imports.filter((entry) => entry.status === "missing").map((entry) => entry.name)).toEqual([
      "acme:many/i0@1.0.0",
      "acme:many/i1@1.0.0",
      "acme:many/i2@1.0.0",
    ]);
    const result = await app.run();
    expect(result).toMatchObject({ status: "failed", stdout: "", calls: {}, error: { tag: "link" } });
    for (const name of ["i0", "i1", "i2"]) expect(result.error?.message).toContain(`acme:many/${name}@1.0.0`);
  });

  test("the empty world provides nothing, not even output", async ({ app }) => {
    await app.openDemo("hello");
    must(await app.call("setWorld", "none"));
    const result = await app.run();
    expect(result).toMatchObject({ status: "failed", error: { tag: "link" } });
    for (const name of ["wasi:clocks/wall-clock@0.2.12", "wasi:cli/stdout@0.2.12", "wasi:io/streams@0.2.12"])
      expect(result.error?.message).toContain(name);
  });

  test("an import that is bound to deny lets the program start, and its call is refused by name", async ({ app }) => {
    await app.open(await customImport(), "store.wasm");
    expect(await app.run()).toMatchObject({ status: "failed", error: { tag: "link" } });
    await app.apply({ bindings: { "interface:acme:store/kv@1.0.0": { mode: "deny" } } });
    const result = await app.run();
    expect(result).toMatchObject({
      status: "trapped",
      error: { tag: "denied", detail: { interface: "acme:store/kv@1.0.0", function: "get" } },
      calls: { "acme:store/kv@1.0.0#get": 1 },
    });
    expect(result.error?.message).toContain("acme:store/kv@1.0.0#get");
  });
});
