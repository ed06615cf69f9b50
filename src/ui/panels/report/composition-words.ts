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

/**
 * That what is nested is made by a build tool, in a sentence; undefined when it is more. Build tools name the functions of
 * an exported interface with a component inside that has no code, is made once, is given the outer one's own code, and
 * gives it back under other names.
 */
export function wrapperWords({ components, instances, exports }: Composition): string | undefined {
  const used = instances.flatMap(({ of }) => (of.kind === "component" ? [of.index] : []));
  const once = used.length === instances.length && new Set(used).size === used.length;
  if (components.length === 0 || !once || used.length !== components.length) return undefined;
  const bare = components.every((inner) => {
    const empty = inner.components.length + inner.instances.length + inner.coreModules === 0;
    return empty && inner.exports.length > 0;
  });
  // Types that the functions mention may come from imports.
  const fed = instances.every(
    ({ args }) =>
      args.some(({ from }) => from.kind === "own") &&
      args.every(({ from }) => from.kind === "own" || from.kind === "import"),
  );
  const given = new Set(exports.flatMap(({ from }) => (from.kind === "instance" ? [from.instance] : [])));
  const direct = exports.every(({ from }) => from.kind === "own" || from.kind === "instance");
  if (!bare || !fed || !direct || given.size !== instances.length) return undefined;
  const what = "made by the build tool: it only names functions of the outer component's own code for an export.";
  return components.length === 1
    ? `The component inside is a wrapper ${what}`
    : `Each component inside is a wrapper ${what}`;
}
