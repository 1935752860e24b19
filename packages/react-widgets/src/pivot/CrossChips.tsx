"use client";
import { useRef, type ReactNode } from "react";

import { useEnnead } from "../kernel/context.ts";
import { Icon } from "../kernel/icons.tsx";
import { describeCondition } from "./describe.ts";
import type { PivotReportState } from "./usePivotReport.ts";

/** What the reader has filtered by while reading: each goes by its own button, the last change by one for all. */
export const CrossChips = ({ state }: { readonly state: PivotReportState }): ReactNode => {
  const { filters, words } = state;
  const { strings } = words;
  const { announce } = useEnnead();
  const { crossed, all, undo } = filters;
  const bar = useRef<HTMLFieldSetElement>(null);
  if (crossed.length === 0 && undo === undefined) return null;
  const first = all.length - crossed.length;
  // The button goes with its chip; the focus goes where the next one is.
  const leave = (): void => {
    const next = bar.current?.querySelector<HTMLElement>(".ennead-pivot-cross-undo");
    (next ?? bar.current?.closest<HTMLElement>(".ennead-pivot-stage"))?.focus();
  };
  return (
    <fieldset className="ennead-pivot-cross" aria-label={strings.crossed} ref={bar}>
      <Icon name="filter" />
      {crossed.map((condition, at) => {
        const text = describeCondition(condition, words);
        return (
          <span key={JSON.stringify(condition)} className="ennead-pivot-chip">
            {text}
            <button
              type="button"
              className="ennead-pivot-entry-button"
              aria-label={strings.dropFilter(text)}
              title={strings.dropFilter(text)}
              onClick={() => {
                leave();
                filters.drop(first + at);
                announce(strings.said.removed(text, "filters"));
              }}
            >
              <Icon name="close" />
            </button>
          </span>
        );
      })}
      {undo === undefined ? null : (
        <button
          type="button"
          className="ennead-button ennead-pivot-cross-undo"
          data-quiet=""
          onClick={() => {
            leave();
            undo();
            announce(strings.said.undone);
          }}
        >
          <Icon name="undo" />
          {strings.undo}
        </button>
      )}
    </fieldset>
  );
};
