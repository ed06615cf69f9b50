/** One frame of the guest's call stack, innermost first. */
export interface GuestFrame {
  /** The name that the binary has for the function, as the browser tells it. */
  readonly function?: string;
  /** Index in the function index space of its core module. */
  readonly index: number;
  /** Bytes from the start of the core module. */
  readonly offset: number;
}

const FRAMES = 50;

// Chromium: "at name (wasm://wasm/module-1234:wasm-function[12]:0x34)"; Firefox: "name@address:wasm-function[12]:0x34".
const frame =
  /^\s*(?:at\s+)?(?:(?<name>.*?)\s*[(@])?[^()@]*wasm-function\[(?<index>\d+)\]:0x(?<offset>[0-9a-f]+)\)?\s*$/i;

/** The frames of an error's stack that are the guest's, at most 50. Frames of the host and of the glue are left out. */
export function guestStack(error: unknown): readonly GuestFrame[] {
  const text = error instanceof Error && typeof error.stack === "string" ? error.stack : "";
  const frames: GuestFrame[] = [];
  for (const line of text.split("\n")) {
    const found = line.length > 2000 ? undefined : frame.exec(line)?.groups;
    if (found === undefined) continue;
    const name = functionName(found["name"]);
    frames.push({
      ...(name === undefined ? {} : { function: name }),
      index: Number(found["index"]),
      offset: Number.parseInt(found["offset"] ?? "0", 16),
    });
    if (frames.length === FRAMES) break;
  }
  return frames;
}

/** Browsers put the module's name before the function's, and give functions without a name a made-up one. */
function functionName(name: string | undefined): string | undefined {
  if (name === undefined || /^(wasm-function\[\d+\]|<anonymous>|)$/.test(name)) return undefined;
  return name.replace(/^[\w-]+\.wasm\./, "");
}

/** Lets browsers that cut stacks short keep as many frames as are shown. */
export function keepLongStacks(): void {
  // Only some browsers have the setting, which the type does not say.
  const settings = Error as { stackTraceLimit?: number };
  if (typeof settings.stackTraceLimit === "number") settings.stackTraceLimit = FRAMES + 30;
}
