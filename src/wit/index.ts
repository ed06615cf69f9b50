export { printWit } from "./print.ts";
