import type { ReactNode } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Button } from "./button.tsx";
import { CloseIcon } from "./icons.tsx";
import styles from "./window.module.css";

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** `alertdialog` asks before something is lost. */
  readonly role?: "dialog" | "alertdialog";
  /** A place to work in: large, of one height whatever is in it, and not closed by a click outside. */
  readonly isDesk?: boolean;
}

/** A dialog over the page. It is open as long as it is rendered. */
export function Window({ title, onClose, children, role = "dialog", isDesk = false }: Props) {
  return (
    <ModalOverlay
      isOpen
      isDismissable={role === "dialog" && !isDesk}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={styles["veil"] ?? ""}
    >
      <Modal className={`${styles["modal"]} ${isDesk ? styles["desk"] : ""}`}>
        <Dialog role={role} className={styles["dialog"] ?? ""}>
          <header className={styles["head"]}>
            <Heading slot="title" level={2} className={styles["title"] ?? ""}>
              {title}
            </Heading>
            <Button look="quiet" size="icon" aria-label="Close" onPress={onClose}>
              <CloseIcon />
            </Button>
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export function WindowActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles["actions"]}>{children}</div>;
}
