export type { Composition, CompositionInstance, InstanceSource, Origin } from "./composition.ts";
export type {
  BinaryKind,
  ComponentModel,
  CoreExtern,
  CoreFunctions,
  CoreMemory,
  CoreModule,
  CoreModuleDetail,
  CoreSignature,
  CustomSection,
  Extern,
  ExternKind,
  Producer,
  ReadError,
} from "./model.ts";
export type {
  CanonOptions,
  ComponentDefinition,
  CoreSort,
  CoreSupplied,
  Definition,
  ItemReference,
  Supplied,
} from "./definitions.ts";
export type { MemoryLimitError } from "./memories.ts";
export type {
  Case,
  ComponentType,
  DefType,
  Entity,
  Field,
  FuncType,
  InstanceType,
  PrimitiveKind,
  ResourceType,
  ValType,
} from "./types.ts";
export { isWitPackage, readComponent, readDefinitions } from "./component.ts";
export { externsOf } from "./externs.ts";
export { isValType, partsOf } from "./types.ts";
export { readCoreFunctions } from "./core-functions.ts";
export { componentTypes, readCoreModule } from "./core-module.ts";
export { binaryKind } from "./kind.ts";
export { capMemories, capTables } from "./memories.ts";
export { unsafeCoreNames } from "./unsafe-names.ts";
export { withoutVersion } from "./without-version.ts";
