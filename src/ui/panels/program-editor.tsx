import { useActs, useSession } from "../app/context.ts";
import { useDraft, type DraftPlace } from "../app/drafts.ts";
import { DraftField } from "../primitives/draft-field.tsx";
import { checkPart } from "./checks.ts";
import { EntriesEditor } from "./entries-editor.tsx";

const told = ({ scenario }: Parameters<NonNullable<DraftPlace["used"]>>[0]): boolean =>
  scenario.bindings.environment.mode === "mock";

const places = {
  arguments: {
    key: "program.arguments",
    name: "Program: Arguments",
    tab: "program",
    text: ({ scenario }) => scenario.program.arguments.join("\n"),
    used: told,
  },
  name: {
    key: "program.name",
    name: "Program: Program name",
    tab: "program",
    text: ({ scenario }) => scenario.program.name,
    used: told,
  },
  directory: {
    key: "program.directory",
    name: "Program: Directory",
    tab: "program",
    text: ({ scenario }) => scenario.program.directory,
    used: told,
  },
} satisfies Readonly<Record<string, DraftPlace>>;

/** Arguments, variables, name and directory that the component sees. */
export function ProgramEditor() {
  const acts = useActs();
  const program = useSession((state) => state.scenario.program);
  return (
    <>
      <DraftField
        {...useDraft(places.arguments)}
        label="Arguments"
        help="One a line."
        rows={3}
        parse={(text) => checkPart("program", program, "arguments", linesOf(text))}
        onCommit={(args) => acts.apply({ program: { arguments: args } })}
      />
      <Variables />
      <DraftField
        {...useDraft(places.name)}
        label="Program name"
        help="Its argument 0."
        parse={(text) => checkPart("program", program, "name", text)}
        onCommit={(name) => acts.apply({ program: { name } })}
      />
      <DraftField
        {...useDraft(places.directory)}
        label="Directory"
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
