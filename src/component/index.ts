export type {
  BinaryKind,
  ComponentModel,
  CoreExtern,
  CoreMemory,
  CoreModule,
  CoreModuleDetail,
  Extern,
  ExternKind,
  Producer,
  ReadError,
} from "./model.ts";
export type { MemoryLimitError } from "./memories.ts";
export { readComponent } from "./component.ts";
export { readCoreModule } from "./core-module.ts";
export { binaryKind } from "./kind.ts";
export { capMemories } from "./memories.ts";
export { unsafeCoreNames } from "./unsafe-names.ts";
