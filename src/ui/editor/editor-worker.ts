/** Monaco's own worker, under a name that the bundler can give an address to. */
import "monaco-editor/editor/editor.worker";
