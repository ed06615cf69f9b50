import { useEffect, useRef, useState } from "react";
import type { TextMistake } from "../../protocol/index.ts";
import { useActs } from "../app/context.ts";

/** How long typing must have stopped, in milliseconds. */
const PAUSE_MS = 500;

export interface WitCheck {
  /** What was found last; it may be of a text from before. */
  readonly mistakes: readonly TextMistake[];
  readonly state: "waiting" | "checking" | "checked";
  /** Checks at once, and gives what was found. */
  readonly now: () => Promise<readonly TextMistake[]>;
}

/** Looks for mistakes in a typed world whenever typing pauses. */
export function useWitCheck(text: string, world: string | undefined): WitCheck {
  const acts = useActs();
  const [mistakes, setMistakes] = useState<readonly TextMistake[]>([]);
  const [state, setState] = useState<WitCheck["state"]>("waiting");
  const latest = useRef(0);

  const now = async (): Promise<readonly TextMistake[]> => {
    const mine = ++latest.current;
    setState("checking");
    const found = await acts.checkWit(text, world);
    // The answer to what has been changed since is void.
    if (mine === latest.current) {
      setMistakes(found);
      setState("checked");
    }
    return found;
  };
  const check = useRef(now);
  useEffect(() => {
    check.current = now;
  });
  useEffect(() => {
    const checks = latest;
    const timer = setTimeout(() => void check.current(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      checks.current++;
      setState("waiting");
    };
  }, [text, world]);

  return { mistakes, state, now };
}
