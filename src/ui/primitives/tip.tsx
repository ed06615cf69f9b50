import { useState, type ReactElement, type ReactNode } from "react";
import { Tooltip, TooltipTrigger } from "react-aria-components/Tooltip";
import styles from "./tip.module.css";

interface Props {
  readonly text: ReactNode;
  /** One element that takes the focus. */
  readonly children: ReactElement;
  readonly placement?: "top" | "bottom" | "left" | "right";
  /** Has room for code. */
  readonly wide?: boolean;
}

/** A few words at what is pointed at or focused. They never hold what is said nowhere else. */
export function Tip({ text, children, placement = "top", wide = false }: Props) {
  const [narrow, setNarrow] = useState(false);
  return (
    <TooltipTrigger
      delay={350}
      closeDelay={80}
      onOpenChange={(open) => {
        // Beside a row there is no room in one column.
        if (open) setNarrow(!matchMedia("(min-width: 900px)").matches);
      }}
    >
      {children}
      <Tooltip
        placement={narrow ? "bottom" : placement}
        offset={6}
        className={`${styles["tip"]} ${wide ? styles["wide"] : ""}`}
      >
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
