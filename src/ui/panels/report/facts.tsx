import type { Report } from "../../../protocol/index.ts";
import { factsOf } from "./fact-list.ts";
import styles from "../facts.module.css";

/** What is known of the file as a whole. */
export function FactsSection({ report }: { readonly report: Report }) {
  return (
    <>
      {report.notices.length === 0 ? undefined : (
        <ul className={styles["notices"]}>
          {report.notices.map((notice) => (
            <li key={notice}>{notice}</li>
          ))}
        </ul>
      )}
      <dl className={styles["list"]}>
        {factsOf(report).map(([name, value]) => (
          <div key={name} className={styles["pair"]}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
