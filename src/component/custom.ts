import type { Composer } from "./composition.ts";
import type { Cursor } from "./cursor.ts";
import { attempt } from "./failure.ts";
import type { CustomSection } from "./model.ts";
import type { ProducerSet } from "./producers.ts";

/** The component's own name: the first part of a `component-name` section (Binary.md, "Name Section"). */
function readOwnName(body: Cursor): string | undefined {
  const read = attempt(() => {
    if (body.done || body.byte() !== 0x00) return undefined;
    return body.sub(body.u32(), "component name").name("a component's name");
  });
  return read.ok ? read.value : undefined;
}

/** Reads a component's custom section. Damage in what it holds ends the reading of the section, and nothing else. */
export function readCustom(body: Cursor, composer: Composer, producers: ProducerSet): CustomSection {
  const name = body.name("a custom section's name");
  const section = { name, offset: body.pos, size: body.left };
  if (name === "producers") producers.read(body);
  else if (name === "component-name") composer.name ??= readOwnName(body);
  return section;
}
