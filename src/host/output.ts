import type { OutputChunk } from "../protocol/index.ts";

/** Both streams as text. Bytes that are not UTF-8 become U+FFFD; a character may be spread over chunks. */
export function decodeOutput(output: readonly OutputChunk[]): { readonly stdout: string; readonly stderr: string } {
  return { stdout: decodeStream(output, "stdout"), stderr: decodeStream(output, "stderr") };
}

function decodeStream(output: readonly OutputChunk[], stream: OutputChunk["stream"]): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const parts = output
    .filter((chunk) => chunk.stream === stream)
    .map((chunk) => decoder.decode(chunk.bytes, { stream: true }));
  return parts.join("") + decoder.decode();
}
