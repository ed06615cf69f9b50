import { useSession } from "../app/context.ts";
import { formatDuration } from "../primitives/format.ts";
import type { RunResult } from "../../api.ts";
import type { OrreryError } from "../../result.ts";
import { visibleLines } from "./ansi.ts";
import { byMock } from "./failure-facts.ts";
import { FailureView, isCalm } from "./failure-view.tsx";
import styles from "./facts.module.css";

/** How the last run ended. */
export function ResultPanel() {
  const run = useSession((state) => state.run);
  if (run.state === "idle") return <p className={styles["empty"]}>Nothing ran yet.</p>;
  if (run.state === "running") return <p className={styles["empty"]}>It is running.</p>;
  const { result } = run;
  return (
    <div className={styles["facts"]}>
      <p className={styles["lead"]}>
        <span className={`${styles["pill"]} ${styles[lookOf(result)]}`}>{words(result)}</span>
      </p>
      {result.error === undefined ? undefined : <FailureView error={result.error} stderr={result.stderr} />}
      <dl className={styles["list"]}>
        {result.exitCode === undefined ? undefined : <Fact name="Exit code">{String(result.exitCode)}</Fact>}
        {result.value === undefined ? undefined : <Fact name="Value">{visibleLines(inWords(result.value))}</Fact>}
        <Fact name="Time">{times(result)}</Fact>
        {result.timings.firstOutputMs === undefined ? undefined : (
          <Fact name="First output">{`${formatDuration(result.timings.firstOutputMs)} after Run was pressed`}</Fact>
        )}
        <Fact name="Engine">{result.engine}</Fact>
        {result.engineReason === undefined ? undefined : <Fact name="Why not native">{result.engineReason}</Fact>}
      </dl>
      <Calls calls={result.calls} />
    </div>
  );
}

/** A program that ends with another code than 0 says that something went wrong for it; what a person stopped does not. */
function lookOf(result: RunResult): RunResult["status"] | "calm" {
  if (result.error !== undefined && isCalm(result.error)) return "calm";
  return result.status === "exited" && result.exitCode !== 0 ? "stopped" : result.status;
}

function words(result: RunResult): string {
  switch (result.status) {
    case "exited":
      return `Exited with code ${result.exitCode ?? 0}`;
    case "returned":
      return "Returned";
    case "trapped":
      return stopWords(result.error) ?? "Trapped: the component broke off";
    case "stopped":
      return "Stopped by you";
    case "limited":
      return "Stopped at a limit";
    case "failed":
      return "Could not run";
  }
}

/** Some traps are the host's: it stopped the component. */
function stopWords(error: OrreryError | undefined): string | undefined {
  if (error === undefined) return undefined;
  if (error.tag === "denied") return "Stopped: a denied call";
  if (error.tag === "needs-jspi") return "Stopped: this browser cannot let it wait";
  return byMock(error) ? "Stopped: a mock that traps" : undefined;
}

function times({ timings }: RunResult): string {
  const parts = [
    ["read", timings.readMs],
    ["compile", timings.compileMs],
    ["start", timings.startMs],
    ["run", timings.runMs],
  ] as const;
  return parts.map(([name, ms]) => `${name} ${formatDuration(ms)}`).join(" · ");
}

const SHOWN_CHARACTERS = 100_000;
const SHOWN_ITEMS = 10_000;

/** A returned value as JSON, cut where it would be too long to read or to lay out. */
function inWords(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value, readable, 2) ?? String(value));
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}… cut here` : text;
}

function readable(_key: string, inner: unknown): unknown {
  if (typeof inner === "bigint") return String(inner);
  if (!ArrayBuffer.isView(inner) && !Array.isArray(inner)) return inner;
  // A typed array is a list of numbers; its other properties are of no use here.
  const items: readonly unknown[] = Array.isArray(inner)
    ? inner
    : Array.prototype.slice.call(inner, 0, SHOWN_ITEMS + 1);
  if (items.length <= SHOWN_ITEMS) return items;
  return [...items.slice(0, SHOWN_ITEMS), "… cut here"];
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Calls({ calls }: { readonly calls: Readonly<Record<string, number>> }) {
  const rows = Object.entries(calls).toSorted(([, a], [, b]) => b - a);
  if (rows.length === 0) return <p className={styles["quiet"]}>It called no import.</p>;
  return (
    <table className={styles["table"]}>
      <caption>Calls of imports</caption>
      <thead>
        <tr>
          <th scope="col">Function</th>
          <th scope="col">Calls</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, amount]) => (
          <tr key={name}>
            <td>{name}</td>
            <td>{amount.toLocaleString("en-US")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
