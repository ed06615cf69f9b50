import { Fold } from "../primitives/fold.tsx";
import { count } from "../primitives/format.ts";
import { LongList } from "../primitives/long-list.tsx";
import {
  memberSignature,
  partsOf,
  signature,
  type Described,
  type FunctionPart,
  type ResourcePart,
  type TypePart,
} from "./interface-parts.ts";
import styles from "./interface-view.module.css";

interface Props {
  readonly described: Described;
  /** Stands in place of its name. */
  readonly title?: string;
  /** Calls by function name; undefined while there is nothing to tell. */
  readonly calls: ((name: string) => number) | undefined;
  readonly startsOpen: boolean;
  /** A line of its own under the name. */
  readonly note?: string | undefined;
}

/** Resources of an interface with more functions start folded. */
const fewFunctions = 24;

/** An import or export: its functions as signatures, and its types. */
export function InterfaceView({ described, title, calls, startsOpen, note }: Props) {
  const { extern, describer } = described;
  const parts = partsOf(described);
  return (
    <Fold level={3} startsOpen={startsOpen} title={title ?? <code className={styles["name"]}>{extern.name}</code>}>
      {note === undefined ? undefined : <p className={styles["quiet"]}>{note}</p>}
      <div role="region" aria-label={`Inside ${extern.name}`} tabIndex={0} className={styles["inside"]}>
        {extern.functions.length === 0 ? <p className={styles["quiet"]}>Types only: nothing to call.</p> : undefined}
        {parts.functions.length === 0 ? undefined : (
          <Functions
            parts={parts.functions}
            text={(part) => signature(part, describer)}
            calls={calls}
            label={`Functions of ${extern.name}`}
          />
        )}
        {parts.resources.map((resource) => (
          <Resource
            key={resource.name}
            resource={resource}
            described={described}
            calls={calls}
            startsOpen={extern.functions.length <= fewFunctions}
          />
        ))}
        {parts.types.length === 0 ? undefined : (
          <ul aria-label={`Types of ${extern.name}`} className={styles["types"]}>
            <LongList items={parts.types}>
              {(part) => <TypeRow key={part.name} part={part} described={described} />}
            </LongList>
          </ul>
        )}
        {parts.elsewhere.length === 0 ? undefined : (
          <ul aria-label={`Types of other interfaces in ${extern.name}`} className={styles["functions"]}>
            <LongList items={parts.elsewhere}>
              {({ name, home }) => (
                <li key={name}>
                  <span className={styles["signature"]}>
                    {name}
                    <span className={styles["rest"]}>{` is defined in ${home}`}</span>
                  </span>
                </li>
              )}
            </LongList>
          </ul>
        )}
      </div>
    </Fold>
  );
}

interface FunctionsProps {
  readonly parts: readonly FunctionPart[];
  readonly text: (part: FunctionPart) => string;
  readonly calls: ((name: string) => number) | undefined;
  readonly label: string;
}

function Functions({ parts, text, calls, label }: FunctionsProps) {
  return (
    <ul aria-label={label} className={styles["functions"]}>
      <LongList items={parts}>
        {(part) => {
          const amount = calls?.(part.name);
          return (
            <li key={part.name}>
              <Signature text={text(part)} />
              {amount === undefined ? undefined : (
                <span className={styles["amount"]} data-some={amount > 0}>
                  {amount === 0 ? "never called" : `×${amount.toLocaleString("en-US")}`}
                </span>
              )}
            </li>
          );
        }}
      </LongList>
    </ul>
  );
}

/** A signature in which the name stands out from its type. */
export function Signature({ text }: { readonly text: string }) {
  const end = text.search(/[:(]/);
  const name = end < 0 ? text : text.slice(0, end);
  return (
    <span className={styles["signature"]}>
      {name}
      <span className={styles["rest"]}>{text.slice(name.length)}</span>
    </span>
  );
}

interface ResourceProps {
  readonly resource: ResourcePart;
  readonly described: Described;
  readonly calls: ((name: string) => number) | undefined;
  readonly startsOpen: boolean;
}

function Resource({ resource, described, calls, startsOpen }: ResourceProps) {
  const amount = resource.functions.length;
  const title = (
    <code className={styles["kind"]}>
      resource <span className={styles["defined"]}>{resource.name}</span>
    </code>
  );
  if (amount === 0) return <p className={styles["bare"]}>{title}</p>;
  return (
    <Fold title={title} note={count(amount, "function")} startsOpen={startsOpen}>
      <Functions
        parts={resource.functions}
        text={(part) => memberSignature(part, resource.name, described.describer)}
        calls={calls}
        label={`Functions of ${resource.name}`}
      />
    </Fold>
  );
}

const definedKinds: ReadonlySet<string> = new Set(["record", "variant", "enum", "flags", "resource"]);

function TypeRow({ part, described }: { readonly part: TypePart; readonly described: Described }) {
  const { name, type } = part;
  const title = (
    <code className={styles["kind"]}>
      {type !== undefined && definedKinds.has(type.kind) ? type.kind : "type"}{" "}
      <span className={styles["defined"]}>{name}</span>
    </code>
  );
  const { describer } = described;
  if (type === undefined || describer === undefined) return <li className={styles["bare"]}>{title}</li>;
  return (
    <li>
      <Fold title={title}>
        <Definition name={name} type={type} describer={describer} />
      </Fold>
    </li>
  );
}

interface DefinitionProps {
  readonly name: string;
  readonly type: NonNullable<TypePart["type"]>;
  readonly describer: NonNullable<Described["describer"]>;
}

/** Written only once its fold is open. */
function Definition({ name, type, describer }: DefinitionProps) {
  return <pre className={styles["definition"]}>{describer.definition(name, type).join("\n")}</pre>;
}
