import { useState } from "react";
import type { Capability } from "../../capabilities/capability.ts";
import { useActs, useSession } from "../app/context.ts";
import { MenuButton } from "../primitives/menu-button.tsx";

type Binding = Capability["defaults"];

const BACK = "back";

/** Settings that show what a capability can do. What stood before the first of them can be had back. */
export function ExamplesMenu({ capability }: { readonly capability: Capability }) {
  const { id, examples, summary } = capability;
  const acts = useActs();
  const binding: Binding = useSession((state) => state.scenario.bindings[id]);
  const [before, setBefore] = useState<Binding>();
  const put = (next: Binding): void => {
    // What the new binding does not have is taken away: objects merge.
    const gone = Object.keys(binding).filter((key) => !(key in next));
    acts.apply({ bindings: { [id]: { ...Object.fromEntries(gone.map((key) => [key, null])), ...next } } });
  };
  const entries = examples.map((example, index) => ({
    id: String(index),
    title: example.title,
    note: `${example.binding.mode}, ${summary(example.binding)}`,
  }));
  const back =
    before === undefined
      ? []
      : [{ id: BACK, title: "Back to what it was", note: `${before.mode}, ${summary(before)}` }];
  return (
    <MenuButton
      quiet
      label="Examples"
      name={`Examples for ${capability.title}`}
      entries={[...entries, ...back]}
      onAction={(key) => {
        if (key === BACK) {
          if (before !== undefined) put(before);
          setBefore(undefined);
          return;
        }
        const example = examples[Number(key)];
        if (example === undefined) return;
        setBefore(before ?? binding);
        put(example.binding);
      }}
    />
  );
}
