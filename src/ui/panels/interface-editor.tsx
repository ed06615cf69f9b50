import { useState } from "react";
import { Input } from "react-aria-components/Input";
import { SearchField } from "react-aria-components/SearchField";
import {
  interfaceBindingSchema,
  type FunctionRule,
  type InterfaceBinding,
} from "../../capabilities/interface/capability.ts";
import { readyMadeOf } from "../../scenario/interface-summary.ts";
import { checkFunctionRule, importedResources } from "../../wit/function-rule.ts";
import { useActs, useSession } from "../app/context.ts";
import { describedBy, memberSignature, partsOf, signature, type FunctionPart } from "../board/interface-parts.ts";
import { Signature } from "../board/interface-view.tsx";
import { isBindable } from "../../capabilities/index.ts";
import { Button } from "../primitives/button.tsx";
import { ChoiceField } from "../primitives/choice-field.tsx";
import { Fold } from "../primitives/fold.tsx";
import { count } from "../primitives/format.ts";
import { LongList } from "../primitives/long-list.tsx";
import { checkSetting } from "./checks.ts";
import styles from "./interface-editor.module.css";
import { rulePatch, ruleWords, ruledType, strayRules, type Homes, type Way } from "./interface-rules.ts";
import { InterfaceRule, type KeptRules } from "./interface-rule.tsx";
import { InterfaceStore } from "./interface-store.tsx";
import side from "./side-panel.module.css";

/** With more functions each starts folded, and they can be searched. */
const fewFunctions = 3;
const manyFunctions = 10;
/** What answers in a ready-made interface where there is no rule. */
const readyWords = { config: "from the keys", keyvalue: "from the buckets", logging: "to stderr" } as const;
const noHomes: Homes = new Map();
const noRules: NonNullable<InterfaceBinding["functions"]> = {};

/** How the mock of an interface answers: a row for each function, with its signature. */
export function InterfaceEditor({ name, binding }: { readonly name: string; readonly binding: InterfaceBinding }) {
  const acts = useActs();
  const extern = useSession((state) => state.report?.imports.find((one) => one.name === name));
  const types = useSession((state) => state.types);
  const [query, setQuery] = useState("");
  // What stood there in another way comes back with that way.
  const [kept, setKept] = useState<ReadonlyMap<string, KeptRules>>(new Map());
  if (extern === undefined) return undefined;
  const described = describedBy(extern, "imports", types);
  const { functions, resources } = partsOf(described);
  const homes = types === undefined ? noHomes : importedResources(types, isBindable);
  const ready = readyMadeOf(name);
  const rules = binding.functions ?? noRules;
  const strays = strayRules(binding, extern.functions);
  const put = (settings: object) => acts.apply({ bindings: { [`interface:${name}`]: settings } });
  const unset = ready === undefined ? (binding.otherwise === "trap" ? "trap" : "simplest value") : readyWords[ready];

  const matching = (parts: readonly FunctionPart[], text: (part: FunctionPart) => string) =>
    parts.filter((part) => text(part).toLowerCase().includes(query.trim().toLowerCase()));
  const rows = (parts: readonly FunctionPart[], text: (part: FunctionPart) => string) => (
    <LongList items={parts}>
      {(part) => (
        <FunctionRow
          key={part.name}
          part={part}
          text={text(part)}
          rule={Object.hasOwn(rules, part.name) ? rules[part.name] : undefined}
          kept={kept.get(part.name) ?? {}}
          unset={unset}
          homes={homes}
          startsOpen={extern.functions.length <= fewFunctions}
          check={(rule) =>
            checkSetting({ schema: interfaceBindingSchema }, binding, "functions", { ...rules, [part.name]: rule })
          }
          put={(rule) => put({ functions: { [part.name]: rulePatch(rule) } })}
          onKeep={(way, rule) => setKept(new Map(kept).set(part.name, { ...kept.get(part.name), [way]: rule }))}
        />
      )}
    </LongList>
  );
  const plain = (part: FunctionPart) => signature(part, described.describer);
  const shownPlain = matching(functions, plain);
  const shownResources = resources.map((resource) => ({
    resource,
    parts: matching(resource.functions, plain),
  }));
  const amount = shownPlain.length + shownResources.reduce((sum, one) => sum + one.parts.length, 0);
  return (
    <section aria-label={`Mock of ${name}`} className={styles["editor"]}>
      <h3 className={styles["name"]}>{name}</h3>
      {ready === undefined ? undefined : <InterfaceStore name={name} ready={ready} binding={binding} put={put} />}
      {ready === undefined ? (
        <ChoiceField
          label="Without a rule"
          value={binding.otherwise ?? "zero"}
          choices={[
            {
              value: "zero",
              label: "simplest value",
              help: "A function without a rule gives the simplest value of its type.",
            },
            { value: "trap", label: "trap", help: "A call to a function without a rule ends the run." },
          ]}
          onChange={(otherwise) => put({ otherwise: otherwise === "zero" ? null : otherwise })}
        />
      ) : undefined}
      {extern.functions.length > manyFunctions ? (
        <div className={side["line"]}>
          <SearchField
            aria-label={`Search the functions of ${name}`}
            value={query}
            onChange={setQuery}
            className={styles["search"] ?? ""}
          >
            <Input placeholder="Search functions" className={styles["input"] ?? ""} />
          </SearchField>
          <span className={side["muted"]} role="status">
            {query.trim() === ""
              ? count(extern.functions.length, "function")
              : `${amount} of ${extern.functions.length}`}
          </span>
        </div>
      ) : undefined}
      {shownPlain.length === 0 ? undefined : (
        <ul aria-label={`Answers of ${name}`} className={styles["rows"]}>
          {rows(shownPlain, plain)}
        </ul>
      )}
      {shownResources
        .filter(({ parts }) => parts.length > 0)
        .map(({ resource, parts }) => (
          <section key={resource.name} aria-label={`Resource ${resource.name}`} className={styles["resource"]}>
            <h4 className={styles["resourceName"]}>
              <span className={styles["kind"]}>resource</span> {resource.name}
            </h4>
            <p className={side["muted"]}>Each handle counts its values for itself.</p>
            <ul className={styles["rows"]}>
              {rows(parts, (part) => memberSignature(part, resource.name, described.describer))}
            </ul>
          </section>
        ))}
      {amount === 0 && query !== "" ? <p className={side["muted"]}>No function matches.</p> : undefined}
      {strays.length === 0 ? undefined : (
        <div className={side["line"]}>
          <p className={side["muted"]}>
            {`${count(strays.length, "rule is", "rules are")} for functions that it does not have: ${strays.slice(0, 5).join(", ")}${strays.length > 5 ? ", …" : ""}`}
          </p>
          <Button
            size="small"
            onPress={() => put({ functions: Object.fromEntries(strays.map((stray) => [stray, null])) })}
          >
            Remove them
          </Button>
        </div>
      )}
    </section>
  );
}

interface RowProps {
  readonly part: FunctionPart;
  readonly text: string;
  readonly rule: FunctionRule | undefined;
  readonly kept: KeptRules;
  readonly unset: string;
  readonly homes: Homes;
  readonly startsOpen: boolean;
  readonly check: Parameters<typeof InterfaceRule>[0]["check"];
  readonly put: (rule: FunctionRule | undefined) => void;
  readonly onKeep: (way: Way, rule: FunctionRule) => void;
}

function FunctionRow({ part, text, rule, unset, startsOpen, ...rest }: RowProps) {
  const type = part.type && ruledType(part.name, part.type);
  const wrong = type !== undefined && rule !== undefined && checkFunctionRule(rule, type, rest.homes) !== undefined;
  return (
    <li className={styles["row"]} data-set={rule !== undefined}>
      <Fold
        title={
          <code className={styles["signature"]}>
            <Signature text={text} />
          </code>
        }
        note={
          <span className={wrong ? styles["wrong"] : rule === undefined ? undefined : styles["set"]}>
            {wrong ? "! mistake" : ruleWords(rule, unset)}
          </span>
        }
        startsOpen={startsOpen}
      >
        {type === undefined ? (
          <p className={side["muted"]}>Its type is not known yet.</p>
        ) : (
          <InterfaceRule name={part.name} type={type} rule={rule} unset={unset} {...rest} />
        )}
      </Fold>
    </li>
  );
}
