import type { Capability } from "../../capabilities/capability.ts";
import { useActs, useSession } from "../app/context.ts";
import { MenuButton } from "../primitives/menu-button.tsx";

/** Settings that show what a capability can do. They replace those in place, with a way back. */
export function ExamplesMenu({ capability }: { readonly capability: Capability }) {
  const { id, examples, summary } = capability;
  const acts = useActs();
  const binding: Capability["defaults"] = useSession((state) => state.scenario.bindings[id]);
  return (
    <MenuButton
      quiet
      label="Examples"
      name={`Examples for ${capability.title}`}
      entries={examples.map((example, index) => ({
        id: String(index),
        title: example.title,
        note: `${example.binding.mode}, ${summary(example.binding)}`,
      }))}
      onAction={(key) => {
        const example = examples[Number(key)];
        if (example === undefined) return;
        // What the example does not have is taken away: objects merge.
        const gone = Object.keys(binding).filter((field) => !(field in example.binding));
        const next = { ...Object.fromEntries(gone.map((field) => [field, null])), ...example.binding };
        void acts.change({ bindings: { [id]: next } }, `${capability.title} is set to the example “${example.title}”.`);
      }}
    />
  );
}
