import { useMemo } from "react";
import type { Report } from "../../../protocol/index.ts";
import { useSession } from "../../app/context.ts";
import {
  memberSignature,
  partsOf,
  signature,
  type Described,
  type FunctionPart,
  type InterfaceParts,
} from "../../board/interface-parts.ts";
import { splitName } from "../../board/names.ts";
import { Fold } from "../../primitives/fold.tsx";
import { count } from "../../primitives/format.ts";
import { LongList } from "../../primitives/long-list.tsx";
import { visible } from "../ansi.ts";
import styles from "./interfaces.module.css";
import { amountIn, docsOf, otherLines, outlineOf, sortWords, type PackageItems, type Side } from "./outline.ts";
import page from "./report.module.css";

/** So many functions of one interface are shown at first. */
const shownFunctions = 100;

/** Packages with more inside than this begin folded. */
const manyInside = 60;

/** Each import and export with its functions and types. */
export function InterfacesSection({ report }: { readonly report: Report }) {
  const types = useSession((state) => state.types);
  const sides = useMemo(() => outlineOf(report, types), [report, types]);
  return sides.map((side) => <SideList key={side.title} side={side} docs={report.docs} />);
}

interface SideProps {
  readonly side: Side;
  readonly docs: Report["docs"];
}

function SideList({ side: { title, packages }, docs }: SideProps) {
  if (packages.length === 0) return <p className={page["quiet"]}>{`${title}: none.`}</p>;
  const open = amountIn(packages) <= manyInside;
  return (
    <section aria-label={title} className={styles["side"]}>
      <h3 className={page["heading"]}>{title}</h3>
      <ul className={styles["packages"]}>
        <LongList items={packages}>
          {(group) => (
            <li key={group.name}>
              <Package group={group} docs={docs} open={open} />
            </li>
          )}
        </LongList>
      </ul>
    </section>
  );
}

interface PackageProps {
  readonly group: PackageItems;
  readonly docs: Report["docs"];
  readonly open: boolean;
}

function Package({ group: { name, items }, docs, open }: PackageProps) {
  return (
    <Fold
      level={4}
      startsOpen={open}
      title={<span className={styles["package"]}>{name === "" ? "without a package" : visible(name)}</span>}
      note={itemWords(items)}
    >
      <ul className={styles["items"]}>
        <LongList items={items}>
          {(item) => (
            <li key={item.extern.name} className={styles["item"]}>
              <Item item={item} docs={docs} />
            </li>
          )}
        </LongList>
      </ul>
    </Fold>
  );
}

function itemWords(items: readonly Described[]): string {
  const interfaces = items.filter(({ extern }) => extern.kind === "instance").length;
  const functions = items.filter(({ extern }) => extern.kind === "func").length;
  const others = items.length - interfaces - functions;
  return [
    ...(interfaces > 0 ? [count(interfaces, "interface")] : []),
    ...(functions > 0 ? [count(functions, "function")] : []),
    ...(others > 0 ? [count(others, "other item")] : []),
  ].join(", ");
}

interface ItemProps {
  readonly item: Described;
  readonly docs: Report["docs"];
}

/** One item: its signatures at once, its types when they are asked for. */
function Item({ item, docs }: ItemProps) {
  const { extern, describer } = item;
  const parts = useMemo(() => partsOf(item), [item]);
  const own = docsOf(docs, extern.name);
  if (extern.kind === "func") {
    return (
      <>
        <Signatures parts={parts.functions} text={(part) => signature(part, describer)} label={extern.name} />
        <Doc text={own} />
      </>
    );
  }
  return (
    <>
      <h5 className={styles["name"]}>
        {visible(splitName(extern.name).name)}
        {extern.kind === "instance" ? undefined : (
          <span className={page["quiet"]}>{` · ${sortWords[extern.kind]}`}</span>
        )}
      </h5>
      <Doc text={own} />
      <Signatures
        parts={parts.functions}
        text={(part) => signature(part, describer)}
        doc={(part) => docsOf(docs, extern.name, part.name)}
        label={`Functions of ${extern.name}`}
      />
      {parts.resources.length === 0 ? undefined : (
        <ul className={styles["lines"]} aria-label={`Resources of ${extern.name}`}>
          <LongList items={parts.resources}>
            {({ name, functions }) => (
              <li key={name}>
                <code className={styles["line"]}>{`resource ${visible(name)}`}</code>
                <Doc text={docsOf(docs, extern.name, name)} />
                <div className={styles["members"]}>
                  <Signatures
                    parts={functions}
                    text={(part) => memberSignature(part, name, describer)}
                    doc={(part) => docsOf(docs, extern.name, part.name)}
                    label={`Functions of ${name}`}
                  />
                </div>
              </li>
            )}
          </LongList>
        </ul>
      )}
      <Lines lines={otherLines(item)} />
      <Types item={item} parts={parts} docs={docs} />
    </>
  );
}

interface SignaturesProps {
  readonly parts: readonly FunctionPart[];
  readonly text: (part: FunctionPart) => string;
  readonly doc?: (part: FunctionPart) => string | undefined;
  readonly label: string;
}

function Signatures({ parts, text, doc, label }: SignaturesProps) {
  if (parts.length === 0) return undefined;
  return (
    <ul className={styles["lines"]} aria-label={label}>
      <LongList items={parts} first={shownFunctions}>
        {(part) => (
          <li key={part.name}>
            <code className={styles["line"]}>{text(part)}</code>
            <Doc text={doc?.(part)} />
          </li>
        )}
      </LongList>
    </ul>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return undefined;
  return (
    <ul className={styles["lines"]}>
      <LongList items={lines}>
        {(line) => (
          <li key={line}>
            <code className={styles["line"]}>{line}</code>
          </li>
        )}
      </LongList>
    </ul>
  );
}

interface TypesProps extends ItemProps {
  readonly parts: InterfaceParts;
}

/** Definitions behind their names; what another interface defines is named with its home. */
function Types({ item: { extern, describer }, parts: { types, elsewhere }, docs }: TypesProps) {
  if (types.length + elsewhere.length === 0) return undefined;
  return (
    <Fold
      title={<span className={page["quiet"]}>{count(types.length + elsewhere.length, "type")}</span>}
      note={someNames([...types, ...elsewhere])}
      startsOpen={extern.functions.length === 0}
    >
      <ul className={styles["lines"]} aria-label={`Types of ${extern.name}`}>
        <LongList items={types}>
          {({ name, type }) => (
            <li key={name}>
              <Doc text={docsOf(docs, extern.name, name)} />
              <pre className={styles["definition"]}>
                {type === undefined || describer === undefined
                  ? `type ${visible(name)};`
                  : describer.definition(name, type).join("\n")}
              </pre>
            </li>
          )}
        </LongList>
        <LongList items={elsewhere}>
          {({ name, home }) => (
            <li key={name}>
              <code className={styles["line"]}>{`${visible(name)} of ${visible(home)}`}</code>
            </li>
          )}
        </LongList>
      </ul>
    </Fold>
  );
}

function someNames(types: readonly { readonly name: string }[]): string {
  const names = types.slice(0, 3).map(({ name }) => visible(name.slice(0, 40)));
  return types.length > names.length ? `${names.join(", ")}, …` : names.join(", ");
}

function Doc({ text }: { readonly text: string | undefined }) {
  return text === undefined ? undefined : <p className={styles["doc"]}>{text}</p>;
}
