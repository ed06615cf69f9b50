import type { ReadError } from "../component/index.ts";
import type { OrreryError } from "../result.ts";
import type { ToolFailure } from "./tools.ts";

/** Wording for a binary whose structure cannot be read. */
export function unreadable(name: string, error: ReadError): OrreryError {
  const place = `at byte ${error.offset.toLocaleString("en")}, in the ${error.section}`;
  if (error.tag === "truncated") {
    return {
      tag: "truncated",
      message: `Opening ${name} failed: the file ends too early (${place}: ${error.reason}). Was it downloaded whole?`,
      detail: error,
    };
  }
  return {
    tag: "invalid-component",
    message: `Opening ${name} failed: the binary is damaged or uses something unknown (${place}: ${error.reason}).`,
    detail: error,
  };
}

/** Wording for a tool that trapped over a file. */
export function crashed(name: string, failure: ToolFailure): OrreryError {
  return {
    tag: "analysis-crashed",
    message: `Reading ${name} failed: the file made a tool crash (${failure.text}). The tool has been started afresh; the file is damaged or made to do this.`,
  };
}
