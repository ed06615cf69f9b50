import { fail, ok, type Result } from "../result.ts";
import type { Comparison, Subject } from "../worlds/index.ts";
import type { Fitting, SessionCore } from "./core.ts";
import { fetchComponent, MAX_FILE_BYTES, tooLarge } from "./fetch-component.ts";
import { openedFile } from "./opening.ts";

/** A component as a caller names it: bytes, a file, an address, or `demo:<name>`. */
export type ComponentSource = Uint8Array | Blob | string;

/** Comparing components with each other. What is open stays open. */
export function makeComparing(core: SessionCore) {
  let latest = 0;
  /** The other component of the comparison that is shown. */
  let other: Subject | undefined;

  async function read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Subject>> {
    if (bytes.byteLength > MAX_FILE_BYTES) return tooLarge(name, bytes.byteLength);
    const opened = await core.parts.analysis.open(name, bytes);
    if (!opened.ok) return opened;
    return ok(openedFile(await core.loadFitting(), "", opened.value.report, bytes, bytes, 0));
  }

  function compare({ compareComponents }: Fitting, otherIs: "older" | "newer"): Comparison | undefined {
    if (other === undefined || core.opened === undefined) return undefined;
    return otherIs === "older" ? compareComponents(other, core.opened) : compareComponents(core.opened, other);
  }

  return {
    /** Compares what is open with a file and shows how they differ. */
    async withFile(file: Blob, name: string, otherIs: "older" | "newer"): Promise<void> {
      const { opened } = core;
      if (opened === undefined) return;
      latest += 1;
      const mine = latest;
      core.set({ compared: { state: "reading", name } });
      const fitting = await core.loadFitting();
      const subject = await bytesOf(file, name).then((bytes) => (bytes.ok ? read(name, bytes.value) : bytes));
      if (mine !== latest || core.opened !== opened) return;
      if (!subject.ok) {
        core.set({ compared: { state: "failed", name, error: subject.error } });
        return;
      }
      other = subject.value;
      const comparison = compare(fitting, otherIs);
      if (comparison !== undefined) core.set({ compared: { state: "ready", name, otherIs, comparison } });
    },

    async turn(otherIs: "older" | "newer"): Promise<void> {
      const fitting = await core.loadFitting();
      const { compared } = core.get();
      const comparison = compare(fitting, otherIs);
      if (compared.state === "ready" && comparison !== undefined)
        core.set({ compared: { ...compared, otherIs, comparison } });
    },

    end(): void {
      latest += 1;
      other = undefined;
      core.set({ compared: { state: "none" } });
    },

    /** Compares any two components: what the second wants, offers or changed over the first. */
    async between(first: ComponentSource, second: ComponentSource): Promise<Result<Comparison>> {
      const subjects: Subject[] = [];
      for (const [source, name] of [
        [first, "the first component"],
        [second, "the second component"],
      ] as const) {
        // One after the other: both use the one worker that reads.
        // oxlint-disable-next-line no-await-in-loop
        const bytes = await bytesOf(source, name);
        if (!bytes.ok) return bytes;
        // oxlint-disable-next-line no-await-in-loop
        const subject = await read(name, bytes.value);
        if (!subject.ok) return subject;
        subjects.push(subject.value);
      }
      const [older, newer] = subjects;
      return older === undefined || newer === undefined
        ? fail("no-file", "Comparing failed: give two components.")
        : ok((await core.loadFitting()).compareComponents(older, newer));
    },
  };
}

/** The bytes of a component, wherever it is. Fails with `fetch`, `no-file` or `too-large`. */
async function bytesOf(source: unknown, name: string): Promise<Result<Uint8Array<ArrayBuffer>>> {
  if (typeof source === "string") {
    const address = source.startsWith("demo:") ? `demos/${source.slice("demo:".length)}/component.wasm` : source;
    const file = await fetchComponent(address, new AbortController().signal, () => undefined);
    return file.ok ? ok(file.value.bytes) : file;
  }
  if (source instanceof Uint8Array) return ok(new Uint8Array(source));
  if (!(source instanceof Blob))
    return fail(
      "no-file",
      `Comparing failed: ${name} is missing. Give bytes (Uint8Array), a Blob, an address, or demo:<name>.`,
    );
  if (source.size > MAX_FILE_BYTES) return tooLarge(name, source.size);
  try {
    return ok(new Uint8Array(await source.arrayBuffer()));
  } catch {
    return fail(
      "no-file",
      `Comparing failed: the browser could not read ${name}. Is it a folder, or has it been moved?`,
    );
  }
}
