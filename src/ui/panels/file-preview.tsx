import { useCallback, useEffect, useMemo, useState } from "react";
import { useActs } from "../app/context.ts";
import { Button } from "../primitives/button.tsx";
import { count, formatBytes } from "../primitives/format.ts";
import { saveFile } from "../primitives/save.ts";
import { Segments, type Segment } from "../primitives/segments.tsx";
import type { RunResult } from "../../api.ts";
import type { FileChange } from "../../protocol/index.ts";
import { visible } from "./ansi.ts";
import styles from "./files-panel.module.css";
import { hexRows, kindOf, type Kind } from "./preview-kind.ts";

type View = "text" | "hex" | "image" | "sound";

const views: Readonly<Record<Kind["kind"], readonly View[]>> = {
  text: ["text", "hex"],
  image: ["image", "hex"],
  audio: ["sound", "hex"],
  binary: ["hex", "text"],
};

interface Props {
  readonly file: FileChange;
  /** The run that the files are of: another run means other bytes. */
  readonly run: RunResult | undefined;
}

/** What a file held after a run. */
interface Read extends Props {
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

export function FilePreview({ file, run }: Props) {
  const acts = useActs();
  const [read, setRead] = useState<Read | undefined>(undefined);
  useEffect(() => {
    if (file.change === "deleted") return undefined;
    let late = false;
    const put = (found: Read["bytes"]): void => {
      if (!late) setRead({ file, run, bytes: found });
    };
    acts.file(file.path).then(put, () => put(undefined));
    return () => {
      late = true;
    };
  }, [acts, file, run]);
  const isRead = read?.file === file && read.run === run;
  const bytes = isRead ? read.bytes : undefined;
  const kind = useMemo(() => (bytes === undefined ? undefined : kindOf(bytes)), [bytes]);
  const [chosen, setChosen] = useState<View | undefined>(undefined);
  const name = file.path.split("/").at(-1) ?? "file";
  const possible = kind === undefined ? [] : views[kind.kind];
  const view = chosen !== undefined && possible.includes(chosen) ? chosen : possible[0];
  return (
    <section className={styles["preview"]} aria-label={`Preview of ${visible(file.path)}`}>
      <div className={styles["head"]}>
        <h3 className={styles["path"]}>{visible(file.path)}</h3>
        <span className={styles["size"]}>{formatBytes(file.size)}</span>
        {view === undefined ? undefined : (
          <Segments<View>
            label="Shown as"
            value={view}
            onChange={setChosen}
            segments={possible.map((key): Segment<View> => ({ key, label: key }))}
          />
        )}
        <Button
          size="small"
          isDisabled={bytes === undefined}
          aria-label={`Download ${visible(name)}`}
          onPress={() => {
            if (bytes !== undefined) saveFile(name, bytes);
          }}
        >
          Download
        </Button>
      </div>
      <div className={styles["body"]}>
        {bytes === undefined || kind === undefined ? (
          <p className={styles["note"]}>
            {file.change === "deleted" ? "The run deleted this file." : isRead ? "Its content is not at hand." : ""}
          </p>
        ) : undefined}
        {bytes !== undefined && view === "text" ? <TextView bytes={bytes} /> : undefined}
        {bytes !== undefined && view === "hex" ? <HexView bytes={bytes} /> : undefined}
        {bytes !== undefined && kind?.type !== undefined && (view === "image" || view === "sound") ? (
          <Media bytes={bytes} type={kind.type} sound={view === "sound"} name={visible(name)} />
        ) : undefined}
      </div>
    </section>
  );
}

const mostText = 200_000;

function TextView({ bytes }: { readonly bytes: Uint8Array }) {
  if (bytes.length === 0) return <p className={styles["note"]}>The file is empty.</p>;
  const text = new TextDecoder().decode(bytes.subarray(0, mostText));
  return (
    <>
      {/* What scrolls must take the focus, to be scrolled by keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles["text"]} tabIndex={0} role="region" aria-label="Text">
        {text.split("\n").map(visible).join("\n")}
      </pre>
      {bytes.length > mostText ? (
        <p className={styles["note"]}>{count(bytes.length - mostText, "more byte")} not shown: download to see them.</p>
      ) : undefined}
    </>
  );
}

const rowsAtOnce = 256;

function HexView({ bytes }: { readonly bytes: Uint8Array }) {
  const [rows, setRows] = useState(rowsAtOnce);
  if (bytes.length === 0) return <p className={styles["note"]}>The file is empty.</p>;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles["hex"]} tabIndex={0} role="region" aria-label="Hex">
        {hexRows(bytes, rows).join("\n")}
      </pre>
      {rows * 16 < bytes.length ? (
        <Button size="small" onPress={() => setRows(rows * 2)}>
          Show more
        </Button>
      ) : undefined}
    </>
  );
}

interface MediaProps {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly sound: boolean;
  readonly name: string;
}

function Media({ bytes, type, sound, name }: MediaProps) {
  const [broken, setBroken] = useState(false);
  const attach = useCallback(
    (element: HTMLMediaElement | HTMLImageElement | null) => {
      if (element === null) return undefined;
      const address = URL.createObjectURL(new Blob([bytes], { type }));
      element.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [bytes, type],
  );
  if (broken)
    return (
      <p className={styles["note"]}>The browser cannot show this {sound ? "sound" : "image"}. Look at it as hex.</p>
    );
  return sound ? (
    // A guest's sound has no captions to give.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <audio
      ref={attach}
      className={styles["audio"]}
      controls
      aria-label={`Sound of ${name}`}
      onError={() => setBroken(true)}
    />
  ) : (
    <img ref={attach} className={styles["image"]} alt={`Content of ${name}`} onError={() => setBroken(true)} />
  );
}
