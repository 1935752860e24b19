import type { JobSpec } from "@ennead/core/job";
import type { Result } from "@ennead/core/kernel";

import type { Command, RequestContext } from "../context.ts";

/** Why an attempt failed. */
export interface JobFailure {
  /** For administrators; no secrets and no values of records. */
  readonly message: string;
  /** Milliseconds that a peer asked to wait. */
  readonly retryAfter?: number;
  /** Whether no further attempt can succeed: the job is dead at once. */
  readonly hopeless?: boolean;
}

/** One attempt at a job, as its handler sees it. */
export interface RunningJob<Payload> {
  /** Idempotency id of effects outside the database: another attempt has the same. */
  readonly id: string;
  readonly payload: Payload;
  /** From 1. */
  readonly attempt: number;
  /** Of the job's company, acting as the system. Its signal aborts once the lease is lost. */
  readonly context: RequestContext;
  /** Holds the job for another lease. False when it was lost: whatever is written now is refused. */
  readonly renew: () => Promise<boolean>;
  /** Writes the effects and the completion of the job in one batch: both, once, or neither. */
  readonly complete: <S>(command: Command<S>) => Promise<Result<null, JobFailure>>;
}

type Handle<Payload> = (job: RunningJob<Payload>) => Promise<Result<null, JobFailure>>;

/** A kind of job with what does it. One room owns it. */
export interface JobKind {
  readonly spec: JobSpec<unknown>;
  readonly handle: Handle<never>;
}

/**
 * Says what does the jobs of a kind. Attempts come at least once; what is written by `complete` is written exactly once.
 * A handler that succeeds without it has no effects in the database. What it throws is a failed attempt.
 */
export const handleJob = <Payload>(spec: JobSpec<Payload>, handle: Handle<Payload>): JobKind => ({
  spec,
  handle,
});
