import * as monaco from "monaco-editor/editor/editor.api";
import { packages } from "virtual:orrery/wasi-wit";
import { complete } from "../../wit/text/complete.ts";
import { formatWit } from "../../wit/text/format.ts";
import { hover } from "../../wit/text/hover.ts";
import type { Completion } from "../../wit/text/keywords.ts";
import { outline, type OutlineEntry } from "../../wit/text/outline.ts";
import type { Span } from "../../wit/text/structure.ts";

const { languages } = monaco;

const completionKinds: Readonly<Record<Completion["kind"], monaco.languages.CompletionItemKind>> = {
  keyword: languages.CompletionItemKind.Keyword,
  builtin: languages.CompletionItemKind.TypeParameter,
  type: languages.CompletionItemKind.Struct,
  package: languages.CompletionItemKind.Module,
  interface: languages.CompletionItemKind.Interface,
  world: languages.CompletionItemKind.Class,
};

const symbolKinds: Readonly<Record<OutlineEntry["kind"], monaco.languages.SymbolKind>> = {
  package: languages.SymbolKind.Package,
  interface: languages.SymbolKind.Interface,
  world: languages.SymbolKind.Class,
  use: languages.SymbolKind.Namespace,
  include: languages.SymbolKind.Namespace,
  import: languages.SymbolKind.Module,
  export: languages.SymbolKind.Module,
  record: languages.SymbolKind.Struct,
  variant: languages.SymbolKind.Struct,
  enum: languages.SymbolKind.Enum,
  flags: languages.SymbolKind.Enum,
  resource: languages.SymbolKind.Class,
  type: languages.SymbolKind.TypeParameter,
  func: languages.SymbolKind.Function,
  method: languages.SymbolKind.Method,
  static: languages.SymbolKind.Method,
  constructor: languages.SymbolKind.Constructor,
  field: languages.SymbolKind.Field,
  case: languages.SymbolKind.EnumMember,
};

/** Brings what `wit/text` knows of WIT text into every editor of that language. */
export function registerWitServices(): void {
  languages.registerHoverProvider("wit", { provideHover });
  languages.registerCompletionItemProvider("wit", {
    triggerCharacters: [":", "/", "@", ".", "{", "<", "(", ",", " "],
    provideCompletionItems,
  });
  languages.registerDocumentSymbolProvider("wit", {
    displayName: "WIT",
    provideDocumentSymbols: (model) => symbols(model, outline(model.getValue())),
  });
  languages.registerFoldingRangeProvider("wit", {
    provideFoldingRanges: (model) => folds(model, outline(model.getValue())),
  });
  languages.registerDocumentFormattingEditProvider("wit", {
    displayName: "WIT",
    provideDocumentFormattingEdits: (model) => [
      { range: model.getFullModelRange(), text: formatWit(model.getValue()) },
    ],
  });
}

function rangeOf(model: monaco.editor.ITextModel, { start, end }: Span): monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}

function provideHover(model: monaco.editor.ITextModel, position: monaco.Position): monaco.languages.Hover | undefined {
  const found = hover(model.getValue(), model.getOffsetAt(position), packages);
  if (found === undefined) return undefined;
  const place = found.place === "" ? "" : `In \`${found.place}\``;
  const parts = [`\`\`\`wit\n${found.wit}\n\`\`\``, found.docs, place].filter((part) => part !== "");
  return { range: rangeOf(model, found), contents: parts.map((value) => ({ value })) };
}

function provideCompletionItems(
  model: monaco.editor.ITextModel,
  position: monaco.Position,
): monaco.languages.CompletionList {
  const { items, ...span } = complete(model.getValue(), model.getOffsetAt(position), packages);
  const range = rangeOf(model, span);
  return {
    suggestions: items.map(({ label, kind, insert, detail, docs, more }, index) => ({
      label: { label, description: detail === label ? "" : detail },
      kind: completionKinds[kind],
      insertText: insert,
      insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet,
      filterText: label,
      sortText: String(index).padStart(5, "0"),
      range,
      ...(docs === "" ? {} : { documentation: { value: docs } }),
      ...(more === true ? { command: { id: "editor.action.triggerSuggest", title: "More" } } : {}),
    })),
  };
}

function symbols(model: monaco.editor.ITextModel, entries: readonly OutlineEntry[]): monaco.languages.DocumentSymbol[] {
  return entries.map((entry) => ({
    name: entry.name,
    detail: "",
    kind: symbolKinds[entry.kind],
    tags: [],
    range: rangeOf(model, entry),
    selectionRange: rangeOf(model, entry.nameAt),
    children: symbols(model, entry.children),
  }));
}

/** What has a body folds to its first line; the brace that closes it stays. */
function folds(model: monaco.editor.ITextModel, entries: readonly OutlineEntry[]): monaco.languages.FoldingRange[] {
  return entries.flatMap((entry) => {
    const start = model.getPositionAt(entry.start).lineNumber;
    const end = model.getPositionAt(entry.end).lineNumber - 1;
    return [...(end > start ? [{ start, end }] : []), ...folds(model, entry.children)];
  });
}
