import type { ComponentDefinition } from "./definitions.ts";

/** The indices that count to nothing, by the definitions that stand before them. For tests. Types are not indexed. */
export function holes(root: ComponentDefinition): string[] {
  const found: string[] = [];
  const visit = ({ definitions }: ComponentDefinition, around: readonly Map<string, number>[]): void => {
    const sizes = new Map<string, number>();
    const spaces = [sizes, ...around];
    const grow = (sort: string): void => void sizes.set(sort, (sizes.get(sort) ?? 0) + 1);
    const check = (sort: string, index: number | undefined, depth = 0): void => {
      if (index !== undefined && sort !== "type" && sort !== "core-type" && index >= (spaces[depth]?.get(sort) ?? 0))
        found.push(`${sort} ${index}`);
    };
    for (const step of definitions) {
      switch (step.kind) {
        case "core-module":
          grow("module");
          break;
        case "core-instance":
          check("module", step.module);
          for (const arg of step.args) check("core-instance", arg.instance);
          grow("core-instance");
          break;
        case "core-bundle":
          for (const item of step.exports) check(item.sort === "module" ? "module" : `core-${item.sort}`, item.index);
          grow("core-instance");
          break;
        case "core-alias":
          check("core-instance", step.instance);
          grow(step.sort === "module" ? "module" : `core-${step.sort}`);
          break;
        case "component":
          visit(step.component, spaces);
          grow("component");
          break;
        case "instance":
          check("component", step.component);
          for (const arg of step.args) check(arg.entity.sort, arg.index);
          grow("instance");
          break;
        case "bundle":
          for (const item of step.exports) check(item.entity.sort, item.index);
          grow("instance");
          break;
        case "alias":
          check("instance", step.instance);
          grow(step.entity.sort);
          break;
        case "outer":
          check(step.entity.sort, step.index, step.depth);
          grow(step.entity.sort);
          break;
        case "import":
          grow(step.entity.sort);
          break;
        case "export":
          check(step.item.entity.sort, step.item.index);
          grow(step.entity.sort);
          break;
        case "resource":
          check("core-func", step.destructor);
          break;
        case "lift":
        case "lower": {
          if (step.kind === "lift") check("core-func", step.core);
          else check("func", step.func);
          check("core-memory", step.options.memory);
          for (const index of [step.options.realloc, step.options.postReturn, step.options.callback])
            check("core-func", index);
          grow(step.kind === "lift" ? "func" : "core-func");
          break;
        }
        case "resource-new":
        case "resource-drop":
        case "resource-rep":
        case "built-in":
          grow("core-func");
          break;
        case "start":
          check("func", step.func);
          for (const index of step.args) check("value", index);
          for (let i = 0; i < step.results; i += 1) grow("value");
          break;
        case "value":
          grow("value");
          break;
      }
    }
  };
  visit(root, []);
  return found;
}
