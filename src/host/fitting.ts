/**
 * The worlds and all that compares with them, as one piece that is fetched when something is first opened: the first page
 * shows none of it.
 */
export { fromTable, toTable } from "../wit/table.ts";
export { catalogueWorlds, worldById, worldTitle } from "../worlds/catalogue.ts";
export { checkFit, compareComponents, fitsOf } from "../worlds/index.ts";
export { makeWorld } from "../worlds/world.ts";
