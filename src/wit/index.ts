export { Describer } from "./describe.ts";
export { printInterface, printWit } from "./print.ts";
