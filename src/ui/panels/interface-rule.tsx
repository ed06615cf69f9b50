import type { FunctionRule } from "../../capabilities/interface/capability.ts";
import type { FuncType, ValType } from "../../component/types.ts";
import { ok, type Result } from "../../result.ts";
import { checkFunctionRule } from "../../wit/function-rule.ts";
import { Button } from "../primitives/button.tsx";
import { ChoiceField } from "../primitives/choice-field.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import styles from "./interface-editor.module.css";
import { echoable, textMistake, wayOf, zeroText, type Homes, type Way } from "./interface-rules.ts";
import { useRowKeys } from "./row-keys.ts";
import side from "./side-panel.module.css";

/** The rules that a function had in other ways. */
export type KeptRules = { readonly [K in Way]?: FunctionRule };

interface Props {
  /** As in the binary: `[method]bucket.get`. */
  readonly name: string;
  readonly type: FuncType;
  readonly rule: FunctionRule | undefined;
  readonly kept: KeptRules;
  /** What it does without a rule, in a word or two. */
  readonly unset: string;
  readonly homes: Homes;
  /** Checks the rule's shape; what its texts mean is only told beside them, so that nothing half-typed is lost. */
  readonly check: (rule: FunctionRule) => Result<unknown, string>;
  readonly put: (rule: FunctionRule | undefined) => void;
  readonly onKeep: (way: Way, rule: FunctionRule) => void;
}

/** How one function answers. */
export function InterfaceRule({ name, type, rule, kept, unset, homes, check, put, onKeep }: Props) {
  const way = wayOf(rule);
  const plainZero = unset === "simplest value";
  const choices = waysOf(type, plainZero ? undefined : unset);
  const shown = way === "unset" && plainZero ? "zero" : way;
  const read = (next: FunctionRule): Result<FunctionRule, string> => {
    const checked = check(next);
    return checked.ok ? ok(next) : checked;
  };
  const errorType = type.result?.kind === "result" ? type.result.error : undefined;
  return (
    <section aria-label={`Answer of ${name}`} className={side["edit"]}>
      <ChoiceField
        list
        label="Answer"
        value={shown}
        choices={choices.some((one) => one.value === shown) ? choices : [...choices, { value: shown, label: shown }]}
        onChange={(next) => {
          if (rule !== undefined) onKeep(way, rule);
          put(
            next === "unset" || (next === "zero" && plainZero) ? undefined : (kept[next] ?? startOf(next, type, homes)),
          );
        }}
      />
      {shown === "zero" ? <Simplest type={type} homes={homes} /> : undefined}
      {rule?.returns === undefined ? undefined : (
        <Values rule={rule} returns={rule.returns} type={type} homes={homes} read={read} put={put} />
      )}
      {rule?.error === undefined || (errorType === undefined && rule.error === "") ? undefined : (
        <WaveField
          label="Error"
          text={rule.error}
          mistake={textMistake(rule.error, errorType, homes)}
          placeholder={errorType && zeroText(errorType, homes)}
          parse={(error) => read({ error })}
          onCommit={put}
        />
      )}
      {rule?.error === "" && errorType === undefined ? (
        <p className={side["muted"]}>Each call gives err, which has no value here.</p>
      ) : undefined}
      {rule?.echo === undefined ? undefined : <Echo rule={rule} type={type} put={put} />}
      {rule?.trap === undefined ? undefined : (
        <DraftField
          label="Words"
          value={rule.trap}
          help="The call ends the run with these."
          parse={(trap) => read({ trap })}
          onCommit={put}
        />
      )}
      {rule?.echo === undefined ? undefined : <Mistake text={checkFunctionRule(rule, type, homes)} />}
    </section>
  );
}

interface WayChoice {
  readonly value: Way;
  readonly label: string;
}

/** The ways that a function of this type can answer. */
function waysOf(type: FuncType, unset: string | undefined): readonly WayChoice[] {
  const { result } = type;
  return [
    ...(unset === undefined
      ? []
      : [{ value: "unset", label: unset === "trap" ? "trap, as set above" : unset } as const]),
    { value: "zero", label: result === undefined ? "returns" : "simplest value" },
    ...(result !== undefined ? [{ value: "returns", label: "values" } as const] : []),
    ...(result?.kind === "result" ? [{ value: "error", label: "error" } as const] : []),
    ...(echoable(type).length > 0 ? [{ value: "echo", label: "echo of a parameter" } as const] : []),
    { value: "trap", label: "trap" },
  ];
}

function startOf(way: Way, type: FuncType, homes: Homes): FunctionRule {
  const { result } = type;
  switch (way) {
    case "returns":
      return { returns: [(result && zeroText(result, homes)) ?? ""] };
    case "error":
      return {
        error: result?.kind === "result" && result.error !== undefined ? (zeroText(result.error, homes) ?? "") : "",
      };
    case "echo":
      return { echo: echoable(type)[0] ?? "" };
    case "trap":
      return { trap: "The mock was told to trap." };
    case "unset":
    case "zero":
      return {};
  }
}

function Simplest({ type: { result }, homes }: { readonly type: FuncType; readonly homes: Homes }) {
  if (result === undefined) return <p className={side["muted"]}>It has no result: each call just returns.</p>;
  const text = zeroText(result, homes);
  if (text === undefined)
    return <p className={side["error"]}>A value of its type cannot be made from nothing: a call ends the run.</p>;
  return (
    <p className={side["muted"]}>
      Each call gives <code className={styles["value"]}>{text}</code>
      {hasHandle(result) ? ", with a new handle" : ""}
    </p>
  );
}

function hasHandle(type: ValType): boolean {
  return type.kind === "own" || (type.kind === "result" && type.ok?.kind === "own");
}

function Mistake({ text }: { readonly text: string | undefined }) {
  return text === undefined ? undefined : <p className={side["error"]}>{`Mistake in ${text}.`}</p>;
}

interface WaveProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly text: string;
  readonly mistake: string | undefined;
  readonly placeholder: string | undefined;
  readonly parse: (text: string) => Result<FunctionRule, string>;
  readonly onCommit: (rule: FunctionRule) => void;
}

/** A text with several lines stays so. */
function WaveField({ text, placeholder, ...rest }: WaveProps) {
  return (
    <DraftField
      {...rest}
      value={text}
      {...(placeholder === undefined || placeholder === "" ? {} : { placeholder })}
      {...(text.includes("\n") ? { rows: 3 } : {})}
    />
  );
}

const mostValues = 200;
const afters = [
  { value: "last", label: "the last one again" },
  { value: "again", label: "all again from the first" },
  { value: "trap", label: "a trap" },
] as const;

interface ValuesProps {
  readonly rule: FunctionRule;
  readonly returns: readonly string[];
  readonly type: FuncType;
  readonly homes: Homes;
  readonly read: (rule: FunctionRule) => Result<FunctionRule, string>;
  readonly put: (rule: FunctionRule) => void;
}

/** Values in turn, one for each call. */
function Values({ rule, returns, type, homes, read, put }: ValuesProps) {
  const rows = useRowKeys(returns.length);
  const { result } = type;
  const zero = result && zeroText(result, homes);
  return (
    <>
      <ol className={side["variables"]} aria-label="Values in turn">
        {returns.slice(0, mostValues).map((text, index) => (
          <li key={rows.keys[index]} className={styles["one"]}>
            <span className={styles["number"]} aria-hidden="true">
              {index + 1}
            </span>
            <WaveField
              hideLabel
              label={`Value ${index + 1}`}
              text={text}
              mistake={textMistake(text, result, homes)}
              placeholder={zero}
              parse={(next) => read({ ...rule, returns: returns.with(index, next) })}
              onCommit={put}
            />
            <Button
              look="quiet"
              size="small"
              aria-label={`Remove value ${index + 1}`}
              isDisabled={returns.length === 1}
              onPress={() => {
                rows.remove(index);
                put({ ...rule, returns: returns.filter((_, at) => at !== index) });
              }}
            >
              <CloseIcon />
            </Button>
          </li>
        ))}
      </ol>
      {returns.length > mostValues ? (
        <p className={side["muted"]}>{returns.length - mostValues} more values follow.</p>
      ) : undefined}
      <div className={side["line"]}>
        <Button
          size="small"
          isDisabled={!read({ ...rule, returns: [...returns, ""] }).ok}
          onPress={() => put({ ...rule, returns: [...returns, returns.at(-1) ?? ""] })}
        >
          Add value
        </Button>
      </div>
      <ChoiceField
        list
        label="After the last"
        value={rule.after ?? "last"}
        choices={afters}
        onChange={(after) => put(after === "last" ? { returns } : { ...rule, after })}
      />
    </>
  );
}

interface EchoProps {
  readonly rule: FunctionRule;
  readonly type: FuncType;
  readonly put: (rule: FunctionRule) => void;
}

function Echo({ rule, type, put }: EchoProps) {
  const names = echoable(type);
  const now = rule.echo ?? "";
  const all = names.includes(now) ? names : [now, ...names];
  return (
    <ChoiceField
      list
      label="Parameter"
      value={now}
      choices={all.map((value) => ({ value, label: value }))}
      help="Each call gives it back."
      onChange={(echo) => put({ echo })}
    />
  );
}
