"use client";
import type { ReactNode } from "react";

import { useStrings } from "../context.ts";
import { Icon } from "../icons.tsx";
import { ProblemError } from "../problem.ts";
import { noteOf, sentenceOf } from "../say-error.ts";
import { kernelStrings } from "../strings.ts";
import { jobStrings } from "./strings.ts";

export interface RefusedJobProps {
  readonly error: Error;
  readonly title: string;
  readonly onRetry: () => void;
}

/** In place of a job that cannot be shown, or no longer: why, and a way to try again where that can help. */
export const RefusedJob = ({ error, title, onRetry }: RefusedJobProps): ReactNode => {
  const strings = useStrings(jobStrings);
  const kernel = useStrings(kernelStrings);
  const hidden = error instanceof ProblemError && error.forbidden;
  const signedOut = error instanceof ProblemError && error.status === 401;
  const sentence = hidden ? strings.forbidden : signedOut ? strings.signedOut : strings.unreadable;
  const note = noteOf(error, kernel);
  return (
    <section className="ennead-job" data-state="refused" aria-label={title}>
      <div className="ennead-job-head" role="alert">
        <Icon name={hidden || signedOut ? "lock" : "alert"} />
        <p className="ennead-job-title">{sentence}</p>
      </div>
      <p className="ennead-job-text">
        {hidden ? strings.forbiddenHint : sentenceOf(error, kernel)}
      </p>
      {note === undefined ? null : <p className="ennead-job-note">{note}</p>}
      {hidden ? null : (
        <div className="ennead-job-actions">
          <button type="button" className="ennead-button" onClick={onRetry}>
            {kernel.retry}
          </button>
        </div>
      )}
    </section>
  );
};
