export { resourceDrop, resourceNew, resourceRep } from "./canon.ts";
export { classOf, setConstructor } from "./guest-resource.ts";
export type { ResourceClass } from "./guest-resource.ts";
export { CallScope } from "./scope.ts";
export { createHandleTable } from "./table.ts";
