import { useEffect, useRef, type ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { SearchField } from "react-aria-components/SearchField";
import { useApp } from "../app/context.ts";
import { isTyping } from "../app/incoming.ts";
import { Button } from "../primitives/button.tsx";
import { count } from "../primitives/format.ts";
import { CloseIcon, SearchIcon } from "../primitives/icons.tsx";
import styles from "./board-tools.module.css";

interface Props {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** How many rows match; undefined while nothing is searched. */
  readonly matches: number | undefined;
  /** Leaves the search for what it found. */
  readonly onEnter: () => void;
  readonly canFold: boolean;
  readonly canUnfold: boolean;
  readonly onFoldAll: (folded: boolean) => void;
  readonly children: ReactNode;
}

/** Stands over the board: the search, and what acts on the whole of it. */
export function BoardTools({ query, onQuery, matches, onEnter, canFold, canUnfold, onFoldAll, children }: Props) {
  const { view } = useApp();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || view.getState().dialog !== undefined) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [view]);
  return (
    <div className={styles["tools"]} role="group" aria-label="Board">
      <SearchField aria-label="Search the board" value={query} onChange={onQuery} className={styles["field"] ?? ""}>
        <span className={styles["icon"]}>
          <SearchIcon />
        </span>
        <Input
          ref={input}
          className={styles["input"] ?? ""}
          placeholder="Search interfaces, functions, types"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          maxLength={200}
          aria-keyshortcuts="/"
          onKeyDown={(event) => {
            const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
            if (!plain || event.nativeEvent.isComposing || matches === undefined || matches === 0) return;
            if (event.key !== "Enter" && event.key !== "ArrowDown") return;
            event.preventDefault();
            onEnter();
          }}
        />
        {query === "" ? (
          <kbd className={styles["key"]} aria-hidden="true">
            /
          </kbd>
        ) : (
          <AriaButton className={styles["clear"] ?? ""}>
            <CloseIcon />
          </AriaButton>
        )}
      </SearchField>
      <p role="status" className={styles["matches"]}>
        {matches === undefined
          ? ""
          : matches === 0
            ? `Nothing matches “${query.trim()}”.`
            : count(matches, "match", "matches")}
      </p>
      <span className={styles["acts"]}>
        <Button size="small" look="quiet" isDisabled={!canFold} onPress={() => onFoldAll(true)}>
          Fold all
        </Button>
        <Button size="small" look="quiet" isDisabled={!canUnfold} onPress={() => onFoldAll(false)}>
          Unfold all
        </Button>
        {children}
      </span>
    </div>
  );
}
