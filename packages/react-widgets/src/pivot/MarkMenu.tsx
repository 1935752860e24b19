"use client";
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from "react";

import type { MarkAnchor } from "../kernel/chart/walk.ts";

export interface MarkMenuItem {
  readonly label: string;
  /** Absent where it cannot be done; `why` then says so. */
  readonly act?: (() => void) | undefined;
  readonly why?: string | undefined;
}

export interface MarkMenuProps {
  /** What was pressed. */
  readonly label: string;
  readonly at: MarkAnchor;
  readonly items: readonly MarkMenuItem[];
  readonly onClose: () => void;
}

const margin = 8;

/** Keeps a box of this size on the screen. */
const fit = (at: number, size: number, room: number): number =>
  Math.max(margin, Math.min(at, room - size - margin));

/**
 * A small menu where a mark was pressed. It stands in the browser's own top layer, which closes it on Escape and on a
 * press elsewhere and gives the focus back: a report that is only read loads no library for menus.
 */
export const MarkMenu = ({ label, at, items, onClose }: MarkMenuProps): ReactNode => {
  const menu = useRef<HTMLDivElement>(null);
  const closing = useRef(onClose);
  const id = useId();
  useEffect(() => {
    closing.current = onClose;
  });
  useEffect(() => {
    const shown = menu.current;
    if (shown === null) return undefined;
    shown.showPopover();
    const { width, height } = shown.getBoundingClientRect();
    const view = shown.ownerDocument.documentElement;
    shown.style.left = `${fit(at.x, width, view.clientWidth)}px`;
    shown.style.top = `${fit(at.y, height, view.clientHeight)}px`;
    shown.querySelector<HTMLElement>("[role=menuitem]:not([aria-disabled=true])")?.focus();
    const onToggle = (event: ToggleEvent): void => {
      if (event.newState === "closed") closing.current();
    };
    shown.addEventListener("toggle", onToggle);
    return () => shown.removeEventListener("toggle", onToggle);
  }, [at]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const index = all.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Tab") menu.current?.hidePopover();
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all.at(to % all.length)?.focus();
  };
  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className="ennead-popover ennead-menu ennead-pivot-mark-menu"
      onKeyDown={onKeyDown}
    >
      <div className="ennead-menu-header" role="presentation">
        {label}
      </div>
      {items.map((item, index) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className="ennead-menu-item"
          aria-disabled={item.act === undefined}
          aria-describedby={item.why === undefined ? undefined : `${id}-${index}`}
          onClick={() => {
            if (item.act === undefined) return;
            // The focus is back where it came from before anything takes it on.
            menu.current?.hidePopover();
            item.act();
          }}
        >
          <span className="ennead-menu-text">
            {item.label}
            {item.why === undefined ? null : (
              <small id={`${id}-${index}`} className="ennead-pivot-menu-why">
                {item.why}
              </small>
            )}
          </span>
        </button>
      ))}
    </div>
  );
};
