"use client";
import type { ReactNode } from "react";

import { Icon, type IconName } from "../kernel/icons.tsx";

export interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

/** Stays focusable when it has nothing to do: the focus must not fall out of the widget after the last undo. */
export const Tool = ({ icon, label, disabled = false, onPress }: ToolProps): ReactNode => (
  <button
    type="button"
    className="ennead-tool"
    aria-label={label}
    title={label}
    aria-disabled={disabled}
    onClick={disabled ? undefined : onPress}
  >
    <Icon name={icon} />
  </button>
);
