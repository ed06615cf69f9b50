import { useSession } from "../app/context.ts";
import styles from "./side-panel.module.css";

/** The functions that the component takes of some interfaces, with their calls in the last run. */
export function FunctionList({ interfaces }: { readonly interfaces: readonly string[] }) {
  const report = useSession((state) => state.report);
  const calls = useSession((state) => state.calls);
  const idle = useSession((state) => state.run.state === "idle");
  const wanted = (report?.imports ?? []).filter(
    (extern) => interfaces.includes(extern.name.replace(/@[^@]*$/, "")) || interfaces.includes(extern.name),
  );
  if (wanted.length === 0) return <p className={styles["muted"]}>The component does not want it.</p>;
  return (
    <>
      {wanted.map((extern) => (
        <section key={extern.name}>
          <h3 className={styles["code"]}>{extern.name}</h3>
          <ul className={styles["functions"]}>
            {extern.functions.map((name) => {
              const amount = calls[extern.kind === "func" ? name : `${extern.name}#${name}`] ?? 0;
              return (
                <li key={name}>
                  <span>{name}</span>
                  {idle ? undefined : (
                    <span className={styles["amount"]}>
                      {amount === 0 ? "never called" : `×${amount.toLocaleString("en-US")}`}
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </>
  );
}
