import { Button as AriaButton, type ButtonProps } from "react-aria-components/Button";
import styles from "./button.module.css";

interface Props extends Omit<ButtonProps, "className"> {
  readonly look?: "plain" | "primary" | "quiet" | "danger";
  readonly size?: "normal" | "small" | "icon";
}

/** A button with a text of its own or an `aria-label`. */
export function Button({ look = "plain", size = "normal", ...rest }: Props) {
  return <AriaButton {...rest} className={`${styles["button"]} ${styles[look]} ${styles[size]}`} />;
}
