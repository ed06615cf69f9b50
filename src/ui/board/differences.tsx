import type { FitEntry } from "../../worlds/model.ts";
import { Hidden } from "../primitives/hidden.tsx";
import { LongList } from "../primitives/long-list.tsx";
import styles from "./differences.module.css";

/** Everything that keeps an import or export from fitting: where, what, and what would mend it. */
export function Differences({ entry }: { readonly entry: FitEntry }) {
  const { name, differences, reasons } = entry;
  if (differences.length === 0) {
    return reasons.map((reason) => (
      <p key={reason} className={styles["sentence"]}>
        {reason}
      </p>
    ));
  }
  return (
    <ol className={styles["list"]} aria-label={`What does not fit in ${name}`}>
      <LongList items={differences}>
        {({ path, explanation, fix }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two places may differ alike, and the list never changes
          <li key={index} className={styles["difference"]}>
            <Path path={path} />
            <p className={styles["sentence"]}>{explanation}</p>
            {/* What mends several in a row is told once, under the last. */}
            {fix === differences[index + 1]?.fix ? undefined : <p className={styles["fix"]}>{fix}</p>}
          </li>
        )}
      </LongList>
    </ol>
  );
}

/** From the outside inward. */
function Path({ path }: { readonly path: readonly string[] }) {
  if (path.length === 0) return undefined;
  return (
    <p className={styles["path"]}>
      {path.map((step, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a path may take the same step twice, and never changes
        <span key={index}>
          {index === 0 ? undefined : (
            <>
              <span className={styles["separator"]} aria-hidden="true">
                {" › "}
              </span>
              <Hidden>, then </Hidden>
            </>
          )}
          {step}
        </span>
      ))}
    </p>
  );
}
