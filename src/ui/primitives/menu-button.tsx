import type { ReactNode } from "react";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Button } from "./button.tsx";
import { DownIcon } from "./icons.tsx";
import styles from "./menu-button.module.css";

export interface MenuEntry {
  readonly id: string;
  readonly title: string;
  readonly note?: string | undefined;
}

interface Props {
  readonly label: ReactNode;
  /** Names the button when its text is not enough. */
  readonly name?: string;
  readonly entries: readonly MenuEntry[];
  /** The chosen entry, for a menu that chooses; absent for a menu that acts. */
  readonly value?: string | undefined;
  readonly onAction: (id: string) => void;
  readonly quiet?: boolean;
  readonly isDisabled?: boolean;
}

export function MenuButton({ label, name, entries, value, onAction, quiet = false, isDisabled = false }: Props) {
  return (
    <MenuTrigger>
      <Button
        look={quiet ? "quiet" : "plain"}
        size={quiet ? "small" : "normal"}
        isDisabled={isDisabled}
        {...(name === undefined ? {} : { "aria-label": name })}
      >
        {label}
        <DownIcon />
      </Button>
      <Popover className={styles["popover"] ?? ""} placement="bottom start">
        <Menu
          className={styles["menu"] ?? ""}
          onAction={(key) => onAction(String(key))}
          {...(value === undefined ? {} : { selectionMode: "single" as const, selectedKeys: [value] })}
        >
          {entries.map((entry) => (
            <MenuItem key={entry.id} id={entry.id} textValue={entry.title} className={styles["item"] ?? ""}>
              <span className={styles["title"]}>{entry.title}</span>
              {entry.note === undefined ? undefined : <span className={styles["note"]}>{entry.note}</span>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
