"use client";
import { useCallback, useEffect, useRef, useState } from "react";

import { newKey } from "../client/action-key.ts";
import { useEnnead } from "../context.ts";
import { createEstimate } from "./estimate.ts";
import { fractionOf, hasEnded, type Job } from "./job.ts";
import { watchJob, type JobLine } from "./watch-job.ts";

export interface JobProgressOptions {
  /** Called once when the job has ended, however it ended. */
  readonly onEnd?: ((job: Job) => void) | undefined;
}

export interface JobProgressState {
  /** The last known state; null until the first one has come. */
  readonly job: Job | null;
  /** 0 to 1; undefined while nobody knows how much there is. */
  readonly fraction: number | undefined;
  /** Milliseconds still needed; undefined until that can be said. */
  readonly remaining: number | undefined;
  readonly line: JobLine;
  /** Why the job cannot be shown. */
  readonly error: Error | null;
  /** Begins anew after an error. */
  readonly retry: () => void;
  readonly cancelling: boolean;
  /** Why it could not be cancelled. */
  readonly cancelError: Error | null;
  readonly cancel: () => void;
}

interface Seen {
  readonly id: string;
  readonly job: Job | null;
  readonly remaining: number | undefined;
  readonly line: JobLine;
  readonly error: Error | null;
}

interface Cancelling {
  readonly id: string;
  readonly busy: boolean;
  readonly error: Error | null;
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/** How far a job is, live, and a way to cancel it. Follows another job when the id changes. */
export const useJobProgress = (id: string, options: JobProgressOptions = {}): JobProgressState => {
  const { client } = useEnnead();
  const unseen: Seen = { id, job: null, remaining: undefined, line: "connecting", error: null };
  const [kept, setSeen] = useState(unseen);
  const [attempt, setAttempt] = useState(0);
  const [stopping, setStopping] = useState<Cancelling>({ id, busy: false, error: null });
  const seen = kept.id === id ? kept : unseen;

  useEffect(() => {
    const stop = new AbortController();
    const estimate = createEstimate();
    const tell = (part: Partial<Seen>): void => {
      if (stop.signal.aborted) return;
      setSeen((last) => ({
        ...(last.id === id
          ? last
          : { job: null, remaining: undefined, line: "connecting", error: null }),
        ...part,
        id,
      }));
    };
    watchJob(client, id, {
      signal: stop.signal,
      onLine: (line) => tell({ line }),
      onJob: (job) => {
        const { progress } = job;
        const remaining =
          job.state === "running" && progress !== null
            ? estimate.next(performance.now(), progress.done, progress.total ?? undefined)
            : undefined;
        tell({ job, remaining, error: null });
      },
    }).catch((error: unknown) => tell({ error: asError(error) }));
    return () => stop.abort();
    // Another attempt is the same job, watched anew.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [client, id, attempt]);

  const key = useRef<{ readonly id: string; readonly key: string } | null>(null);
  const cancel = useCallback(() => {
    // Pressed again, it is the same wish.
    if (key.current?.id !== id) key.current = { id, key: newKey() };
    const { key: idempotencyKey } = key.current;
    setStopping({ id, busy: true, error: null });
    client.job.cancel({ params: { id }, idempotencyKey }).then(
      // It stays busy until the job says that it has ended.
      () => undefined,
      (error: unknown) => setStopping({ id, busy: false, error: asError(error) }),
    );
  }, [client, id]);

  const retry = useCallback(() => {
    setSeen((last) => ({ ...last, error: null }));
    setAttempt((last) => last + 1);
  }, []);

  const { job, remaining, line, error } = seen;
  const over = job !== null && hasEnded(job);
  const { onEnd } = options;
  const told = useRef<string | null>(null);
  useEffect(() => {
    // Told once, when it can be seen.
    if (!over || told.current === job.id) return;
    told.current = job.id;
    onEnd?.(job);
  }, [over, job, onEnd]);
  const own = stopping.id === id && !over;
  return {
    job,
    fraction: job === null ? undefined : fractionOf(job),
    remaining: over ? undefined : remaining,
    line,
    error,
    retry,
    cancelling: own && stopping.busy,
    cancelError: own ? stopping.error : null,
    cancel,
  };
};
