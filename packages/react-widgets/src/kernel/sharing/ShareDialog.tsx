"use client";
import { useEffect, useState, type ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { UNSAFE_PortalProvider } from "react-aria/PortalProvider";

import { useEnnead, useStrings } from "../context.ts";
import { lateCode } from "../late.ts";
import { LatePart } from "../parts/LatePart.tsx";
import { ModalDialog } from "../parts/ModalDialog.tsx";
import { shareStrings } from "./share-strings.ts";

const sharing = lateCode(() => import("./SharePanel.tsx"));

export interface ShareDialogProps {
  /** What is shared: an object of records, or an access object of a room (`pivot.report`). */
  readonly object: string;
  readonly id: string;
  /** What it is called in the title. */
  readonly name: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Told after shares were written. */
  readonly onShared?: (() => void) | undefined;
}

/**
 * Shares a record, a report or whatever else can be shared: with whom, how far, how long; and shows who sees it already,
 * and why. Keeps the focus while it is open; Escape closes it and gives the focus back.
 */
export const ShareDialog = (props: ShareDialogProps): ReactNode => {
  const { object, id, name, isOpen, onClose, onShared } = props;
  const { formats, overlays } = useEnnead();
  const strings = useStrings(shareStrings);
  // Overlays have a place once the provider is mounted; a dialog that is open from the start waits for it.
  const [placed, setPlaced] = useState(false);
  // oxlint-disable-next-line react/set-state-in-effect
  useEffect(() => setPlaced(true), []);
  return (
    <I18nProvider locale={formats.locale}>
      <UNSAFE_PortalProvider getContainer={overlays}>
        <ModalDialog
          title={strings.title(name)}
          close={strings.close}
          isOpen={isOpen && placed}
          onClose={onClose}
        >
          <LatePart code={sharing}>
            {({ SharePanel }) => <SharePanel object={object} id={id} onShared={onShared} />}
          </LatePart>
        </ModalDialog>
      </UNSAFE_PortalProvider>
    </I18nProvider>
  );
};
