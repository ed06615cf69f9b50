export { parseArguments, parseWave } from "./parse.ts";
export { printArguments, printWave } from "./print.ts";
export { zeroValue } from "./zero.ts";
export type { HandleMaker } from "./shape.ts";
