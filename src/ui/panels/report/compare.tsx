import { useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { DropZone } from "react-aria-components/DropZone";
import type { Compared } from "../../../host/state.ts";
import type { Report } from "../../../protocol/index.ts";
import type { Change, Verdict } from "../../../worlds/model.ts";
import { useActs, useSession } from "../../app/context.ts";
import { pathWords } from "../../app/reasons.ts";
import { Button } from "../../primitives/button.tsx";
import { ChevronIcon } from "../../primitives/icons.tsx";
import { copyText } from "../../primitives/save.ts";
import { LongList } from "../../primitives/long-list.tsx";
import { Segments } from "../../primitives/segments.tsx";
import { visible } from "../ansi.ts";
import styles from "./compare.module.css";
import {
  changeGroups,
  groupWords,
  kindWords,
  markdownOf,
  summaryWords,
  verdictWords,
  type ChangeGroup,
} from "./comparison.ts";
import page from "./report.module.css";

type Age = "older" | "newer";
type Ready = Extract<Compared, { readonly state: "ready" }>;

const ages = [
  { key: "older", label: "older" },
  { key: "newer", label: "newer" },
] as const;

/** A filter is offered above so many changes. */
const manyChanges = 20;

/** What another version of the component wants, offers or changes. */
export function CompareSection({ report }: { readonly report: Report }) {
  const acts = useActs();
  const compared = useSession((state) => state.compared);
  const [wish, setWish] = useState<Age>("older");
  const input = useRef<HTMLInputElement>(null);
  const age = compared.state === "ready" ? compared.otherIs : wish;
  const take = (file: File) => void acts.compareWith(file, file.name, age);
  return (
    <div data-drop-here="">
      <DropZone
        className={styles["zone"] ?? ""}
        aria-label="Drop or paste the file to compare with"
        onDrop={async ({ items }) => {
          const dropped = items.find((item) => item.kind === "file");
          if (dropped !== undefined) take(await dropped.getFile());
        }}
      >
        <div className={styles["controls"]}>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="File to compare with"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file !== undefined) take(file);
              // The same file may be picked again.
              event.currentTarget.value = "";
            }}
          />
          <Button size="small" onPress={() => input.current?.click()}>
            {compared.state === "none" ? "Choose a file…" : "Choose another file…"}
          </Button>
          <span className={styles["age"]}>
            <span className={page["quiet"]}>It is the</span>
            <Segments
              label="The other file is"
              segments={ages}
              value={age}
              onChange={(next) => {
                setWish(next);
                if (compared.state === "ready") acts.turnComparison(next);
              }}
            />
            <span className={page["quiet"]}>version.</span>
          </span>
          {compared.state === "none" ? undefined : (
            <Button size="small" look="quiet" onPress={() => acts.endComparison()}>
              End comparison
            </Button>
          )}
        </div>
        {compared.state === "none" ? (
          <p className={page["quiet"]}>
            Choose or drop another version of {report.name} here: what it newly wants, offers or changed is told, down
            to the last field. It stays in this page.
          </p>
        ) : undefined}
        <div role="status">
          {compared.state === "reading" ? <p className={page["quiet"]}>{`Reading ${compared.name}…`}</p> : undefined}
        </div>
        {compared.state === "failed" ? (
          <p role="alert" className={page["error"]}>
            {compared.error.message}
          </p>
        ) : undefined}
      </DropZone>
      {compared.state === "ready" ? (
        <Changes key={`${compared.name} ${compared.otherIs}`} name={report.name} compared={compared} />
      ) : undefined}
    </div>
  );
}

function Changes({ name, compared }: { readonly name: string; readonly compared: Ready }) {
  const acts = useActs();
  const [filter, setFilter] = useState("");
  const { comparison, otherIs } = compared;
  const { verdict, summary, changes } = comparison;
  const [older, newer] = otherIs === "older" ? [compared.name, name] : [name, compared.name];
  const groups = changeGroups(changes, filter);
  return (
    <section className={styles["result"]} aria-label="Comparison">
      <p className={styles["pair"]}>
        <bdi>{older}</bdi>
        <span aria-label="to">→</span>
        <bdi>{newer}</bdi>
      </p>
      <div className={styles["controls"]}>
        <span className={`${styles["verdict"]} ${styles[verdict]}`} data-verdict={verdict}>
          {verdictWords[verdict]}
        </span>
        <p className={styles["summary"]}>{summaryWords(summary)}</p>
        <Button
          size="small"
          onPress={async () => {
            const copied = await copyText(markdownOf(older, newer, comparison));
            acts.notify(copied ? "Markdown copied." : "The browser does not allow copying here.");
          }}
        >
          Copy as Markdown
        </Button>
      </div>
      {changes.length > manyChanges ? (
        <input
          type="search"
          className={styles["filter"]}
          aria-label="Filter changes"
          placeholder="Filter by name or words"
          value={filter}
          spellCheck={false}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      ) : undefined}
      {changes.length === 0 ? <p className={page["quiet"]}>Nothing differs.</p> : undefined}
      {changes.length > 0 && groups.length === 0 ? (
        <p role="status" className={page["quiet"]}>
          No change has that in it.
        </p>
      ) : undefined}
      {groups.map((group) => (
        <Group key={`${group.weight} ${filter}`} group={group} verdict={verdict} />
      ))}
    </section>
  );
}

function Group({ group, verdict }: { readonly group: ChangeGroup; readonly verdict: Verdict }) {
  const [open, setOpen] = useState(true);
  return (
    <section aria-label={group.weight}>
      <h3>
        <AriaButton className={styles["fold"] ?? ""} aria-expanded={open} onPress={() => setOpen(!open)}>
          <span className={styles["arrow"]}>
            <ChevronIcon />
          </span>
          {groupWords(group, verdict)}
        </AriaButton>
      </h3>
      {open ? (
        <ul className={styles["changes"]}>
          <LongList items={group.changes}>{(change, index) => <ChangeRow key={index} change={change} />}</LongList>
        </ul>
      ) : undefined}
    </section>
  );
}

function ChangeRow({ change: { name, kind, path = [], explanation } }: { readonly change: Change }) {
  const place = pathWords(path, name);
  return (
    <li className={styles["change"]}>
      <span className={styles["kind"]}>{kindWords[kind]}</span>
      <div className={styles["what"]}>
        <span className={styles["name"]}>{visible(name)}</span>
        {place === "" ? undefined : <span className={styles["path"]}>{visible(place)}</span>}
        <span>{explanation}</span>
      </div>
    </li>
  );
}
