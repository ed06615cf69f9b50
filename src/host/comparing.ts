import { err, fail, ok, type OrreryError, type Result } from "../result.ts";
import type { Comparison, Subject } from "../worlds/index.ts";
import type { Fitting, OpenedFile, SessionCore } from "./core.ts";
import { fetchComponent, MAX_FILE_BYTES, tooLarge } from "./fetch-component.ts";
import { demoAddress, openedFile } from "./opening.ts";

/** A component as a caller names it: bytes, a file, an address, or `demo:<name>`. */
export type ComponentSource = Uint8Array | Blob | string;

/** Comparing components with each other. What is open stays open. */
export function makeComparing(core: SessionCore) {
  let latest = 0;
  /** The other component of the comparison that is shown. */
  let other: Subject | undefined;

  async function read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Subject>> {
    if (bytes.byteLength > MAX_FILE_BYTES) return tooLarge(name, bytes.byteLength);
    const opened = await core.parts.analysis.openOther(name, bytes);
    if (!opened.ok) return opened;
    if (opened.value.report.artifact === "wit-package") return err(packageFits(name));
    return ok(openedFile(await core.loadFitting(), "", opened.value.report, bytes, bytes, 0));
  }

  function compare({ compareComponents }: Fitting, otherIs: "older" | "newer"): Comparison | undefined {
    if (other === undefined || core.opened === undefined) return undefined;
    return otherIs === "older" ? compareComponents(other, core.opened) : compareComponents(core.opened, other);
  }

  /** The other file; what is open must be something that can be compared. Fails with `fetch` when a part of the page is missing. */
  async function readOther(file: Blob, name: string, opened: OpenedFile): Promise<Result<Subject>> {
    if (opened.report.artifact === "wit-package") return err(packageFits(opened.report.name));
    const bytes = await bytesOf(file, name);
    if (!bytes.ok) return bytes;
    try {
      return await read(name, bytes.value);
    } catch {
      return fail("fetch", "Comparing failed: a part of this page could not be fetched. Reload the page.");
    }
  }

  /** Gives up a comparison that is still being read: the file may have the reader hanging. */
  function begin(): number {
    if (core.get().compared.state === "reading") core.parts.analysis.reset("compare");
    latest += 1;
    return latest;
  }

  return {
    /** Compares what is open with a file and shows how they differ. */
    async withFile(file: Blob, name: string, otherIs: "older" | "newer"): Promise<void> {
      const { opened } = core;
      if (opened === undefined) return;
      const mine = begin();
      core.set({ compared: { state: "reading", name } });
      const subject = await readOther(file, name, opened);
      if (mine !== latest || core.opened !== opened) return;
      if (!subject.ok) {
        core.set({ compared: { state: "failed", name, error: subject.error } });
        return;
      }
      other = subject.value;
      const comparison = compare(await core.loadFitting(), otherIs);
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
      begin();
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
    const address = source.startsWith("demo:") ? demoAddress(source.slice("demo:".length)) : source;
    if (address === undefined)
      return fail("fetch", `Comparing failed: there is no sample ${source.slice("demo:".length)}.`);
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

/** A WIT package is not compared: it wants and offers nothing itself. */
export function packageFits(name: string): OrreryError {
  return {
    tag: "wit-package",
    message: `Comparing failed: ${name} is a WIT package. It describes interfaces and worlds, and wants and offers nothing itself.`,
  };
}
