import { useActs } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";

interface Props {
  readonly name: string;
  readonly refused: boolean;
  /** There are no calls in it. */
  readonly typesOnly: boolean;
}

/** Lets a component start without what the world does not provide: each call is refused. */
export function RefuseButton({ name, refused, typesOnly }: Props) {
  const acts = useActs();
  return (
    <Button
      size="small"
      look={refused ? "danger" : "plain"}
      aria-pressed={refused}
      aria-label={typesOnly ? `Start without ${name}` : `Refuse calls to ${name}`}
      // null takes the binding out.
      onPress={() => acts.apply({ bindings: { [`interface:${name}`]: refused ? null : { mode: "deny" } } })}
    >
      {typesOnly ? (refused ? "Left out" : "Start without it") : refused ? "Refused" : "Refuse calls to it"}
    </Button>
  );
}
