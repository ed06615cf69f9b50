import type { ReactNode } from "react";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Button } from "./button.tsx";
import { DownIcon } from "./icons.tsx";
import styles from "./menu-button.module.css";

export interface MenuEntry {
  readonly id: string;
  readonly title: string;
  readonly note?: string | undefined;
}

/** Entries under a heading. */
export interface MenuGroup {
  readonly heading: string;
  readonly entries: readonly MenuEntry[];
}

interface Props {
  readonly label: ReactNode;
  /** Names the button when its text is not enough. */
  readonly name?: string;
  /** Where some have a heading the menu is long: an entry is one line then, if there is room. */
  readonly entries: readonly (MenuEntry | MenuGroup)[];
  /** The chosen entry, for a menu that chooses; absent for a menu that acts. */
  readonly value?: string | undefined;
  readonly onAction: (id: string) => void;
  readonly quiet?: boolean;
  readonly isDisabled?: boolean;
}

export function MenuButton({ label, name, entries, value, onAction, quiet = false, isDisabled = false }: Props) {
  const isLong = entries.some((entry) => "heading" in entry);
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
      <Popover className={`${styles["popover"]} ${isLong ? styles["long"] : ""}`} placement="bottom start">
        <Menu
          className={styles["menu"] ?? ""}
          onAction={(key) => onAction(String(key))}
          {...(value === undefined ? {} : { selectionMode: "single" as const, selectedKeys: [value] })}
        >
          {entries.map((entry) =>
            "heading" in entry ? (
              <MenuSection key={entry.heading} id={entry.heading}>
                <Header className={styles["heading"] ?? ""}>{entry.heading}</Header>
                {entry.entries.map(item)}
              </MenuSection>
            ) : (
              item(entry)
            ),
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function item({ id, title, note }: MenuEntry): ReactNode {
  return (
    <MenuItem key={id} id={id} textValue={title} className={styles["item"] ?? ""}>
      <span className={styles["title"]}>{title}</span>
      {note === undefined ? undefined : <span className={styles["note"]}>{note}</span>}
    </MenuItem>
  );
}
