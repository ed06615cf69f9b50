// @ts-check
/** The table of `rooms.mjs` as a lint rule, `orrery/rooms`. */
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { judge } from "./rooms.mjs";

const source = fileURLToPath(new URL("../../src/", import.meta.url));

/** @param {any} node */
const onlyTypes = (node) => node.importKind === "type" || node.exportKind === "type";

const rule = {
  meta: { type: "problem", docs: { description: "Imports go only in the directions of the architecture" } },
  /** @param {any} context The linter's own object, for which it publishes no types without a further package. */
  create(context) {
    const file = relative(source, context.filename).split(sep).join("/");
    if (file.startsWith("../")) return {};

    /** @param {any} node @param {any} target @param {boolean} typeOnly */
    const check = (node, target, typeOnly) => {
      if (typeof target?.value !== "string") return;
      const message = judge(file, target.value, typeOnly);
      if (message !== undefined) context.report({ node, message });
    };
    return {
      /** @param {any} node */
      ImportDeclaration: (node) => check(node, node.source, onlyTypes(node)),
      /** @param {any} node */
      ExportNamedDeclaration: (node) => check(node, node.source, onlyTypes(node)),
      /** @param {any} node */
      ExportAllDeclaration: (node) => check(node, node.source, onlyTypes(node)),
      /** @param {any} node */
      ImportExpression: (node) => check(node, node.source, false),
      /** @param {any} node */
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal ?? node.argument, true),
    };
  },
};

export default { meta: { name: "orrery" }, rules: { rooms: rule } };
