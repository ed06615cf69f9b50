import { packages } from "virtual:orrery/wasi-wit";
import { readComponent } from "../component/index.ts";
import { transpile } from "../engine/jco/transpile.ts";
import type { Analysis } from "../protocol/index.ts";
import { err, fail, ok } from "../result.ts";
import { printWit } from "../wit/index.ts";
import { listWorlds, prepareWit } from "../worlds/custom.ts";
import { locateWitMistakes } from "../worlds/mistakes.ts";
import { open } from "./open.ts";
import { guard, useTools } from "./tools.ts";
import { crashed, unreadable } from "./words.ts";

/** The analysis worker's work as plain functions. */
export const analysis: Analysis = {
  open,

  async wit(component) {
    const read = readComponent(component);
    return read.ok ? ok(printWit(read.value)) : err(unreadable("the component", read.error));
  },

  async world(wit, chosen) {
    const worlds = listWorlds(wit);
    const name = chosen ?? worlds[0];
    const witSource = prepareWit(wit, packages);
    const embed = (source: string) =>
      useTools((tools) =>
        tools.componentEmbed({ witSource: source, ...(name === undefined ? {} : { world: name }), dummy: true }),
      );
    const embedded = await embed(witSource);
    if (!embedded.ok) {
      if (embedded.error.tag === "crashed") return err(crashed("the world", embedded.error));
      const mistakes = await locateWitMistakes(embedded.error.text, wit, async (text) => {
        const probed = await embed(text);
        return probed.ok ? undefined : probed.error.text;
      });
      return fail("wit-syntax", `Reading the world failed: ${mistakes[0]?.message ?? embedded.error.text}`, mistakes);
    }
    const made = await useTools((tools) => tools.componentNew(embedded.value));
    if (!made.ok) {
      if (made.error.tag === "crashed") return err(crashed("the world", made.error));
      return fail("wit-syntax", `Reading the world failed: ${made.error.text}`, [
        { line: 1, column: 1, message: made.error.text },
      ]);
    }
    const model = readComponent(made.value);
    if (!model.ok) return err(unreadable("the world", model.error));
    return ok({ id: worldName(wit, name), imports: model.value.imports, exports: model.value.exports });
  },

  async transpile(component, options) {
    const model = readComponent(component);
    if (!model.ok) return err(unreadable("the component", model.error));
    const made = await guard(() => transpile(component, model.value, options));
    if (made.ok) return made.value;
    if (made.error.tag === "crashed") return err(crashed("the component", made.error));
    return fail("transpile", `Preparing the component to run failed: ${made.error.text}`);
  },
};

function worldName(wit: string, world: string | undefined): string {
  const [, name, version] = /\bpackage\s+([\w:%/-]+)(@[\w.+-]+)?\s*[;{]/.exec(wit) ?? [];
  return name === undefined ? (world ?? "your own world") : `${name}/${world ?? "world"}${version ?? ""}`;
}
