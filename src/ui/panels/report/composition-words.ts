import type { Composition, Origin } from "../../../component/composition.ts";
import { visible } from "../ansi.ts";
import { componentTitle, titleOf } from "./composition-graph.ts";

/** Where something comes from, in words: `the import wasi:cli/stdout@0.2.12`, `run of adder · instance 2`, `its own code`. */
export function originWords(composition: Composition, from: Origin): string {
  switch (from.kind) {
    case "import":
      return from.export === undefined
        ? `the import ${visible(from.name)}`
        : `${visible(from.export)} of the import ${visible(from.name)}`;
    case "instance": {
      const title = titleOf(composition, from.instance);
      return from.export === undefined ? title : `${visible(from.export)} of ${title}`;
    }
    case "component":
      return `the component ${componentTitle(composition, from.index)} itself`;
    case "outer":
      return from.depth === 1 ? "the component around it" : `the component ${from.depth} levels around it`;
    case "own":
      return "its own code";
  }
}

/** What an instance is, in words. */
export function instanceWords(composition: Composition, index: number): string {
  const instance = composition.instances[index];
  if (instance === undefined) return "";
  switch (instance.of.kind) {
    case "bundle":
      return "puts exports together";
    case "component":
      return `of ${componentTitle(composition, instance.of.index)}, defined inside`;
    case "import":
    case "instance":
    case "outer":
    case "own":
      return `of ${originWords(composition, instance.of)}`;
  }
}
