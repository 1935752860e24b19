import { afterAttempt, readPayload, type AttemptOutcome } from "@ennead/core/job";
import {
  err,
  fault,
  ok,
  shortened,
  type Fault,
  type Instant,
  type Json,
  type RandomBytes,
  type Result,
} from "@ennead/core/kernel";

import type { Command, Decision, RequestContext } from "../context.ts";
import { DatabaseError, type Database } from "../db/db.ts";
import type { Logger } from "../logger.ts";
import type { ClaimedJob } from "./claim.ts";
import { endStatements, hasEnded, type Ending } from "./ending.ts";
import type { JobFailure, JobKind, Progress, RunningJob } from "./job-kind.ts";
import { beginTaken, isCancelled, renewLease } from "./lease.ts";
import { patience } from "./patience.ts";
import { progressNote } from "./progress.ts";
import { payloadOf } from "./sealed-payload.ts";

/** Where fault drills end a process that has effects outside the database. */
export type DeliveryPoint = "before:deliver" | "after:deliver";

export interface AttemptOptions {
  /** The context of an act of the system in a company. */
  readonly contextOf: (
    company: ClaimedJob["company"],
    database: Database,
    act: { readonly route: string; readonly now: Instant; readonly signal: AbortSignal },
  ) => RequestContext;
  readonly random: RandomBytes;
  readonly logger: Logger;
  readonly crash: (point: DeliveryPoint) => void;
}

/** What became of an attempt: `lost`, when another attempt will tell. */
export type Ended = "ran" | "failed" | "dead" | "lost";

const longestError = 500;

class LeaseLost extends Error {}
class Cancelled extends Error {}

const isFenced = (error: unknown): boolean =>
  error instanceof LeaseLost ||
  (error instanceof DatabaseError && error.message.includes("JOB_FENCE"));

const told = (error: unknown): string =>
  shortened(
    error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    longestError,
  );

const nothing: Omit<Decision, "fence"> = {
  events: [],
  parts: [],
  roots: [],
  answer: { status: 204 },
};

const bare: Command<null> = {
  load: () => Promise.resolve(ok(null)),
  decide: () => ok(nothing),
};

const failedFault = fault(
  "job/failed",
  "The work failed, and trying again did not help; an administrator can see why.",
);

/**
 * Makes one attempt at a claimed job: reads its payload, lets its handler work under its lease, and ends it in one batch.
 * `time` is the caller's time, moved on by what has passed since.
 */
export const attemptAt =
  ({ contextOf, random, logger, crash }: AttemptOptions) =>
  async (
    database: Database,
    claimed: ClaimedJob,
    { spec, handle }: JobKind,
    time: () => Instant,
  ): Promise<Ended> => {
    const { draw, patiently } = patience(random);
    const startedAt = time();
    if (startedAt >= claimed.leaseUntil) return "lost";
    const job = { ...claimed, attempt: claimed.attempt + (claimed.taken ? 1 : 0) };
    const facts: Readonly<Record<string, Json>> = {
      company: job.company,
      job: job.id,
      kind: job.kind,
      attempt: job.attempt,
    };
    const stopped = new AbortController();
    const stop = (why: Error): void => stopped.abort(why);
    const lose = (): void => stop(new LeaseLost("The lease has ended."));
    let { leaseUntil } = job;
    let timer = setTimeout(lose, leaseUntil - startedAt);
    const context = contextOf(job.company, database, {
      route: spec.kind,
      now: startedAt,
      signal: stopped.signal,
    });
    const note = progressNote();
    let completed = false;

    const end = async <S>(
      ending: Omit<Ending, "startedAt" | "endedAt">,
      command: Command<S>,
    ): Promise<Result<null, JobFailure>> => {
      const progress = note.left();
      const fenced: Command<S> = {
        load: command.load,
        decide: (state) => {
          const decided = command.decide(state);
          if (!decided.ok) return decided;
          const times = { startedAt, endedAt: time() };
          const whole = { ...ending, ...times, ...(progress === undefined ? {} : { progress }) };
          return ok({ ...decided.value, fence: endStatements(job, whole) });
        },
      };
      const done = await context.services.uow.run(context, fenced, null);
      if (done.ok) return ok(null);
      const [first] = [done.error].flat();
      return err({ message: `${first?.code}: ${first?.message}` });
    };

    const hold = async (until: Instant, now: Instant, progress?: Json): Promise<boolean> => {
      const held = stopped.signal.aborted
        ? "lost"
        : await patiently(() =>
            renewLease(database, job, now, {
              until,
              ...(progress === undefined ? {} : { progress }),
            }),
          );
      if (held === "held") {
        leaseUntil = until;
        clearTimeout(timer);
        timer = setTimeout(lose, until - now);
        return true;
      }
      if (held === "lost") lose();
      else stop(new Cancelled("The job was cancelled."));
      return false;
    };

    const running = (payload: unknown): RunningJob<never> => ({
      id: job.id,
      payload: payload as never,
      attempt: job.attempt,
      planned: job.planned,
      actor: job.actor,
      scopes: job.scopes,
      context,
      renew: () => {
        const now = time();
        return hold(now + spec.lease, now);
      },
      progress: async (progress: Progress) => {
        const now = time();
        const written = note.take(progress, now);
        const isHalfOver = leaseUntil - now < spec.lease / 2;
        if (written === undefined && !isHalfOver) return !stopped.signal.aborted;
        return hold(isHalfOver ? now + spec.lease : leaseUntil, now, written);
      },
      deliver: async (effect) => {
        crash("before:deliver");
        const delivered = await effect(job.id);
        crash("after:deliver");
        return delivered;
      },
      complete: async (command, result) => {
        // A job that was told to stop has no effects, whatever its handler makes of that.
        stopped.signal.throwIfAborted();
        const done = await end(
          { outcome: "done", ...(result === undefined ? {} : { result }) },
          command,
        );
        completed ||= done.ok;
        return done;
      },
    });

    const endCancelled = async (): Promise<Ended> => {
      await end({ outcome: "dead", error: "cancelled", cancelled: true }, bare);
      logger("info", "job-cancelled", facts);
      return "ran";
    };

    const endBadly = async (
      outcome: AttemptOutcome,
      error: string,
      shown: Fault = failedFault,
    ): Promise<Ended> => {
      if (await isCancelled(database, job)) return endCancelled();
      const after = afterAttempt(spec, job.attempt, outcome, time(), draw());
      if (after.state === "ready") {
        await end({ outcome: "failed", runAt: after.runAt, error }, bare);
        logger("warn", "job-failed", { ...facts, error });
        return "failed";
      }
      const { code, message } = shown;
      await end({ outcome: "dead", error, fault: { code, message } }, bare);
      return "dead";
    };

    const whenStopped = new Promise<never>((_resolve, reject) => {
      stopped.signal.addEventListener("abort", () => reject(stopped.signal.reason as Error));
    });
    whenStopped.catch(() => undefined);

    const run = async (): Promise<Ended> => {
      if (job.cancelled) return endCancelled();
      if (job.attempt > spec.maxAttempts) {
        return endBadly({ kind: "refused" }, "Every attempt ended without a word.");
      }
      if (job.taken && !(await patiently(() => beginTaken(database, job, time())))) {
        throw new LeaseLost("The lease has ended.");
      }
      const found = payloadOf(context.services.keys, database, job);
      // A payload that is at hand is not waited for: work begins in the order of the claim.
      const opened = found instanceof Promise ? await found : found;
      // An operator can put a missing key back, so this is no end.
      if (!opened.ok) return endBadly({ kind: "failed" }, opened.error.message);
      const payload = readPayload(spec, opened.value);
      if (!payload.ok) {
        const [first] = payload.error;
        return endBadly({ kind: "refused" }, `${first?.code}: ${first?.message}`, first);
      }
      let outcome: Result<Json, JobFailure>;
      try {
        outcome = await Promise.race([handle(running(payload.value)), whenStopped]);
        if (outcome.ok && !completed) {
          const result = outcome.value;
          outcome = await end({ outcome: "done", ...(result === null ? {} : { result }) }, bare);
        }
      } catch (error) {
        if (isFenced(error)) throw error;
        if (error instanceof Cancelled && !completed) return endCancelled();
        outcome = err({ message: told(error) });
      }
      // What is written is written, whatever the handler says or throws afterwards.
      if (completed || outcome.ok) return "ran";
      const { message, retryAfter, hopeless } = outcome.error;
      return endBadly(
        hopeless === true
          ? { kind: "refused" }
          : { kind: "failed", ...(retryAfter === undefined ? {} : { retryAfter }) },
        shortened(message, longestError),
        outcome.error.fault,
      );
    };

    try {
      return await run();
    } catch (error) {
      // The answer to the batch was lost, not the batch.
      if (isFenced(error) && (completed || (await hasEnded(database, job)))) return "ran";
      // It stays claimed until its lease ends; then another attempt is made.
      logger("warn", "job-lost", { ...facts, error: told(error) });
      return "lost";
    } finally {
      clearTimeout(timer);
    }
  };
