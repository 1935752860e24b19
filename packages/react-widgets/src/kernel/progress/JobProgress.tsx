"use client";
import { useId, type ReactNode } from "react";

import { ErrorBoundary } from "../boundary.tsx";
import { useEnnead, useStrings } from "../context.ts";
import { Icon, type IconName } from "../icons.tsx";
import { sentenceOf } from "../say-error.ts";
import { kernelStrings } from "../strings.ts";
import { CancelJob } from "./CancelJob.tsx";
import { durationText } from "./duration.ts";
import { hasEnded, type Job } from "./job.ts";
import { JobBar } from "./JobBar.tsx";
import { RefusedJob } from "./RefusedJob.tsx";
import { jobStrings, type JobStrings } from "./strings.ts";
import { useAnnouncements } from "./use-announcements.ts";
import { useJobProgress, type JobProgressOptions } from "./useJobProgress.ts";

export interface JobProgressProps extends JobProgressOptions {
  readonly jobId: string;
  /** What is being done, as the reader calls it: "Import of leads.csv". */
  readonly title?: string | undefined;
  /** Whether the reader is offered to cancel it; true unless given. The server decides whether it may be. */
  readonly cancellable?: boolean | undefined;
  /** A phase of the work in words; its own name unless given. */
  readonly phaseText?: ((phase: string) => string) | undefined;
  /** A sentence for a fault of this kind of work; the kernel's own, or the server's, unless given. */
  readonly faultText?: ((code: string) => string | undefined) | undefined;
}

const icons: Readonly<Partial<Record<Job["state"], IconName>>> = {
  done: "check",
  failed: "alert",
  cancelled: "close",
};

/** Below this many milliseconds left a number would be out of date when it is read. */
const soon = 10_000;

const stateText = (job: Job | null, strings: JobStrings): string =>
  job === null ? strings.connecting : strings[job.state];

const Progress = (props: JobProgressProps): ReactNode => {
  const { jobId, title, cancellable = true, phaseText, faultText, onEnd } = props;
  const { formats } = useEnnead();
  const strings = useStrings(jobStrings);
  const kernel = useStrings(kernelStrings);
  const state = useJobProgress(jobId, { onEnd });
  const { job, fraction, remaining, line } = state;
  const titleId = useId();
  const name = title ?? strings.work;

  const percent =
    fraction === undefined ? undefined : formats.percent(Math.floor(fraction * 100) / 100, 0);
  const text = stateText(job, strings);
  const over = job !== null && hasEnded(job);
  const running = job?.state === "running";
  const failure =
    job?.fault == null
      ? undefined
      : (faultText?.(job.fault.code) ?? kernel.fault(job.fault.code, 0) ?? job.fault.message);
  const lost = line === "lost" && !over;
  // Readers who listen hear each quarter; those who look see each step.
  const quarter = running ? Math.floor((fraction ?? 0) * 4) / 4 : 0;
  const heard = lost
    ? strings.lost
    : (failure ?? (quarter > 0 ? formats.percent(quarter, 0) : text));
  useAnnouncements(
    job === null || state.error !== null ? "" : strings.announce(name, heard),
    over || lost,
  );
  if (state.error !== null) {
    return <RefusedJob error={state.error} title={name} onRetry={state.retry} />;
  }

  const { progress = null } = job ?? {};
  const phase = progress?.phase ?? undefined;
  const number = (value: number): string => formats.number(value, { max: 0 });
  const details = over
    ? []
    : [
        phase === undefined ? undefined : (phaseText?.(phase) ?? phase),
        progress === null
          ? undefined
          : strings.counted(
              number(progress.done),
              progress.total == null ? undefined : number(progress.total),
            ),
        remaining === undefined
          ? undefined
          : remaining < soon
            ? strings.almost
            : strings.left(durationText(remaining, formats.locale)),
      ].filter((part) => part !== undefined);
  const icon = job === null ? undefined : icons[job.state];
  const spoken = [text, percent, ...details].filter((part) => part !== undefined).join(", ");
  return (
    <section
      className="ennead-job"
      data-state={job?.state ?? "connecting"}
      aria-labelledby={titleId}
    >
      <div className="ennead-job-head">
        {icon === undefined ? null : <Icon name={icon} />}
        <p className="ennead-job-title" id={titleId}>
          {name}
        </p>
        <p className="ennead-job-figure">{running && percent !== undefined ? percent : text}</p>
      </div>
      <JobBar
        state={job?.state ?? "connecting"}
        fraction={fraction}
        text={spoken}
        labelledBy={titleId}
      />
      {details.length === 0 ? null : (
        <p className="ennead-job-text">
          {details.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </p>
      )}
      {failure === undefined ? null : (
        <p className="ennead-job-text" data-kind="failure">
          <span>{failure}</span> <span className="ennead-job-note">{job?.fault?.code}</span>
        </p>
      )}
      {lost ? (
        <p className="ennead-job-text" data-kind="lost">
          <Icon name="alert" />
          <span>{strings.lost}</span>
        </p>
      ) : null}
      {state.cancelError === null ? null : (
        <p className="ennead-job-text" data-kind="failure" role="alert">
          {strings.cancelFailed(sentenceOf(state.cancelError, kernel))}
        </p>
      )}
      {cancellable && job !== null && !over ? (
        <div className="ennead-job-actions">
          <CancelJob key={jobId} busy={state.cancelling} onCancel={state.cancel} />
        </div>
      ) : null}
    </section>
  );
};

/** How far a job is: live, in words and as a bar, with a way to cancel it. */
export const JobProgress = (props: JobProgressProps): ReactNode => (
  <ErrorBoundary>
    <Progress {...props} />
  </ErrorBoundary>
);
