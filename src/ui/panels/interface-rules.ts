import type { FunctionRule, InterfaceBinding } from "../../capabilities/interface/capability.ts";
import type { FuncType, ValType } from "../../component/types.ts";
import { checkFunctionRule, handleMaker, type importedResources } from "../../wit/function-rule.ts";
import { parseWave, printWave, zeroValue, type HandleMaker } from "../../wit/wave/index.ts";
import { count } from "../primitives/format.ts";

/** How a function answers. `unset`: there is no rule for it, and what the interface does otherwise holds. */
export type Way = "unset" | "zero" | "returns" | "error" | "echo" | "trap";

const longestText = 400;

export function wayOf(rule: FunctionRule | undefined): Way {
  if (rule === undefined) return "unset";
  if (rule.returns !== undefined) return "returns";
  if (rule.error !== undefined) return "error";
  if (rule.echo !== undefined) return "echo";
  return rule.trap === undefined ? "zero" : "trap";
}

/** The words of a rule in a line that is folded. */
export function ruleWords(rule: FunctionRule | undefined, unset: string): string {
  switch (wayOf(rule)) {
    case "unset":
      return unset;
    case "zero":
      return "simplest value";
    case "returns":
      return count(rule?.returns?.length ?? 0, "value");
    case "error":
      return "error";
    case "echo":
      return "echo";
    case "trap":
      return "trap";
  }
}

/** A patch that puts a rule in place of whatever was there; without a rule it takes it away. */
export function rulePatch(rule: FunctionRule | undefined): object | null {
  if (rule === undefined) return null;
  return { returns: null, after: null, error: null, echo: null, trap: null, ...rule };
}

/** The rules of functions that the interface does not have: they stay from another component. */
export function strayRules(binding: InterfaceBinding, functions: readonly string[]): readonly string[] {
  const known = new Set(functions);
  return Object.keys(binding.functions ?? {}).filter((name) => !known.has(name));
}

/** The resources that a mock can make, and their names. */
export type Homes = ReturnType<typeof importedResources>;

/** The simplest value as WAVE text, with the names of resources for live handles; undefined where there is none. */
export function zeroText(type: ValType, homes: Homes): string | undefined {
  const value = zeroValue(type, handlesOf(homes));
  if (!value.ok) return undefined;
  return printWave(value.value, type, {
    maxText: longestText,
    resource: (_, { resource }) => homes.get(resource)?.name ?? "<resource>",
  });
}

/** What is wrong with a WAVE text, with the place in it, as a sentence. Without a type there is nothing to write. */
export function textMistake(text: string, type: ValType | undefined, homes: Homes): string | undefined {
  if (type === undefined) return text.trim() === "" ? undefined : "There is no value here: leave it empty.";
  const read = parseWave(text, type, handlesOf(homes));
  return read.ok ? undefined : `Column ${read.error.column}: ${read.error.message}.`;
}

function handlesOf(homes: Homes): HandleMaker {
  return handleMaker(homes, () => ({}));
}

/** The parameters that a function can give back. */
export function echoable(type: FuncType): readonly string[] {
  return type.params.map(({ name }) => name).filter((name) => checkFunctionRule({ echo: name }, type) === undefined);
}

/** A function as its rules see it: a method does not give back what it is called on. */
export function ruledType(name: string, type: FuncType): FuncType {
  return name.startsWith("[method]") ? { ...type, params: type.params.slice(1) } : type;
}
