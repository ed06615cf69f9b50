import { useMemo, useState } from "react";
import type { Composition, Supply } from "../../../component/composition.ts";
import type { Report } from "../../../protocol/index.ts";
import { Button } from "../../primitives/button.tsx";
import { count } from "../../primitives/format.ts";
import { LongList } from "../../primitives/long-list.tsx";
import { visible } from "../ansi.ts";
import { componentTitle, graphOf, titleOf } from "./composition-graph.ts";
import styles from "./composition.module.css";
import { CompositionPicture } from "./composition-picture.tsx";
import { instanceWords, originWords, wrapperWords } from "./composition-words.ts";
import page from "./report.module.css";

/** A picture of more boxes is no help. */
const maxNodes = 60;

interface Level {
  readonly title: string;
  readonly composition: Composition;
}

/** How the component is put together out of others. */
export function CompositionSection({ report }: { readonly report: Report }) {
  /** The indices of the components that were entered, from the outside inward. */
  const [path, setPath] = useState<readonly number[]>([]);
  const { composition } = report;
  if (report.artifact === "wit-package")
    return <p className={page["quiet"]}>A WIT package holds types only: there is nothing to put together.</p>;
  if (composition.components.length === 0 && composition.instances.length === 0) {
    return (
      <p className={page["quiet"]}>
        {`It is one component with ${count(composition.coreModules, "core module")}; no component is nested inside.`}
      </p>
    );
  }
  const levels = levelsOf({ title: report.name, composition }, path);
  const level = levels.at(-1);
  if (level === undefined) return undefined;
  return (
    <>
      {levels.length > 1 ? (
        <nav aria-label="Composition" className={styles["crumbs"]}>
          <ol>
            {levels.map(({ title }, depth) => (
              <li key={path.slice(0, depth).join("/")}>
                {depth === levels.length - 1 ? (
                  <span aria-current="true">{title}</span>
                ) : (
                  <Button size="small" look="quiet" onPress={() => setPath(path.slice(0, depth))}>
                    {title}
                  </Button>
                )}
              </li>
            ))}
          </ol>
        </nav>
      ) : undefined}
      <Inside key={path.join("/")} level={level} onEnter={(index) => setPath([...path, index])} />
    </>
  );
}

function levelsOf(outermost: Level, path: readonly number[]): readonly Level[] {
  const levels = [outermost];
  let { composition } = outermost;
  for (const index of path) {
    const next = composition.components[index];
    if (next === undefined) break;
    levels.push({ title: componentTitle(composition, index), composition: next });
    composition = next;
  }
  return levels;
}

interface InsideProps {
  readonly level: Level;
  readonly onEnter: (component: number) => void;
}

function Inside({ level, onEnter }: InsideProps) {
  const { composition } = level;
  const graph = useMemo(() => graphOf(composition), [composition]);
  const { components, instances, exports, coreModules } = composition;
  const wrapper = wrapperWords(composition);
  return (
    <>
      <p className={page["quiet"]}>
        {`${count(components.length, "component")} inside, ${count(instances.length, "instance")}, ${count(coreModules, "core module")} of its own.`}
      </p>
      {wrapper === undefined ? undefined : <p>{wrapper}</p>}
      {graph.nodes.length > maxNodes ? (
        <p className={page["quiet"]}>
          {`A picture of ${graph.nodes.length.toLocaleString("en-US")} boxes would not help: the list has it all.`}
        </p>
      ) : graph.edges.length > 0 ? (
        <CompositionPicture graph={graph} label={`Picture of ${level.title}`} />
      ) : undefined}
      {instances.length === 0 ? undefined : (
        <section aria-label="Instances" className={styles["part"]}>
          <h3 className={page["heading"]}>Instances</h3>
          <ol className={styles["list"]}>
            <LongList items={instances}>
              {({ args }, index) => (
                <li key={index} className={styles["entry"]}>
                  <p>
                    <strong className={styles["mono"]}>{titleOf(composition, index)}</strong>{" "}
                    <span className={page["quiet"]}>{instanceWords(composition, index)}</span>
                  </p>
                  {args.length === 0 ? <p className={page["quiet"]}>It is given nothing.</p> : undefined}
                  <Supplies composition={composition} supplies={args} />
                </li>
              )}
            </LongList>
          </ol>
        </section>
      )}
      {exports.length === 0 ? undefined : (
        <section aria-label="What it exports" className={styles["part"]}>
          <h3 className={page["heading"]}>Exports</h3>
          <Supplies composition={composition} supplies={exports} />
        </section>
      )}
      <Components composition={composition} onEnter={onEnter} />
    </>
  );
}

function Supplies({
  composition,
  supplies,
}: {
  readonly composition: Composition;
  readonly supplies: readonly Supply[];
}) {
  return (
    <ul className={styles["supplies"]}>
      <LongList items={supplies} first={50}>
        {({ name, from }, index) => (
          <li key={index}>
            <span className={styles["mono"]}>{visible(name)}</span>
            <span className={page["quiet"]}>{` from ${originWords(composition, from)}`}</span>
          </li>
        )}
      </LongList>
    </ul>
  );
}

function Components({
  composition,
  onEnter,
}: {
  readonly composition: Composition;
  readonly onEnter: (index: number) => void;
}) {
  const made = new Map<number, number>();
  for (const { of } of composition.instances)
    if (of.kind === "component") made.set(of.index, (made.get(of.index) ?? 0) + 1);
  if (composition.components.length === 0) return undefined;
  return (
    <section aria-label="Components inside" className={styles["part"]}>
      <h3 className={page["heading"]}>Components inside</h3>
      <ol className={styles["list"]}>
        <LongList items={composition.components}>
          {(item, index) => (
            <li key={index} className={`${styles["entry"]} ${styles["component"]}`}>
              <InnerComponent
                inner={item}
                title={componentTitle(composition, index)}
                made={made.get(index) ?? 0}
                onEnter={() => onEnter(index)}
              />
            </li>
          )}
        </LongList>
      </ol>
    </section>
  );
}

function insideWords({ components, coreModules }: Composition, instances: number): string {
  return [
    instances === 0 ? "never instantiated" : count(instances, "instance"),
    count(coreModules, "core module"),
    ...(components.length > 0 ? [`${count(components.length, "component")} inside`] : []),
  ].join(", ");
}

interface InnerProps {
  readonly inner: Composition;
  readonly title: string;
  /** How many instances are of it. */
  readonly made: number;
  readonly onEnter: () => void;
}

function InnerComponent({ inner, title, made, onEnter }: InnerProps) {
  const more = inner.components.length > 0 || inner.instances.length > 0;
  return (
    <>
      <p>
        <strong className={styles["mono"]}>{title}</strong>{" "}
        <span className={page["quiet"]}>{insideWords(inner, made)}</span>
      </p>
      {more ? (
        <Button size="small" aria-label={`Look inside ${title}`} onPress={onEnter}>
          Look inside
        </Button>
      ) : undefined}
    </>
  );
}
