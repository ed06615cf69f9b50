/** How `wasi:cli/exit` ends a run: `exitError` tells it from a trap, as with the shim's own. */
export class ProgramExit extends Error {
  readonly exitError = true;
  /** 0 to 255. */
  readonly code: number;

  constructor(code: number) {
    super(`the program exited with code ${code}`);
    this.name = "ProgramExit";
    this.code = code;
  }
}
