import { packages } from "virtual:orrery/wasi-wit";
import { readComponent } from "../component/index.ts";
import { transpile } from "../engine/jco/transpile.ts";
import { prepare } from "../engine/native/prepare.ts";
import type { Analysis } from "../protocol/index.ts";
import { err, fail, ok } from "../result.ts";
import { printInterface, printWit } from "../wit/index.ts";
import { toTable } from "../wit/table.ts";
import { buildWorld } from "../worlds/build.ts";
import { listWorlds, prepareWit } from "../worlds/custom.ts";
import { locateWitMistakes, witMistakes } from "../worlds/mistakes.ts";
import { open } from "./open.ts";
import { guard, useTools } from "./tools.ts";
import { crashed, tooManyTypes, unreadable } from "./words.ts";

/** The analysis worker's work as plain functions. */
export const analysis: Analysis = {
  open,

  async wit(component, { interface: name, brief = false }) {
    const read = readComponent(component);
    if (!read.ok) return err(unreadable("the component", read.error));
    if (name === undefined) return ok(printWit(read.value, { brief }));
    const cut = printInterface(read.value, name, { brief });
    return cut.ok ? cut : fail("no-interface", `Writing the WIT text failed: ${cut.error.message}`, cut.error.near);
  },

  async world(wit, chosen) {
    const worlds = listWorlds(wit);
    const name = chosen ?? worlds[0];
    const prepared = prepareWit(wit, packages);
    if (!prepared.ok)
      return fail("wit-syntax", `Reading the world failed: ${prepared.error}`, witMistakes(prepared.error, wit));
    const build = (source: string) => useTools((tools) => buildWorld(tools.componentEmbed, source, name));
    const built = await build(prepared.value);
    if (!built.ok) {
      if (built.error.tag === "crashed") return err(crashed("the world", built.error));
      const mistakes = await locateWitMistakes(built.error.text, wit, async (text) => {
        const probed = await build(text);
        return probed.ok ? undefined : probed.error.text;
      });
      return fail("wit-syntax", `Reading the world failed: ${mistakes[0]?.message ?? built.error.text}`, mistakes);
    }
    if (!built.value.ok) return err(unreadable("the world", built.value.error));
    const types = toTable(built.value.value.type);
    return types === undefined ? err(tooManyTypes("the world")) : ok({ id: worldName(wit, name), types });
  },

  async transpile(component, options) {
    const model = readComponent(component);
    if (!model.ok) return err(unreadable("the component", model.error));
    const made = await guard(() => transpile(component, model.value, options));
    if (made.ok) return made.value;
    if (made.error.tag === "crashed") return err(crashed("the component", made.error));
    return fail("transpile", `Preparing the component to run failed: ${made.error.text}`);
  },

  async prepare(component, options) {
    return prepare(component, options);
  },
};

function worldName(wit: string, world: string | undefined): string {
  const [, name, version] = /\bpackage\s+([\w:%/-]+)(@[\w.+-]+)?\s*[;{]/.exec(wit) ?? [];
  return name === undefined ? (world ?? "your own world") : `${name}/${world ?? "world"}${version ?? ""}`;
}
