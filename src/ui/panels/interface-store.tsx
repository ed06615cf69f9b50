import { useState } from "react";
import { interfaceBindingSchema, type InterfaceBinding } from "../../capabilities/interface/capability.ts";
import { ok } from "../../result.ts";
import type { ReadyMade } from "../../scenario/interface-summary.ts";
import { useActs } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { DraftField } from "../primitives/draft-field.tsx";
import { CloseIcon } from "../primitives/icons.tsx";
import { checkSetting } from "./checks.ts";
import { EntriesEditor } from "./entries-editor.tsx";
import side from "./side-panel.module.css";

interface Props {
  readonly name: string;
  readonly ready: ReadyMade;
  readonly binding: InterfaceBinding;
  readonly put: (settings: object) => void;
}

const noConfig: NonNullable<InterfaceBinding["config"]> = {};
const schema = { schema: interfaceBindingSchema };

/** What an interface of WASI that is ready made answers from. */
export function InterfaceStore({ name, ready, binding, put }: Props) {
  if (ready === "logging")
    return <p className={side["words"]}>Each line goes to standard error, with its level and context.</p>;
  if (ready === "config")
    return (
      <EntriesEditor
        title="Configuration"
        what="key"
        placeholder="key"
        entries={binding.config ?? noConfig}
        check={(config) => checkSetting(schema, binding, "config", config)}
        put={(config) => put({ config })}
      />
    );
  return /\/store(@|$)/.test(name) ? (
    <Buckets binding={binding} put={put} />
  ) : (
    <p className={side["words"]}>It works on the buckets of wasi:keyvalue/store.</p>
  );
}

const noBuckets: NonNullable<InterfaceBinding["buckets"]> = {};

function Buckets({ binding, put }: Pick<Props, "binding" | "put">) {
  const buckets = binding.buckets ?? noBuckets;
  return (
    <section aria-label="Buckets" className={side["edit"]}>
      <h3 className={side["heading"]}>Buckets</h3>
      <p className={side["muted"]}>What they hold when a run starts. Any other bucket is empty when it is opened.</p>
      {Object.entries(buckets).map(([bucket, entries]) => (
        <section key={bucket} aria-label={`Bucket ${bucket}`} className={side["mount"]}>
          <div className={side["file"]}>
            <span className={side["mountPath"]}>{bucket}</span>
            <Button
              look="quiet"
              size="small"
              aria-label={`Remove bucket ${bucket}`}
              onPress={() => put({ buckets: { [bucket]: null } })}
            >
              <CloseIcon />
            </Button>
          </div>
          <EntriesEditor
            title={`Keys of ${bucket}`}
            what="key"
            placeholder="key"
            entries={entries}
            check={(next) => checkSetting(schema, binding, "buckets", { ...buckets, [bucket]: next })}
            put={(next) => put({ buckets: { [bucket]: next } })}
          />
        </section>
      ))}
      <NewBucket binding={binding} put={put} />
    </section>
  );
}

function NewBucket({ binding, put }: Pick<Props, "binding" | "put">) {
  const acts = useActs();
  // Another number makes the field anew, empty.
  const [round, setRound] = useState(0);
  const [name, setName] = useState("");
  const buckets = binding.buckets ?? noBuckets;
  const add = () => {
    if (name === "") return acts.notify("A bucket must have a name.");
    if (Object.hasOwn(buckets, name)) return acts.notify(`${name} is there already.`);
    const checked = checkSetting(schema, binding, "buckets", { ...buckets, [name]: {} });
    if (!checked.ok) return acts.notify(checked.error);
    put({ buckets: { [name]: {} } });
    setName("");
    return setRound(round + 1);
  };
  return (
    <div className={side["row"]}>
      <DraftField
        key={round}
        hideLabel
        label="Name of a new bucket"
        placeholder="bucket"
        value=""
        parse={ok<string>}
        onCommit={setName}
        onEnter={add}
        startsFocused={round > 0}
      />
      <Button size="small" onPress={add}>
        Add bucket
      </Button>
    </div>
  );
}
