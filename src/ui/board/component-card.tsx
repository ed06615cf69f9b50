import { Button } from "react-aria-components/Button";
import type { Chosen } from "../app/context.ts";
import { count, formatBytes } from "../primitives/format.ts";
import { Hidden } from "../primitives/hidden.tsx";
import { Tip } from "../primitives/tip.tsx";
import type { Report } from "../../protocol/index.ts";
import styles from "./card.module.css";
import { GroupFold } from "./group-fold.tsx";
import type { Member, Socket, SocketGroup } from "./model.ts";

interface Props {
  readonly report: Report;
  readonly groups: readonly SocketGroup[];
  readonly active: ReadonlySet<string>;
  readonly isFolded: (id: string, folded: boolean) => boolean;
  readonly onFold: (id: string, folded: boolean) => void;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPoint: (socket: string | undefined) => void;
}

export function ComponentCard({ report, groups, active, isFolded, onFold, onChoose, onPoint }: Props) {
  return (
    <section className={`${styles["card"]} ${styles["left"]}`} aria-label="Component">
      <div className={styles["head"]}>
        <div className={styles["titleLine"]}>
          <h2 className={styles["title"]}>{report.name}</h2>
        </div>
        <p className={styles["facts"]}>{facts(report).join(" · ")}</p>
      </div>
      {groups.length === 0 ? <p className={styles["empty"]}>It wants nothing and offers nothing.</p> : undefined}
      {groups.map((group) => {
        const folded = isFolded(group.id, group.folded);
        return (
          <GroupFold
            key={group.id}
            id={group.id}
            title={group.title}
            note={folded ? words(group) : group.note}
            amount={group.sockets.reduce((sum, socket) => sum + socket.members.length, 0)}
            folded={folded}
            onFold={onFold}
            side="socket"
          >
            {group.sockets.map((socket) => (
              <SocketRow
                key={socket.id}
                socket={socket}
                on={active.has(socket.id)}
                onChoose={onChoose}
                onPoint={onPoint}
              />
            ))}
          </GroupFold>
        );
      })}
    </section>
  );
}

/** The looks inside a folded group, in words. */
function words(group: SocketGroup): string {
  const looks = [...new Set(group.sockets.map((socket) => wordOf(socket)))];
  return looks.filter((word) => word !== "").join(", ");
}

function wordOf(socket: Socket): string {
  if (socket.id.startsWith("export:")) return "";
  return socket.look === "passed" ? "passed along" : socket.look;
}

const kinds = { command: "command", proxy: "HTTP proxy", library: "library" } as const;

function facts(report: Report): string[] {
  const interfaces = report.imports.filter((extern) => extern.kind === "instance").length;
  const functions = report.imports.filter((extern) => extern.kind === "func").length;
  const wants = [
    ...(interfaces > 0 || functions === 0 ? [count(interfaces, "interface")] : []),
    ...(functions > 0 ? [count(functions, "function")] : []),
  ].join(" and ");
  return [
    report.artifact === "wit-package" ? "WIT package: nothing to run" : kinds[report.kind],
    `wants ${wants}`,
    ...producerWords(report),
    formatBytes(report.size),
    ...(report.adapted ? ["adapted from preview 1"] : []),
  ];
}

function producerWords(report: Report): string[] {
  const languages = report.producers.filter((producer) => producer.field === "language");
  const tools = report.producers.filter((producer) => producer.field === "processed-by");
  const named = [...languages, ...tools].slice(0, 3).map((producer) => {
    const version = producer.version.split(/[ (]/)[0] ?? "";
    return version === "" ? producer.name : `${producer.name} ${version}`;
  });
  return named.length === 0 ? [] : [[...new Set(named)].join(", ")];
}

interface RowProps {
  readonly socket: Socket;
  readonly on: boolean;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPoint: (socket: string | undefined) => void;
}

function SocketRow({ socket, on, onChoose, onPoint }: RowProps) {
  const isExport = socket.id.startsWith("export:");
  const word = wordOf(socket);
  const point = () => onPoint(socket.id);
  const leave = () => onPoint(undefined);
  const calls = callWords(socket, isExport);
  return (
    <li
      className={`${styles["row"]} ${socket.look === "missing" ? styles["trouble"] : ""}`}
      data-socket={socket.id}
      data-on={on}
    >
      <Tip placement="right" text={<Functions socket={socket} />}>
        <Button
          className={styles["main"] ?? ""}
          onHoverStart={point}
          onHoverEnd={leave}
          onFocus={point}
          onBlur={leave}
          onPress={() => {
            if (isExport) return;
            onChoose(
              socket.capability === undefined
                ? { kind: "import", name: socket.name }
                : { kind: "capability", id: socket.capability },
            );
          }}
        >
          <span className={styles["name"]}>{socket.title}</span>
          {word === "" ? undefined : (
            <span className={`${styles["word"]} ${styles[socket.look]}`} aria-hidden="true">
              {word}
            </span>
          )}
          {word === "" ? undefined : <Hidden>{`, ${word}`}</Hidden>}
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

function callWords(socket: Socket, isExport: boolean): string {
  const functions = socket.members.reduce((sum, member) => sum + member.functions.length, 0);
  if (isExport) return count(functions, "function");
  if (socket.calls === undefined) return "";
  if (functions === 0) return "types";
  return socket.calls === 0 ? "never called" : `×${socket.calls.toLocaleString("en-US")}`;
}

const shownFunctions = 14;

function Functions({ socket }: { readonly socket: Socket }) {
  return (
    <>
      {socket.members.map((member) => (
        <div key={member.name} className={styles["tipPart"]}>
          <div className={styles["tipName"]}>
            {member.name}
            {memberCalls(member)}
          </div>
          {member.functions.length === 0 ? <div>Types only: nothing to call.</div> : undefined}
          <ul className={styles["tipList"]}>
            {member.functions.slice(0, shownFunctions).map((name) => (
              <li key={name}>{name}</li>
            ))}
            {member.functions.length > shownFunctions ? (
              <li>and {member.functions.length - shownFunctions} more</li>
            ) : undefined}
          </ul>
        </div>
      ))}
      {socket.reasons.map((reason) => (
        <div key={reason}>{reason}</div>
      ))}
    </>
  );
}

function memberCalls(member: Member): string {
  if (member.calls === undefined || member.functions.length === 0) return "";
  return member.calls === 0 ? " · never called" : ` · ×${member.calls.toLocaleString("en-US")}`;
}
