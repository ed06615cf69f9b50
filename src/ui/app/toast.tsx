import { useEffect, useState } from "react";
import { useSession } from "./context.ts";
import styles from "./toast.module.css";

const shownMs = 5000;

/** The last notice, for a few seconds. The element stays, so that screen readers hear each one. */
export function Toast() {
  const notice = useSession((state) => state.notice);
  const [goneId, setGoneId] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (notice === undefined) return undefined;
    const timer = setTimeout(() => setGoneId(notice.id), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  const shown = notice !== undefined && notice.id !== goneId;
  return (
    <div role="status" className={styles["place"]}>
      {shown ? <p className={styles["toast"]}>{notice.text}</p> : undefined}
    </div>
  );
}
