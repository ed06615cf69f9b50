import { outputStreamCreate } from "@bytecodealliance/preview2-shim/io";
import { readyPollable } from "../io/provider-pollable.ts";
import { closed, failed, type OutputStream } from "../io/provider-streams.ts";
import type { OutputBinding } from "../output.ts";
import type { ProviderContext } from "../provider.ts";

/** `wasi:cli/terminal-output`: a handle without methods. */
export class TerminalOutput {}

/** What one check allows to write. */
const permit = 1_000_000n;

/** Opens streams of one kind of output and its terminal. All streams count their bytes together. */
export interface Output {
  open(): OutputStream;
  terminal(): TerminalOutput | undefined;
}

/** Standard output or error as its binding says; `title` is the name of the switch. */
export function makeOutput(
  kind: "stdout" | "stderr",
  title: string,
  { binding, output }: Pick<ProviderContext<OutputBinding>, "binding" | "output">,
): Output {
  if (binding.mode === "deny") {
    const refuse = (): never => failed(`${title.toLowerCase()} is denied: the switch “${title}” stands at deny`);
    return { open: () => refusingStream(refuse), terminal: () => undefined };
  }
  const { closeAfterBytes = Infinity, keep } = binding;
  const real = binding.mode === "real";
  const most = real ? Infinity : closeAfterBytes;
  let taken = 0;
  let cut = false;
  const write = (bytes: Uint8Array): void => {
    const fits = bytes.slice(0, most - taken);
    taken += fits.length;
    if ((real || keep === "captured") && fits.length > 0) output(kind, fits);
    if (fits.length === bytes.length) return;
    cut = true;
    closed();
  };
  const flush = (): void => (cut ? closed() : undefined);
  return {
    open: () =>
      outputStreamCreate({
        checkWrite: () => (taken >= most ? closed() : permit),
        write,
        flush,
        blockingFlush: flush,
        subscribe: readyPollable,
      }),
    terminal: () => (binding.terminal ? new TerminalOutput() : undefined),
  };
}

function refusingStream(refuse: () => never): OutputStream {
  return outputStreamCreate({
    checkWrite: refuse,
    write: refuse,
    flush: refuse,
    blockingFlush: refuse,
    blockingWriteAndFlush: refuse,
    subscribe: readyPollable,
  });
}
