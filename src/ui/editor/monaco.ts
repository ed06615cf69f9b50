import * as monaco from "monaco-editor/editor/editor.api";
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/caretOperations/register";
import "monaco-editor/features/clipboard/register";
import "monaco-editor/features/comment/register";
import "monaco-editor/features/cursorUndo/register";
import "monaco-editor/features/find/register";
import "monaco-editor/features/folding/register";
import "monaco-editor/features/gotoError/register";
import "monaco-editor/features/hover/register";
import "monaco-editor/features/linesOperations/register";
import "monaco-editor/features/multicursor/register";
import "monaco-editor/features/toggleTabFocusMode/register";
import "monaco-editor/features/wordOperations/register";
import { witConfiguration, witLanguage } from "./wit-language.ts";

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
  ],
  colors: { "editor.background": "#fffefb", "editor.foreground": "#1d1f27", "editorLineNumber.foreground": "#686b79" },
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
  ],
  colors: { "editor.background": "#1b1d25", "editor.foreground": "#eceaf2", "editorLineNumber.foreground": "#9295a8" },
});

export { monaco };
