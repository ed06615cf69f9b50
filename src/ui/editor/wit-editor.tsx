import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import type { TextMistake } from "../../protocol/index.ts";
import { currentTheme, watchTheme } from "../app/theme.ts";
import { monaco } from "./monaco.ts";
import styles from "./wit-editor.module.css";

/** What may be done with the editor from outside. */
export interface WitEditorHandle {
  /** Puts another text in place of what is written, as one step that undo takes back. */
  replace(text: string): void;
  undo(): void;
  format(): void;
  /** Goes to a place, counted in UTF-16 units, and takes the focus. */
  reveal(offset: number): void;
  /** The same for a line and a column, which count from 1. */
  goTo(line: number, column: number): void;
}

interface Props {
  readonly label: string;
  /** The text; where it is written, only what it begins with. */
  readonly value: string;
  readonly mistakes: readonly TextMistake[];
  /** Absent for text that is only read. */
  readonly onChange?: (text: string) => void;
  /** Takes the focus as soon as it is there. */
  readonly takesFocus?: boolean;
  readonly ref?: Ref<WitEditorHandle>;
}

/** A Monaco editor for WIT text. Load it lazily: it brings the whole editor with it. */
export function WitEditor({ label, value, mistakes, onChange, takesFocus = false, ref }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const widgets = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | undefined>(undefined);
  const changed = useRef(onChange);
  const first = useRef({ label, value, readOnly: onChange === undefined, takesFocus });

  useEffect(() => {
    changed.current = onChange;
  }, [onChange]);

  useEffect(() => {
    const element = place.current;
    if (element === null || widgets.current === null) return undefined;
    const { label: name, value: text, readOnly, takesFocus: focusNow } = first.current;
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
      quickSuggestions: !readOnly,
      wordBasedSuggestions: "off",
      suggest: { showStatusBar: false, snippetsPreventQuickSuggestions: false },
      occurrencesHighlight: "off",
      stickyScroll: { enabled: false },
      // Lists and hovers may be larger than the editor; inside the dialog they take the pointer and the keys.
      fixedOverflowWidgets: true,
      overflowWidgetsDomNode: widgets.current,
      // Tab leaves a text that is only read; in one that is written Ctrl+M switches.
      tabFocusMode: readOnly,
    });
    editor.current = made;
    if (focusNow) made.focus();
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
    // What is typed comes back late: putting it in would take away what was typed since.
    if (made !== undefined && first.current.readOnly && made.getValue() !== value) made.setValue(value);
  }, [value]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model !== undefined && model !== null) mark(model, mistakes);
  }, [mistakes]);

  useImperativeHandle(ref, () => ({
    replace(text) {
      const made = editor.current;
      const model = made?.getModel();
      if (made === undefined || model === undefined || model === null) return;
      made.pushUndoStop();
      made.executeEdits("replace", [{ range: model.getFullModelRange(), text }]);
      made.pushUndoStop();
      // The edit has the end of the text shown: its beginning is asked for after that.
      made.setPosition({ lineNumber: 1, column: 1 });
      made.setScrollPosition({ scrollTop: 0, scrollLeft: 0 });
      made.revealPosition({ lineNumber: 1, column: 1 });
    },
    undo() {
      editor.current?.trigger("outside", "undo", undefined);
    },
    format() {
      editor.current?.trigger("outside", "editor.action.formatDocument", undefined);
    },
    reveal(offset) {
      const model = editor.current?.getModel();
      if (model === undefined || model === null) return;
      const { lineNumber, column } = model.getPositionAt(offset);
      show(lineNumber, column);
    },
    goTo: show,
  }));

  function show(lineNumber: number, column: number) {
    const made = editor.current;
    if (made === undefined) return;
    made.setPosition({ lineNumber, column });
    // From the line's beginning, and only as far from it as the name at that place needs.
    made.setScrollLeft(0);
    const word = made.getModel()?.getWordAtPosition({ lineNumber, column });
    made.revealRangeNearTop(new monaco.Range(lineNumber, column, lineNumber, word?.endColumn ?? column));
    made.focus();
  }

  return (
    <div className={styles["frame"]}>
      <div ref={place} className={styles["editor"]} data-editor="wit" />
      <div ref={widgets} className={`monaco-editor ${styles["widgets"]}`} />
    </div>
  );
}

function mark(model: monaco.editor.ITextModel, mistakes: readonly TextMistake[]): void {
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
}
