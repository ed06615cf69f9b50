/** Everything in a scenario that grows has a cap. Bytes unless the name says otherwise. */
export const caps = {
  fileBytes: 64 * 1024 * 1024,
  fileEntries: 10_000,
  /** Directories inside each other, the mount not counted. */
  fileDepth: 64,
  mounts: 100,
  /** UTF-16 units. */
  pathLength: 4096,
  segmentLength: 255,
  arguments: 10_000,
  environment: 10_000,
  /** UTF-16 units of one argument or variable. */
  argumentLength: 131_072,
  /** UTF-16 units of all arguments, or of all variables with their names. */
  argumentsLength: 2 * 1024 * 1024,
  stdinLines: 10_000,
  stdinBytes: 16 * 1024 * 1024,
  witLength: 1024 * 1024,
  nameLength: 1024,
  urlLength: 8192,
  bodyLength: 1024 * 1024,
  headers: 1000,
  interfaceBindings: 1000,
  functions: 1000,
  returns: 1000,
  /** UTF-16 units of one WAVE text. */
  waveLength: 1024 * 1024,
  /** Objects and lists inside each other in a scenario's JSON. */
  nesting: 2 * 64 + 16,
  /** Values in a scenario's JSON. */
  values: 200_000,
} as const;
