/**
 * The worlds and all that compares with them, as one piece that is fetched after the first page, which shows none of it, at the
 * latest when something is first opened.
 */
export { fromTable, toTable } from "../wit/table.ts";
export { catalogueWorlds, worldById, worldTitle } from "../worlds/catalogue.ts";
export { checkFit, compareComponents, fitsOf } from "../worlds/index.ts";
export { makeWorld } from "../worlds/world.ts";
