import type { Report } from "../../protocol/index.ts";

/** The functions that can be called without arguments, as an invocation names them: `answer`, `acme:app/api@1.0.0#answer`. */
export function callable({ exports }: Pick<Report, "exports">): readonly string[] {
  return exports.flatMap((extern) =>
    extern.kind === "func"
      ? [extern.name]
      : extern.functions.filter((name) => !name.startsWith("[")).map((name) => `${extern.name}#${name}`),
  );
}

/** Whether it is a thing that can run here at all, in whatever world. */
export function isRunnable(report: Pick<Report, "artifact" | "kind" | "exports">): boolean {
  if (report.artifact === "wit-package" || report.kind === "proxy") return false;
  return report.kind === "command" || callable(report).length > 0;
}
