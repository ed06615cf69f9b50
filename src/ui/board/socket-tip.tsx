import { useSession } from "../app/context.ts";
import styles from "./card.module.css";
import { describedBy, signature } from "./interface-parts.ts";
import type { Member, Socket } from "./types.ts";

/** Of all members together, and at least some of each. */
const shownFunctions = 14;
const leastFunctions = 2;
const shownDifferences = 3;
/** Characters of a signature. */
const shownSignature = 160;

/** What a socket takes or offers, in short. The side panel has it all. */
export function SocketTip({ socket }: { readonly socket: Socket }) {
  const reasons = socket.differences.length > 0 ? socket.differences.map((one) => one.explanation) : socket.reasons;
  const more = reasons.length - shownDifferences;
  const shares = sharesOf(socket.members);
  return (
    <>
      {socket.members.map((member, index) => (
        <MemberPart
          key={member.name}
          member={member}
          direction={socket.direction}
          shown={shares[index] ?? leastFunctions}
        />
      ))}
      {reasons.slice(0, shownDifferences).map((reason, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two places may differ alike, and the list never changes
        <div key={index} className={styles["tipReason"]}>
          {reason}
        </div>
      ))}
      {more > 0 ? (
        <div>{`and ${more.toLocaleString("en-US")} more ${more === 1 ? "reason" : "reasons"}`}</div>
      ) : undefined}
    </>
  );
}

/** How many functions are told of each: the first ones get what the others leave. */
function sharesOf(members: readonly Member[]): readonly number[] {
  let room = shownFunctions - leastFunctions * members.length;
  return members.map(({ functions }) => {
    const shown = Math.min(functions.length, leastFunctions + Math.max(0, room));
    room -= shown - leastFunctions;
    return shown;
  });
}

interface PartProps {
  readonly member: Member;
  readonly direction: Socket["direction"];
  /** How many functions are told. */
  readonly shown: number;
}

function MemberPart({ member, direction, shown }: PartProps) {
  const types = useSession((state) => state.types);
  const { entity, describer } = describedBy(member, direction === "import" ? "imports" : "exports", types);
  const typeOf = (name: string) => {
    const found = entity?.sort === "instance" ? entity.type.exports.get(name) : entity;
    return found?.sort === "func" ? found.type : undefined;
  };
  const more = member.functions.length - shown;
  return (
    <div className={styles["tipPart"]}>
      <div className={styles["tipName"]}>
        {member.name}
        {memberCalls(member)}
      </div>
      {member.newer === undefined ? undefined : <div>{`Provided as ${member.newer}.`}</div>}
      {member.functions.length === 0 ? <div>Types only: nothing to call.</div> : undefined}
      <ul className={styles["tipList"]}>
        {member.functions.slice(0, shown).map((name) => (
          <li key={name}>{cut(signature({ name, type: typeOf(name) }, describer))}</li>
        ))}
        {more > 0 ? <li>{`and ${more.toLocaleString("en-US")} more`}</li> : undefined}
      </ul>
    </div>
  );
}

function cut(text: string): string {
  return text.length <= shownSignature ? text : `${text.slice(0, shownSignature)}…`;
}

function memberCalls(member: Member): string {
  if (member.calls === undefined || member.functions.length === 0) return "";
  return member.calls === 0 ? " · never called" : ` · ×${member.calls.toLocaleString("en-US")}`;
}
