import * as monaco from "monaco-editor/editor/editor.api";
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/caretOperations/register";
import "monaco-editor/features/clipboard/register";
import "monaco-editor/features/comment/register";
import "monaco-editor/features/cursorUndo/register";
import "monaco-editor/features/documentSymbols/register";
import "monaco-editor/features/find/register";
import "monaco-editor/features/folding/register";
import "monaco-editor/features/format/register";
import "monaco-editor/features/gotoError/register";
import "monaco-editor/features/hover/register";
import "monaco-editor/features/linesOperations/register";
import "monaco-editor/features/multicursor/register";
import "monaco-editor/features/quickOutline/register";
import "monaco-editor/features/snippet/register";
// The part that has a name of its own among the features leaves out the list itself.
import "monaco-editor/editor/contrib/suggest/browser/suggestController";
import "monaco-editor/features/toggleTabFocusMode/register";
import "monaco-editor/features/wordOperations/register";
import { witConfiguration, witLanguage } from "./wit-language.ts";
import { registerWitServices } from "./wit-services.ts";

declare global {
  interface Window {
    MonacoEnvironment?: { getWorker(): Worker };
  }
}

window.MonacoEnvironment = {
  getWorker: () => new Worker(new URL("./editor-worker.ts", import.meta.url), { type: "module", name: "editor" }),
};

monaco.languages.register({ id: "wit", extensions: [".wit"] });
monaco.languages.setMonarchTokensProvider("wit", witLanguage);
monaco.languages.setLanguageConfiguration("wit", witConfiguration);
registerWitServices();
// Monaco's own key for it on Linux opens the browser's developer tools.
monaco.editor.addKeybindingRule({
  keybinding: monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF,
  command: "editor.action.formatDocument",
  when: "editorTextFocus && !editorReadonly",
});

/** Colours of `tokens.css`, which Monaco cannot read. */
interface Palette {
  readonly panel: string;
  readonly sunken: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  readonly chosen: string;
}

function colors({ panel, sunken, ink, quiet, line, accent, chosen }: Palette): monaco.editor.IColors {
  return {
    "editor.background": panel,
    "editor.foreground": ink,
    "editorLineNumber.foreground": quiet,
    "editor.rangeHighlightBackground": chosen,
    focusBorder: accent,
    "widget.border": line,
    "editorWidget.background": panel,
    "editorWidget.foreground": ink,
    "editorWidget.border": line,
    "editorHoverWidget.background": panel,
    "editorHoverWidget.foreground": ink,
    "editorHoverWidget.border": line,
    "editorHoverWidget.statusBarBackground": sunken,
    "textCodeBlock.background": sunken,
    "editorSuggestWidget.background": panel,
    "editorSuggestWidget.foreground": ink,
    "editorSuggestWidget.border": line,
    "editorSuggestWidget.highlightForeground": accent,
    "editorSuggestWidget.focusHighlightForeground": accent,
    "editorSuggestWidget.selectedBackground": chosen,
    "editorSuggestWidget.selectedForeground": ink,
    "editorSuggestWidget.selectedIconForeground": ink,
    "quickInput.background": panel,
    "quickInput.foreground": ink,
    "quickInputList.focusBackground": chosen,
    "quickInputList.focusForeground": ink,
    "pickerGroup.foreground": quiet,
    "input.background": sunken,
    "input.foreground": ink,
    "input.placeholderForeground": quiet,
    "list.hoverBackground": sunken,
    "list.highlightForeground": accent,
    "list.focusHighlightForeground": accent,
  };
}

monaco.editor.defineTheme("orrery-light", {
  base: "vs",
  inherit: true,
  rules: [
    { token: "keyword", foreground: "3b4cca" },
    { token: "type", foreground: "157a4a" },
    { token: "comment", foreground: "686b79" },
    { token: "namespace", foreground: "6d3fd4" },
    { token: "number", foreground: "8a5200" },
    { token: "annotation", foreground: "8a5200" },
    { token: "string", foreground: "8a5200" },
  ],
  colors: colors({
    panel: "#fffefb",
    sunken: "#efede6",
    ink: "#1d1f27",
    quiet: "#686b79",
    line: "#dedbd1",
    accent: "#3b4cca",
    chosen: "#e8eafa",
  }),
});
monaco.editor.defineTheme("orrery-dark", {
  base: "vs-dark",
  inherit: true,
  rules: [
    { token: "keyword", foreground: "8d9bff" },
    { token: "type", foreground: "5fd19a" },
    { token: "comment", foreground: "9295a8" },
    { token: "namespace", foreground: "b79bff" },
    { token: "number", foreground: "f0b55a" },
    { token: "annotation", foreground: "f0b55a" },
    { token: "string", foreground: "f0b55a" },
  ],
  colors: colors({
    panel: "#1b1d25",
    sunken: "#101116",
    ink: "#eceaf2",
    quiet: "#9295a8",
    line: "#2c2f3b",
    accent: "#8d9bff",
    chosen: "#232848",
  }),
});

export { monaco };
