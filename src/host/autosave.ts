import { minimize } from "../scenario/index.ts";
import type { SessionCore } from "./core.ts";
import { KEEP_FILE_BYTES, type StoredWork } from "./storage.ts";

const QUIET_MS = 400;

/** Saves the person's own work a moment after it changed. Work that came with a link is not saved over it. */
export function makeAutosave(core: SessionCore) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving = Promise.resolve();

  function now(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const { origin, report } = core.get();
    // While a file is hashed the scenario does not name it yet; when it does, that is a change of its own.
    if (origin !== "own" || report?.sha256 === "") return saving;
    const work = currentWork(core);
    saving = saving.then(() => core.parts.storage.save(work));
    return saving;
  }

  return {
    /** From now on changes are saved. */
    begin(): void {
      core.store.subscribe((state, before) => {
        if (state.scenario === before.scenario && state.report === before.report) return;
        clearTimeout(timer);
        timer = setTimeout(() => void now(), QUIET_MS);
      });
      // A tab that is put away may not come back.
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden" && timer !== undefined) void now();
      });
    },
    now,
  };
}

function currentWork(core: SessionCore): StoredWork {
  const scenario = JSON.stringify(minimize(core.get().scenario));
  const { opened, restoring } = core;
  const component: string | undefined = JSON.stringify(core.get().scenario.component);
  if (opened === undefined && restoring !== undefined && restoring.component === component) {
    return { scenario, file: restoring.file };
  }
  if (opened === undefined || opened.file.byteLength > KEEP_FILE_BYTES) return { scenario };
  return { scenario, file: { name: opened.report.name, bytes: opened.file } };
}
