import { bindingChanges, postures } from "../../scenario/index.ts";
import { useActs, useApp, useSession } from "../app/context.ts";
import { guestRan } from "../app/run-state.ts";
import { count } from "../primitives/format.ts";
import { MenuButton } from "../primitives/menu-button.tsx";

/** Changes that are told one by one; the rest are counted. */
const SHOWN = 4;

/** Sets every capability at once. Each entry says what it would change. */
export function PostureMenu() {
  const { session } = useApp();
  const acts = useActs();
  const bindings = useSession((state) => state.scenario.bindings);
  const ran = useSession(guestRan);
  const called = ran ? Object.keys(session.store.getState().calls) : undefined;
  const all = postures(bindings, called).map((posture) => ({
    ...posture,
    changes: bindingChanges(bindings, posture.bindings),
  }));
  return (
    <MenuButton
      quiet
      label="Postures"
      name="Postures: set every capability at once"
      entries={all.map(({ id, title, changes }) => ({
        id,
        title,
        note:
          changes.length === 0
            ? "Changes nothing: this is how it stands."
            : [
                ...changes.slice(0, SHOWN).map((one) => `${one.title}: ${one.from} → ${one.to}`),
                ...(changes.length > SHOWN ? [`and ${count(changes.length - SHOWN, "more", "more")}`] : []),
              ].join("\n"),
      }))}
      onAction={(key) => {
        const posture = all.find(({ id }) => id === key);
        if (posture === undefined || posture.changes.length === 0) return;
        const changed = count(posture.changes.length, "capability", "capabilities");
        void acts.change({ bindings: posture.bindings }, `${posture.title}: ${changed} changed.`);
      }}
    />
  );
}
