export type { Fit, FitEntry, FitStatus, World } from "./model.ts";
export { catalogueWorlds, worldById, worldTitle } from "./catalogue.ts";
export { checkFit } from "./fit.ts";
