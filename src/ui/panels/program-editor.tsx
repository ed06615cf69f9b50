import { useState } from "react";
import { ok, type Result } from "../../result.ts";
import { useActs, useSession } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import { checkPart } from "./checks.ts";
import styles from "./side-panel.module.css";

/** Arguments, variables, name and directory that the component sees. */
export function ProgramEditor() {
  const acts = useActs();
  const program = useSession((state) => state.scenario.program);
  return (
    <>
      <DraftField
        label="Arguments"
        value={program.arguments.join("\n")}
        help="One a line."
        rows={3}
        parse={(text) => checkPart("program", program, "arguments", linesOf(text))}
        onCommit={(args) => acts.apply({ program: { arguments: args } })}
      />
      <Variables />
      <DraftField
        label="Program name"
        value={program.name}
        help="Its argument 0."
        parse={(text) => checkPart("program", program, "name", text)}
        onCommit={(name) => acts.apply({ program: { name } })}
      />
      <DraftField
        label="Directory"
        value={program.directory}
        parse={(text) => checkPart("program", program, "directory", text.trim())}
        onCommit={(directory) => acts.apply({ program: { directory } })}
      />
    </>
  );
}

/** The last line end closes a line and begins no argument. */
function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

function Variables() {
  const acts = useActs();
  const program = useSession((state) => state.scenario.program);
  const variables = Object.entries(program.environment);
  return (
    <section className={styles["variables"]} aria-label="Variables">
      <h3 className={styles["heading"]}>Variables</h3>
      {variables.map(([name, value]) => (
        <div key={name} className={styles["variable"]}>
          <span className={styles["key"]} title={name}>
            {name}
          </span>
          <DraftField
            hideLabel
            label={`Value of ${name}`}
            value={value}
            parse={(text) =>
              within(checkPart("program", program, "environment", { ...program.environment, [name]: text }), text)
            }
            onCommit={(text) => acts.apply({ program: { environment: { [name]: text } } })}
          />
          <Button
            look="quiet"
            size="small"
            aria-label={`Remove ${name}`}
            onPress={() => acts.apply({ program: { environment: { [name]: null } } })}
          >
            <CloseIcon />
          </Button>
        </div>
      ))}
      <NewVariable />
    </section>
  );
}

function within<T>(whole: Result<unknown, string>, value: T): Result<T, string> {
  return whole.ok ? ok(value) : whole;
}

function NewVariable() {
  const acts = useActs();
  const program = useSession((state) => state.scenario.program);
  // Another number makes the fields anew, empty.
  const [round, setRound] = useState(0);
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [error, setError] = useState("");
  const add = () => {
    const checked = checkPart("program", program, "environment", { ...program.environment, [name]: value });
    if (!checked.ok) return setError(checked.error);
    acts.apply({ program: { environment: { [name]: value } } });
    setName("");
    setValue("");
    setError("");
    setRound(round + 1);
  };
  return (
    <>
      <div key={round} className={styles["variable"]}>
        <DraftField
          hideLabel
          label="Name of a new variable"
          placeholder="NAME"
          value=""
          parse={ok<string>}
          onCommit={setName}
        />
        <DraftField
          hideLabel
          label="Value of the new variable"
          placeholder="value"
          value=""
          parse={ok<string>}
          onCommit={setValue}
        />
        <Button size="small" aria-label="Add variable" onPress={add}>
          Add
        </Button>
      </div>
      {error === "" ? undefined : (
        <p className={styles["error"]} role="alert">
          {error}
        </p>
      )}
    </>
  );
}
