/** Words for a size in bytes, in powers of 1,000: `240 KB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  const units = ["KB", "MB", "GB"] as const;
  let value = bytes;
  let unit = "bytes";
  for (const next of units) {
    if (value < 999.5 && unit !== "bytes") break;
    value /= 1000;
    unit = next;
  }
  return `${value < 9.95 ? trimZero(value.toFixed(1)) : value.toFixed(0)} ${unit}`;
}

/** Words for a duration in milliseconds: `41 ms`, `1.2 s`, `2 min 3 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return ms <= 0 ? "0 ms" : "under 1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${trimZero((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1 file`, `1,200 files`. */
export function count(amount: number, one: string, many: string = `${one}s`): string {
  return `${amount.toLocaleString("en-US")} ${amount === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

function trimZero(text: string): string {
  return text.endsWith(".0") ? text.slice(0, -2) : text;
}
