import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { visible } from "./ansi.ts";
import styles from "./network-origins.module.css";
import side from "./side-panel.module.css";

/** The origins that the person decided about, and the way back. */
export function NetworkOrigins() {
  const allowed = useSession((state) => state.network.allowed);
  const refused = useSession((state) => state.network.refused);
  return (
    <section aria-label="Origins" className={side["edit"]}>
      {allowed.length + refused.length === 0 ? (
        <p className={side["muted"]}>
          No origin is allowed or refused yet. You are asked when a request waits. What you decide holds until something
          else is opened or this page is closed, and is never stored or shared.
        </p>
      ) : (
        <>
          <Decided title="Allowed for what is open now" look="allowed" origins={allowed} />
          <Decided title="Refused for what is open now" look="refused" origins={refused} />
        </>
      )}
    </section>
  );
}

interface Props {
  readonly title: string;
  readonly look: "allowed" | "refused";
  readonly origins: readonly string[];
}

function Decided({ title, look, origins }: Props) {
  const acts = useActs();
  if (origins.length === 0) return undefined;
  return (
    <div>
      <h3 className={side["heading"]}>{title}</h3>
      <ul aria-label={title}>
        {origins.map((origin) => (
          <li key={origin} className={side["file"]}>
            <span className={`${side["fileName"]} ${styles[look]}`}>{visible(origin)}</span>
            <Button
              look="quiet"
              size="small"
              aria-label={`Forget ${visible(origin)}`}
              onPress={() => acts.forgetOrigin(origin)}
            >
              Forget
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
