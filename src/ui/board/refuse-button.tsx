import { useActs } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";

/** Lets a component start without what the world does not provide: each call is refused. */
export function RefuseButton({ name, refused }: { readonly name: string; readonly refused: boolean }) {
  const acts = useActs();
  return (
    <Button
      size="small"
      look={refused ? "danger" : "plain"}
      aria-pressed={refused}
      aria-label={`Refuse calls to ${name}`}
      // null takes the binding out.
      onPress={() => acts.apply({ bindings: { [`interface:${name}`]: refused ? null : { mode: "deny" } } })}
    >
      {refused ? "Refused" : "Refuse calls to it"}
    </Button>
  );
}
