import { fileURLToPath } from "node:url";
import type { RunResult } from "../../src/api.ts";
import type { App } from "../support/app.ts";
import { must } from "../support/app.ts";
import { expect } from "../support/test.ts";

/** What both guests find: a command's surroundings, and requests beside them. */
const world = `package test:guests;
world all {
  include wasi:cli/command@0.2.12;
  import wasi:http/outgoing-handler@0.2.12;
}
`;

const chanceWorld = `package here:here;
world chance {
  include wasi:cli/command@0.2.12;
  import wasi:http/outgoing-handler@0.2.12;
}`;

/** What `chance` is run under. */
export const chanceScenario = {
  world: { wit: chanceWorld },
  bindings: {
    "wall-clock": { instant: "2001-02-03T04:05:06Z", tickNs: 7, speed: 2 },
    random: { seed: 11 },
    filesystem: { timestamps: "clock" },
    http: {
      mode: "mock",
      rules: [
        { url: "https://dice.example/*", body: '{"rolled":4}', delayMs: 30 },
        { url: "https://slow.example/*", status: 503, body: "later", delayMs: 5000 },
        { url: "https://gone.example/*", error: "connection-refused" },
      ],
    },
  },
  files: [{ mount: "/data", writable: true, tree: { "before.txt": { text: "was here" } } }],
};

/** What a run is done under: a patch over the defaults of the scenario. */
interface Under {
  readonly bindings?: object;
  readonly program?: object;
  readonly files?: readonly object[];
  readonly limits?: object;
}

/** Opens a compiled guest of this folder. */
export async function openGuest(app: App, name: "probe" | "custom" | "chance"): Promise<void> {
  await app.openFile(fileURLToPath(new URL(`./${name}.wasm`, import.meta.url)), `${name}.wasm`);
}

/** Puts the defaults in place with what is given, and the commands, one an argument. */
export async function prepare(app: App, commands: readonly string[], under: Under = {}): Promise<void> {
  must(await app.call("reset"));
  await app.apply({ world: { wit: world }, ...under, program: { ...under.program, arguments: commands } });
}

/** Runs the guest with its commands under the defaults and what is given. */
export async function run(app: App, commands: readonly string[], under: Under = {}): Promise<RunResult> {
  await prepare(app, commands, under);
  return app.run();
}

/** What the guest said, a line for each command, of a run that must end well. */
export async function ask(app: App, commands: readonly string[], under: Under = {}): Promise<readonly string[]> {
  return said(await run(app, commands, under));
}

/** The lines of a run that must have ended well. */
export function said(result: RunResult): readonly string[] {
  if (result.status !== "exited" || result.exitCode !== 0 || result.stderr !== "")
    throw new Error(`The guest did not end well: ${JSON.stringify(result)}`);
  return result.stdout.split("\n").slice(0, -1);
}

/** How a run ends that called what a switch refuses. */
export function refusal(id: string, title: string, name: string): Record<string, unknown> {
  return {
    status: "trapped",
    error: {
      tag: "denied",
      message: expect.stringContaining(`The switch “${title}” stands at deny`),
      detail: { capability: id, function: name },
    },
  };
}
