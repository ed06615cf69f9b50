import { useState } from "react";
import { http, type HttpRule } from "../../capabilities/http/capability.ts";
import { err, ok, type Result } from "../../result.ts";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { ChoiceField } from "../primitives/choice-field.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import { parseNumber, parseWhole } from "../primitives/parse.ts";
import { checkSetting, checkSettings } from "./checks.ts";
import { headerLines, readHeaderLines } from "./header-lines.ts";
import { movedUp, useRowKeys } from "./row-keys.ts";
import styles from "./side-panel.module.css";
import { withChanges } from "./with-changes.ts";

const fresh: HttpRule = {
  url: "https://example.com/*",
  status: 200,
  headers: { "content-type": "text/plain" },
  body: "Hello from a rule.\n",
};

const mostRules = 200;

/** The rules that answer HTTP requests, the first that matches. */
export function HttpRulesEditor() {
  const acts = useActs();
  const binding = useSession((state) => state.scenario.bindings.http);
  const { rules } = binding;
  const rows = useRowKeys(rules.length);
  const [open, setOpen] = useState<number | undefined>(undefined);
  // A rule that was open once stays, unseen, so that nothing typed in it is lost.
  const [seen, setSeen] = useState<ReadonlySet<number>>(new Set());
  const put = (next: readonly HttpRule[]) => acts.apply({ bindings: { http: { rules: next } } });
  const turn = (key: number | undefined) => {
    setOpen(key === open ? undefined : key);
    if (key !== undefined) setSeen(new Set([...seen, key]));
  };
  return (
    <section aria-label="Rules" className={styles["edit"]}>
      <h3 className={styles["heading"]}>Rules</h3>
      {rules.length === 0 ? <p className={styles["muted"]}>No rules: every request is refused.</p> : undefined}
      <ol className={styles["variables"]}>
        {rules.slice(0, mostRules).map((rule, index) => {
          const key = rows.keys[index];
          const number = index + 1;
          return (
            <li key={key} className={styles["mount"]}>
              <div className={styles["file"]}>
                <span className={styles["fileName"]}>{summaryOf(rule)}</span>
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Edit rule ${number}`}
                  aria-expanded={open === key}
                  onPress={() => turn(key)}
                >
                  {open === key ? "Close" : "Edit"}
                </Button>
                <Button
                  look="quiet"
                  size="small"
                  isDisabled={index === 0}
                  aria-label={`Move rule ${number} up`}
                  onPress={() => {
                    rows.moveUp(index);
                    put(movedUp(rules, index));
                  }}
                >
                  Up
                </Button>
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Remove rule ${number}`}
                  onPress={() => {
                    rows.remove(index);
                    put(rules.filter((_, at) => at !== index));
                  }}
                >
                  <CloseIcon />
                </Button>
              </div>
              {key !== undefined && seen.has(key) ? (
                <div hidden={open !== key}>
                  <RuleForm
                    rule={rule}
                    number={number}
                    check={(next) => checkSetting(http, binding, "rules", rules.with(index, next))}
                    put={(next) => put(rules.with(index, next))}
                  />
                </div>
              ) : undefined}
            </li>
          );
        })}
      </ol>
      {rules.length > mostRules ? (
        <p className={styles["muted"]}>{rules.length - mostRules} more rules follow.</p>
      ) : undefined}
      <div className={styles["line"]}>
        <Button
          size="small"
          onPress={() => {
            const next = [...rules, fresh];
            const checked = checkSettings(http, binding, { rules: next });
            if (!checked.ok) return acts.notify(checked.error);
            return put(next);
          }}
        >
          Add rule
        </Button>
      </div>
    </section>
  );
}

function summaryOf({ method, url, status, error }: HttpRule): string {
  return `${method ?? "any"} ${url} → ${error ?? status ?? 200}`;
}

interface FormProps {
  readonly rule: HttpRule;
  readonly number: number;
  readonly check: (rule: HttpRule) => Result<unknown, string>;
  readonly put: (rule: HttpRule) => void;
}

function RuleForm({ rule, number, check, put }: FormProps) {
  const [error, setError] = useState("connection-refused" as HttpRule["error"]);
  /** A field of the rule; `undefined` takes it away. */
  const field = <K extends keyof HttpRule>(
    key: K,
    label: string,
    text: string | undefined,
    read: (text: string) => Result<unknown, string>,
    more: { readonly help?: string; readonly rows?: number; readonly unit?: string; readonly numeric?: boolean } = {},
  ) => (
    <DraftField<HttpRule>
      label={label}
      value={text ?? ""}
      parse={(typed) => {
        const value = read(typed);
        if (!value.ok) return value;
        const next = withChanges(rule, { [key]: value.value });
        const checked = check(next);
        return checked.ok ? ok(next) : err(checked.error);
      }}
      onCommit={put}
      {...more}
    />
  );
  const kind = rule.error === undefined ? "response" : "error";
  return (
    <section aria-label={`Rule ${number}`} className={styles["edit"]}>
      {field("url", "URL", rule.url, (text) => ok(text.trim()), { help: "* stands for any text." })}
      {field("method", "Method", rule.method, word, { help: "Such as GET. Empty: any." })}
      {field(
        "requestHeaders",
        "With headers",
        rule.requestHeaders && headerLines(rule.requestHeaders),
        readHeaderLines,
        {
          rows: 2,
          help: "The request must have these: one name: value a line.",
        },
      )}
      {field("bodyMatch", "With body", rule.bodyMatch, whole, { help: "Text that the request's body must contain." })}
      <ChoiceField
        label="Answer"
        value={kind}
        choices={[
          { value: "response", label: "response" },
          { value: "error", label: "error" },
        ]}
        onChange={(next) => {
          if (next === "response") setError(rule.error);
          put(withChanges(rule, { error: next === "error" ? error : undefined }));
        }}
      />
      {kind === "error"
        ? field("error", "Error", rule.error, (text) => ok(text.trim()), {
            help: "An error-code of wasi:http, such as connection-refused, DNS-error or HTTP-response-timeout.",
          })
        : undefined}
      {kind === "response" ? (
        <>
          {field("status", "Status", rule.status?.toString(), (text) => parseWhole(text, 100, 599), { numeric: true })}
          {field("headers", "Headers", rule.headers && headerLines(rule.headers), readHeaderLines, {
            rows: 2,
            help: "One name: value a line.",
          })}
          {rule.bodyBase64 === undefined
            ? field("body", "Body", rule.body, whole, { rows: 4 })
            : field("bodyBase64", "Body as base64", rule.bodyBase64, word, {
                rows: 4,
                help: "Empty: the body is text again.",
              })}
          {field("trailers", "Trailers", rule.trailers && headerLines(rule.trailers), readHeaderLines, {
            rows: 2,
            help: "Headers after the body: one name: value a line.",
          })}
        </>
      ) : undefined}
      {field(
        "delayMs",
        "Delay",
        rule.delayMs?.toString(),
        (text) => (text.trim() === "" ? ok(undefined) : parseNumber(text)),
        {
          unit: "ms",
          numeric: true,
          help: "In the component's time.",
        },
      )}
    </section>
  );
}

function word(text: string): Result<string | undefined, string> {
  return ok(text.trim() === "" ? undefined : text.trim());
}

function whole(text: string): Result<string | undefined, string> {
  return ok(text === "" ? undefined : text);
}
