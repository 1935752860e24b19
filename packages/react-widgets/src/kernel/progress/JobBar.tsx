"use client";
// A progress element cannot be styled alike in all browsers, nor speak a text of ours.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import type { ReactNode } from "react";

export interface JobBarProps {
  readonly state: string;
  /** 0 to 1; undefined moves without end. */
  readonly fraction: number | undefined;
  readonly text: string;
  readonly labelledBy: string;
}

/** The bar alone. */
export const JobBar = ({ state, fraction, text, labelledBy }: JobBarProps): ReactNode => (
  <div
    className="ennead-job-bar"
    role="progressbar"
    aria-labelledby={labelledBy}
    aria-valuetext={text}
    {...(fraction === undefined
      ? {}
      : { "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.floor(fraction * 100) })}
    data-state={state}
    data-indeterminate={fraction === undefined && state === "running" ? "" : undefined}
  >
    <div
      className="ennead-job-fill"
      style={fraction === undefined ? {} : { inlineSize: `${fraction * 100}%` }}
    />
  </div>
);
