import { readFileSync } from "node:fs";
import { componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { ProgramExit } from "../../../capabilities/exit/program-exit.ts";
import { provideForTest, type TestRun } from "../../../capabilities/provider-testing.ts";
import { linked, type Func } from "./link-testing.ts";

/** Whole programs, made by toolchains, with what the playground gives them. */

/** Runs a command of WASI 0.2: what it printed and its exit code. */
async function run(bytes: Uint8Array, options: TestRun = {}) {
  const { provided, output } = provideForTest(options);
  const exports = await linked<Record<string, Record<string, Func>>>(bytes, provided);
  const name = Object.keys(exports).find((known) => known.startsWith("wasi:cli/run@")) ?? "";
  const code = exitCode(() => exports[name]?.["run"]?.());
  const text = (numbers: readonly number[]): string => new TextDecoder().decode(new Uint8Array(numbers));
  return { code, stdout: text(output.stdout), stderr: text(output.stderr) };
}

function exitCode(act: () => unknown): number {
  try {
    act();
    return 0;
  } catch (error) {
    if (error instanceof ProgramExit) return error.code;
    throw error;
  }
}

const demo = (name: string): Uint8Array => readFileSync(`public/demos/${name}/component.wasm`);

test("hello reads the clock on the wall and prints", async () => {
  expect(await run(demo("hello"))).toEqual({
    code: 0,
    stdout: "Hello from a component. In this world it is 1970-01-01T00:00:00Z.\n",
    stderr: "",
  });
});

test("hostile is refused all that it tries", async () => {
  const { code, stdout } = await run(demo("hostile"), { program: { name: "hostile", arguments: ["all"] } });
  expect(stdout).toContain("\n18 refused, 0 allowed\n");
  expect(code).toBe(1);
});

test("a module of preview 1 runs when the adapter has made it a component", async () => {
  const adapter = readFileSync("node_modules/@bytecodealliance/jco/lib/wasi_snapshot_preview1.command.wasm");
  const component = await componentNew(demo("notes"), [["wasi_snapshot_preview1", adapter]]);
  const program = { name: "notes", arguments: ["red"], environment: { GREETING: "Good morning" } };
  const { stdout, stderr } = await run(component, { program, stdin: "first line\n" });
  expect(stdout + stderr).toContain("Good morning");
});

test("a program in Rust gets random numbers and its environment", async () => {
  const probe = readFileSync("e2e/guests/probe.wasm");
  const program = { name: "probe", arguments: ["random", "env"] };
  const { code, stdout } = await run(probe, { program });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^random: /);
  expect(stdout).toContain('("GREETING", "hi")');
});

test("the same run gives the same bytes", async () => {
  const chance = readFileSync("e2e/guests/chance.wasm");
  const first = await run(chance);
  expect(first.stdout).toContain("random ");
  expect(await run(chance)).toEqual(first);
});
