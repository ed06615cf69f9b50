import { Button } from "react-aria-components/Button";
import type { Chosen } from "../app/context.ts";
import { count } from "../primitives/format.ts";
import { Hidden } from "../primitives/hidden.tsx";
import { LongList } from "../primitives/long-list.tsx";
import { Marked } from "../primitives/marked.tsx";
import { Tip } from "../primitives/tip.tsx";
import type { Report } from "../../protocol/index.ts";
import styles from "./card.module.css";
import { factsOf } from "./facts.ts";
import { GroupFold } from "./group-fold.tsx";
import type { Held } from "./held.ts";
import type { Found } from "./search.ts";
import { SocketTip } from "./socket-tip.tsx";
import type { Socket, SocketGroup } from "./types.ts";

interface Props {
  readonly report: Report;
  /** What a WIT package holds. */
  readonly held: readonly Held[];
  readonly groups: readonly SocketGroup[];
  readonly active: ReadonlySet<string>;
  readonly onFold: (id: string, folded: boolean) => void;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPoint: (socket: string | undefined) => void;
  /** What is searched for, while it is. */
  readonly found: Found | undefined;
}

export function ComponentCard({ report, held, groups, active, onFold, onChoose, onPoint, found }: Props) {
  return (
    <section className={`${styles["card"]} ${styles["left"]}`} aria-label="Component">
      <div className={styles["head"]}>
        <div className={styles["titleLine"]}>
          <h2 className={styles["title"]}>{report.name}</h2>
        </div>
        <p className={styles["facts"]}>{factsOf(report).join(" · ")}</p>
      </div>
      {groups.length > 0 || held.length > 0 ? undefined : (
        <p className={styles["empty"]}>{found === undefined ? emptyWords(report) : "Nothing of it matches."}</p>
      )}
      {heldKinds.map((kind) => (
        <HeldList key={kind} kind={kind} held={held} pattern={found?.pattern} />
      ))}
      {groups.map((group) => {
        const { folded } = group;
        return (
          <GroupFold
            key={group.id}
            id={group.id}
            title={group.title}
            note={folded ? words(group) : group.note}
            amount={group.sockets.reduce((sum, socket) => sum + socket.members.length, 0)}
            calls={callWords(group.sockets)}
            folded={folded}
            onFold={onFold}
            side="socket"
            pattern={found?.pattern}
          >
            <LongList items={group.sockets} rest={{ "data-socket": group.id }}>
              {(socket) => (
                <SocketRow
                  key={socket.id}
                  socket={socket}
                  on={active.has(socket.id)}
                  onChoose={onChoose}
                  onPoint={onPoint}
                  hits={found?.hits.get(socket.id) ?? []}
                  pattern={found?.pattern}
                />
              )}
            </LongList>
          </GroupFold>
        );
      })}
    </section>
  );
}

const heldKinds = ["interface", "world"] as const;

function emptyWords(report: Report): string {
  return report.artifact === "wit-package"
    ? "It holds no interfaces and no worlds."
    : "It wants nothing and offers nothing.";
}

interface HeldProps {
  readonly kind: Held["kind"];
  readonly held: readonly Held[];
  readonly pattern: RegExp | undefined;
}

/** The interfaces or the worlds of a WIT package. */
function HeldList({ kind, held, pattern }: HeldProps) {
  const own = held.filter((one) => one.kind === kind);
  if (own.length === 0) return undefined;
  return (
    <section aria-label={`${kind}s`}>
      <h3 className={styles["heading"]}>{count(own.length, kind)}</h3>
      <ul>
        <LongList items={own}>
          {({ name }) => (
            <li key={name} className={styles["row"]}>
              <span className={styles["name"]}>
                <Marked text={name} pattern={pattern} />
              </span>
            </li>
          )}
        </LongList>
      </ul>
    </section>
  );
}

/** The looks inside a folded group, in words. */
function words(group: SocketGroup): string {
  const looks = [...new Set(group.sockets.map((socket) => socket.word))];
  return looks.filter((word) => word !== "").join(", ");
}

interface RowProps {
  readonly socket: Socket;
  readonly on: boolean;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPoint: (socket: string | undefined) => void;
  /** What matches and is not seen in the row itself. */
  readonly hits: readonly string[];
  readonly pattern: RegExp | undefined;
}

const shownHits = 3;

function SocketRow({ socket, on, onChoose, onPoint, hits, pattern }: RowProps) {
  const isExport = socket.direction === "export";
  const { word } = socket;
  const point = () => onPoint(socket.id);
  const leave = () => onPoint(undefined);
  const calls = isExport ? offered(socket) : callWords([socket]);
  return (
    <li
      className={`${styles["row"]} ${socket.look === "missing" ? styles["trouble"] : ""}`}
      data-socket={socket.id}
      data-on={on}
    >
      <Tip placement="right" wide text={<SocketTip socket={socket} />}>
        <Button
          className={styles["main"] ?? ""}
          onHoverStart={point}
          onHoverEnd={leave}
          onFocus={point}
          onBlur={leave}
          onPress={() => onChoose(choiceOf(socket))}
        >
          <span className={styles["name"]}>
            <Marked text={socket.title} pattern={pattern} />
          </span>
          {word === "" ? undefined : (
            <span className={`${styles["word"]} ${styles[socket.look]}`} aria-hidden="true">
              {word}
            </span>
          )}
          {word === "" ? undefined : <Hidden>{`, ${word}`}</Hidden>}
          {hits.length === 0 ? undefined : (
            <span className={styles["note"]}>
              <Marked text={hits.slice(0, shownHits).join(", ")} pattern={pattern} />
              {hits.length > shownHits ? ` and ${(hits.length - shownHits).toLocaleString("en-US")} more` : ""}
            </span>
          )}
          {calls === "" ? undefined : (
            <span className={styles["calls"]} data-some={!isExport && (socket.calls ?? 0) > 0}>
              {calls}
            </span>
          )}
        </Button>
      </Tip>
    </li>
  );
}

/** What choosing a socket shows. */
export function choiceOf(socket: Socket): Chosen {
  if (socket.direction === "export") return { kind: "export", name: socket.name };
  if (socket.capability !== undefined) return { kind: "capability", id: socket.capability };
  return { kind: "import", name: socket.name };
}

function offered({ members }: Socket): string {
  const functions = functionsOf(members);
  return functions === 0 ? "types" : count(functions, "function");
}

/** The calls of imports together; empty where there is nothing to tell yet. */
function callWords(sockets: readonly Socket[]): string {
  const told = sockets.flatMap(({ calls }) => calls ?? []);
  if (told.length === 0) return "";
  if (sockets.every(({ members }) => functionsOf(members) === 0)) return "types";
  const sum = told.reduce((all, calls) => all + calls, 0);
  return sum === 0 ? "never called" : `×${sum.toLocaleString("en-US")}`;
}

function functionsOf(members: Socket["members"]): number {
  return members.reduce((sum, member) => sum + member.functions.length, 0);
}
