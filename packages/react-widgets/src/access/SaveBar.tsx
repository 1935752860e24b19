"use client";
import type { ReactNode } from "react";

import { useStrings } from "../kernel/context.ts";
import { Icon } from "../kernel/icons.tsx";
import { accessStrings } from "./strings.ts";

export interface SaveBarProps {
  readonly title: string;
  readonly titleId: string;
  readonly changed: number;
  readonly busy: boolean;
  readonly onDiscard: () => void;
  readonly onSave: () => void;
  readonly children?: ReactNode;
}

/** What is open, how much of it has been changed, and the two ways out. */
export const SaveBar = (props: SaveBarProps): ReactNode => {
  const { title, titleId, changed, busy, onDiscard, onSave, children } = props;
  const strings = useStrings(accessStrings);
  const idle = changed === 0 || busy;
  return (
    <header className="ennead-access-bar">
      <h3 id={titleId}>{title}</h3>
      <div className="ennead-access-tools">
        <output className="ennead-access-count">
          {changed === 0 ? "" : strings.changes(changed)}
        </output>
        {children}
        <button
          type="button"
          className="ennead-button"
          aria-disabled={idle}
          onClick={idle ? undefined : onDiscard}
        >
          {strings.discard}
        </button>
        <button
          type="button"
          className="ennead-button"
          data-primary=""
          aria-disabled={idle}
          onClick={idle ? undefined : onSave}
        >
          <Icon name="save" />
          {busy ? strings.saving : strings.save}
        </button>
      </div>
    </header>
  );
};
