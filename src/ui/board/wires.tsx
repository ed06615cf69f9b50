import type { Wire } from "./layout.ts";
import styles from "./wires.module.css";

interface Props {
  readonly wires: readonly Wire[];
  /** Ids of the links that are pointed at or chosen; the others step back while there are some. */
  readonly active: ReadonlySet<string>;
  readonly onPoint: (links: readonly string[]) => void;
  readonly onChoose: (links: readonly string[]) => void;
}

/** The wires between sockets and plugs. The rows say the same in words and take the keyboard. */
export function Wires({ wires, active, onPoint, onChoose }: Props) {
  return (
    <svg className={styles["wires"]} aria-hidden="true" data-busy={active.size > 0}>
      {wires.map((wire) => {
        const on = wire.links.some((link) => active.has(link));
        return (
          <g
            key={wire.id}
            className={`${styles["wire"]} ${styles[wire.look]}`}
            data-wire={wire.look}
            data-active={on}
            onPointerEnter={() => onPoint(wire.links)}
            onPointerLeave={() => onPoint([])}
            onClick={() => onChoose(wire.links)}
          >
            <path className={styles["hit"]} d={wire.path} />
            <path className={styles["line"]} d={wire.path} />
            {wire.bar === undefined ? undefined : (
              <line
                className={styles["bar"]}
                x1={wire.bar[0].x}
                y1={wire.bar[0].y}
                x2={wire.bar[1].x}
                y2={wire.bar[1].y}
              />
            )}
            <circle
              className={styles["socket"]}
              cx={wire.socket.x}
              cy={wire.socket.y}
              r={wire.look === "passed" ? 3 : 4.5}
            />
            <PlugMark wire={wire} />
          </g>
        );
      })}
    </svg>
  );
}

function PlugMark({ wire }: { readonly wire: Wire }) {
  const { x, y } = wire.end;
  if (wire.plug === "full") return <circle className={styles["full"]} cx={x} cy={y} r="4.5" />;
  if (wire.plug === "small") return <circle className={styles["full"]} cx={x} cy={y} r="3" />;
  if (wire.plug === "half") {
    return (
      <>
        <circle className={styles["socket"]} cx={x} cy={y} r="4.5" />
        <path className={styles["full"]} d={`M${x},${y - 4.5}a4.5,4.5 0 0 1 0,9z`} />
      </>
    );
  }
  return (
    <>
      <circle className={styles["socket"]} cx={wire.hangs ? x + 5 : x} cy={y} r="5" />
      {wire.hangs ? (
        <text className={styles["word"]} x={x + 15} y={y + 4}>
          {wire.word}
        </text>
      ) : undefined}
    </>
  );
}
