import type { KeyScopes } from "@ennead/core/access";
import type { JobSpec } from "@ennead/core/job";
import type { Fault, Instant, Json, Result } from "@ennead/core/kernel";

import type { Command, RequestContext } from "../context.ts";

/** Why an attempt failed. */
export interface JobFailure {
  /** For administrators; no secrets and no values of records. */
  readonly message: string;
  /** What who asked for the job is told, should this be its end; `job/failed` unless given. */
  readonly fault?: Fault;
  /** Milliseconds that a peer asked to wait. */
  readonly retryAfter?: number;
  /** Whether no further attempt can succeed: the job is dead at once. */
  readonly hopeless?: boolean;
}

/** How far a job has come, as a person is told. */
export interface Progress {
  readonly done: number;
  /** Where it is known. */
  readonly total?: number;
  /** What it is at, by a name of the room. */
  readonly phase?: string;
}

/** One attempt at a job, as its handler sees it. */
export interface RunningJob<Payload> {
  /** Idempotency id of effects outside the database: another attempt has the same. */
  readonly id: string;
  readonly payload: Payload;
  /** From 1. */
  readonly attempt: number;
  /** The planned instant, for a job of a schedule; its run may come later. */
  readonly planned: Instant | null;
  /** Id of the user whose command asked for it; null for the system. */
  readonly actor: string | null;
  /**
   * What the API key was limited to by which he asked; null where nothing limited him. A handler that acts for its actor
   * gives him `withinScopes(model, actor, scopes)` and no more.
   */
  readonly scopes: KeyScopes | null;
  /** Of the job's company, acting as the system. Its signal aborts once the lease is lost or the job cancelled. */
  readonly context: RequestContext;
  /** Holds the job for another lease. False when it was lost or cancelled: the handler should stop. */
  readonly renew: () => Promise<boolean>;
  /**
   * Tells how far it has come. Written a few times a second at most, the newest wins; renews the lease once half of it
   * is over. False as with `renew`.
   */
  readonly progress: (progress: Progress) => Promise<boolean>;
  /** An effect outside the database, told apart by the job's id; what surrounds it is where fault drills end a process. */
  readonly deliver: <T>(effect: (id: string) => Promise<T>) => Promise<T>;
  /** Writes the effects, the result and the completion of the job in one batch: all, once, or nothing. */
  readonly complete: <S>(command: Command<S>, result?: Json) => Promise<Result<null, JobFailure>>;
}

type Handle<Payload> = (job: RunningJob<Payload>) => Promise<Result<Json, JobFailure>>;

/** A kind of job with what does it. One room owns it. */
export interface JobKind {
  readonly spec: JobSpec<unknown>;
  readonly handle: Handle<never>;
}

/**
 * Says what does the jobs of a kind. Attempts come at least once; what is written by `complete` is written exactly once.
 * A handler that succeeds without it has no effects in the database, and what it answers is the result. What it throws is
 * a failed attempt.
 */
export const handleJob = <Payload>(spec: JobSpec<Payload>, handle: Handle<Payload>): JobKind => ({
  spec,
  handle,
});
