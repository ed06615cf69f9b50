import { fail, type ErrorTag, type Result } from "../../../result.ts";

/** Ends linking: the component cannot be put together. Becomes a `Result` where the engine begins. */
export class LinkFailure extends Error {
  readonly tag: ErrorTag;
  readonly detail: unknown;

  constructor(tag: "link" | "unsupported", message: string, detail?: unknown) {
    super(message);
    this.name = "LinkFailure";
    this.tag = tag;
    this.detail = detail;
  }

  get result(): Result<never> {
    return fail(this.tag, this.message, this.detail);
  }
}

/** The file contradicts itself: a validator would have refused it. */
export function broken(what: string): LinkFailure {
  return new LinkFailure(
    "link",
    `Linking failed: ${what}. The file is not a valid component: ask for it anew, or build it again with current tools.`,
  );
}

export function unsupported(what: string): LinkFailure {
  return new LinkFailure("unsupported", `Linking failed: ${what}, which the native engine does not support.`);
}
