import type { StdinSource } from "../capabilities/provider.ts";
import { fileAt } from "../scenario/contents.ts";
import type { Scenario } from "../scenario/schema.ts";
import { fromBase64 } from "../scenario/bytes.ts";
import { fail, ok, type Result } from "../result.ts";

const NS_IN_MS = 1e6;

/** What the program reads, out of what the scenario says. Fails with `no-file` when it names a file that is not mounted. */
export function stdinSource({ program, files, bindings }: Scenario): Result<StdinSource> {
  if (bindings.stdin.mode === "real") return ok({ kind: "typed" });
  const { stdin } = program;
  if ("closed" in stdin) return ok({ kind: "closed" });
  if ("text" in stdin) return ok({ kind: "bytes", bytes: utf8(stdin.text) });
  // The schema lets no text through that is not base64.
  if ("base64" in stdin) return ok({ kind: "bytes", bytes: fromBase64(stdin.base64) ?? new Uint8Array() });
  if ("lines" in stdin) {
    const pieces = stdin.lines.map(({ text, delayMs = 0 }) => ({
      bytes: utf8(`${text}\n`),
      delayNs: BigInt(Math.round(delayMs * NS_IN_MS)),
    }));
    return ok({ kind: "pieces", pieces });
  }
  const bytes = fileAt(files, stdin.file);
  if (bytes !== undefined) return ok({ kind: "bytes", bytes });
  return fail(
    "no-file",
    `Starting failed: standard input is to come from ${stdin.file}, and no such file is mounted. Mount it, or give the input as text.`,
  );
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
