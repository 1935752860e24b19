"use client";
import type { ReactNode } from "react";

import { Icon, type IconName } from "./icons.tsx";

export type StateKind = "empty" | "error" | "forbidden" | "start";

const icons: Readonly<Record<StateKind, IconName>> = {
  empty: "empty",
  error: "alert",
  forbidden: "lock",
  start: "table",
};

export interface StatePanelProps {
  readonly kind: StateKind;
  readonly title: string;
  readonly text?: string | undefined;
  /** Small print, e.g. the request id. */
  readonly note?: string | undefined;
  /** Ways out: buttons. */
  readonly children?: ReactNode;
}

/** A whole-area state in words, with ways out of it. Errors are alerts; the other kinds wait to be read. */
export const StatePanel = ({ kind, title, text, note, children }: StatePanelProps): ReactNode => (
  <div className="ennead-state" data-kind={kind} {...(kind === "error" ? { role: "alert" } : {})}>
    <span className="ennead-state-icon">
      <Icon name={icons[kind]} />
    </span>
    <p className="ennead-state-title">{title}</p>
    {text === undefined ? null : <p className="ennead-state-text">{text}</p>}
    {children === undefined ? null : <div className="ennead-state-actions">{children}</div>}
    {note === undefined ? null : <p className="ennead-state-note">{note}</p>}
  </div>
);
