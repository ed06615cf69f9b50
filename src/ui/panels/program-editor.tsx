import { useActs, useSession } from "../app/context.ts";
import { DraftField } from "../primitives/draft-field.tsx";
import { checkPart } from "./checks.ts";
import { EntriesEditor } from "./entries-editor.tsx";

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
  return (
    <EntriesEditor
      title="Variables"
      what="variable"
      placeholder="NAME"
      entries={program.environment}
      check={(environment) => checkPart("program", program, "environment", environment)}
      put={(environment) => acts.apply({ program: { environment } })}
    />
  );
}
