import { useEffect, useRef } from "react";
import type { TextMistake } from "../../protocol/index.ts";
import { currentTheme, watchTheme } from "../app/theme.ts";
import { monaco } from "./monaco.ts";
import styles from "./wit-editor.module.css";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly mistakes: readonly TextMistake[];
  /** Absent for text that is only read. */
  readonly onChange?: (text: string) => void;
}

/** A Monaco editor for WIT text. Load it lazily: it brings the whole editor with it. */
export function WitEditor({ label, value, mistakes, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | undefined>(undefined);
  const changed = useRef(onChange);
  const first = useRef({ label, value, readOnly: onChange === undefined });

  useEffect(() => {
    changed.current = onChange;
  }, [onChange]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const { label: name, value: text, readOnly } = first.current;
    const made = monaco.editor.create(element, {
      value: text,
      language: "wit",
      theme: `orrery-${currentTheme()}`,
      readOnly,
      domReadOnly: readOnly,
      ariaLabel: name,
      automaticLayout: true,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      fontFamily: getComputedStyle(element).getPropertyValue("--mono"),
      fontSize: 12.5,
      lineHeight: 20,
      lineNumbersMinChars: 3,
      tabSize: 2,
      padding: { top: 8, bottom: 8 },
      autoClosingBrackets: "never",
      autoIndent: "none",
      renderLineHighlight: "none",
      overviewRulerLanes: 0,
      links: false,
      quickSuggestions: false,
      wordBasedSuggestions: "off",
      occurrencesHighlight: "off",
      stickyScroll: { enabled: false },
      // Tab leaves a text that is only read; in one that is written Ctrl+M switches.
      tabFocusMode: readOnly,
    });
    editor.current = made;
    const listening = made.onDidChangeModelContent(() => changed.current?.(made.getValue()));
    const unwatch = watchTheme(() => monaco.editor.setTheme(`orrery-${currentTheme()}`));
    return () => {
      unwatch();
      listening.dispose();
      made.getModel()?.dispose();
      made.dispose();
      editor.current = undefined;
    };
  }, []);

  useEffect(() => {
    const made = editor.current;
    if (made !== undefined && made.getValue() !== value) made.setValue(value);
  }, [value]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model === undefined || model === null) return;
    monaco.editor.setModelMarkers(
      model,
      "wit",
      mistakes.map(({ line, column, message }) => {
        const word = model.getWordAtPosition(model.validatePosition({ lineNumber: line, column }));
        return {
          severity: monaco.MarkerSeverity.Error,
          message,
          startLineNumber: line,
          startColumn: column,
          endLineNumber: line,
          endColumn: word === null ? column + 1 : word.endColumn,
        };
      }),
    );
  }, [mistakes]);

  return <div ref={place} className={styles["editor"]} data-editor="wit" />;
}
