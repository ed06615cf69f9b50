import type { InterfaceBinding } from "../../capabilities/interface/capability.ts";
import { useActs } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { Segments } from "../primitives/segments.tsx";

interface Props {
  readonly name: string;
  /** What assistive technology calls the switch. */
  readonly label: string;
  readonly mode: InterfaceBinding["mode"] | undefined;
  /** There are no calls in it. */
  readonly typesOnly: boolean;
}

const modes = ["mock", "deny"] as const;

/** Lets a component start without what the world does not provide: its calls are answered by a mock, or each is refused. */
export function InterfaceSwitch({ name, label, mode, typesOnly }: Props) {
  const acts = useActs();
  // null takes the binding out.
  const bind = (binding: object | null) => acts.apply({ bindings: { [`interface:${name}`]: binding } });
  if (typesOnly) {
    const leftOut = mode !== undefined;
    return (
      <Button
        size="small"
        look={leftOut ? "danger" : "plain"}
        aria-pressed={leftOut}
        aria-label={`Start without ${name}`}
        onPress={() => bind(leftOut ? null : { mode: "deny" })}
      >
        {leftOut ? "Left out" : "Start without it"}
      </Button>
    );
  }
  return (
    <Segments
      label={label}
      value={mode}
      segments={modes.map((key) => ({ key, label: key, look: key }))}
      onChange={(next) => bind({ mode: next })}
    />
  );
}
