import type { ErrorCode, Fault, Operation } from "./capability.ts";

/** What an operation on an absolute path is to fail with: the first fault that fits counts. */
export function faultOf(faults: readonly Fault[], operation: Operation, path: string): ErrorCode | undefined {
  return faults.find(
    (fault) => covers(fault.path, path) && (fault.operations === undefined || fault.operations.includes(operation)),
  )?.error;
}

/** A path that ends in `/*` means everything below, not the directory itself. */
function covers(faulty: string, path: string): boolean {
  if (!faulty.endsWith("/*")) return faulty === path;
  const above = faulty.slice(0, -1);
  return path.startsWith(above) && path.length > above.length;
}
