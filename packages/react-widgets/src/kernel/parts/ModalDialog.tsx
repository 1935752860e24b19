"use client";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

import { Icon } from "../icons.tsx";

export interface ModalDialogProps {
  readonly title: string;
  /** What the cross is called. */
  readonly close: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A task of its own over the widget: keeps the focus, and gives it back. On narrow screens it takes all of them. */
export const ModalDialog = ({
  title,
  close,
  isOpen,
  onClose,
  children,
}: ModalDialogProps): ReactNode => (
  <ModalOverlay
    className="ennead-modal-overlay"
    isOpen={isOpen}
    onOpenChange={(open) => {
      if (!open) onClose();
    }}
  >
    <Modal className="ennead-modal">
      <Dialog className="ennead-modal-dialog">
        <header className="ennead-modal-head">
          <Heading slot="title" level={2} className="ennead-modal-title">
            {title}
          </Heading>
          <Button className="ennead-tool" aria-label={close} onPress={onClose}>
            <Icon name="close" />
          </Button>
        </header>
        <div className="ennead-modal-body">{children}</div>
      </Dialog>
    </Modal>
  </ModalOverlay>
);
