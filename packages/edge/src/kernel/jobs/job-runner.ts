import { afterAttempt, readPayload, type AttemptOutcome } from "@ennead/core/job";
import {
  err,
  ok,
  shortened,
  uuidv7,
  type Clock,
  type CompanyId,
  type Instant,
  type Json,
  type RandomBytes,
  type Result,
} from "@ennead/core/kernel";

import type { Command, Decision, RequestContext } from "../context.ts";
import { DatabaseError, type Database } from "../db/db.ts";
import type { Logger } from "../logger.ts";
import type { JobFailure, JobKind, RunningJob } from "./job-kind.ts";
import {
  claimJobs,
  endStatements,
  hasEnded,
  releaseJobs,
  renewLease,
  waitingJobs,
  type ClaimedJob,
  type Ending,
} from "./job-queue.ts";
import { isSealed, openPayload } from "./sealed-payload.ts";

export interface JobRunnerOptions {
  readonly kinds: readonly JobKind[];
  /** The context of an act of the system in a company. */
  readonly contextOf: (
    company: CompanyId,
    database: Database,
    act: { readonly route: string; readonly now: Instant; readonly signal: AbortSignal },
  ) => RequestContext;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

/** What became of attempts, and when the next job is due; null when none waits. */
export interface JobsDone {
  readonly ran: number;
  readonly failed: number;
  readonly dead: number;
  readonly nextAt: Instant | null;
}

export interface JobRunner {
  /** Does what is due in a database, for about `budget` milliseconds. Any number of these run beside each other. */
  readonly work: (database: Database, now: Instant, budget: number) => Promise<JobsDone>;
}

/** How many jobs are claimed at once. */
const claimSize = 16;

/** How many of them run at once. */
const lanes = 4;

const longestError = 500;

const mostTurns = 20;
const longestPause = 200;

const nothing: Omit<Decision, "fence"> = {
  events: [],
  parts: [],
  roots: [],
  answer: { status: 204 },
};

type Ended = "ran" | "failed" | "dead" | "lost";

class LeaseLost extends Error {}

const isFenced = (error: unknown): boolean =>
  error instanceof LeaseLost ||
  (error instanceof DatabaseError && error.message.includes("JOB_FENCE"));

const isBusy = (error: unknown): boolean => error instanceof DatabaseError && error.kind === "busy";

const told = (error: unknown): string =>
  shortened(
    error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    longestError,
  );

export const jobRunner = (options: JobRunnerOptions): JobRunner => {
  const { kinds, clock, random, logger } = options;
  const byKind = new Map(kinds.map((kind) => [kind.spec.kind, kind]));
  const specs = kinds.map(({ spec }) => spec);

  const draw = (): number => {
    const [high = 0, low = 0] = random(2);
    return (high * 256 + low) / 65_536;
  };

  /** Waits for other writers, as the unit of work does. */
  const patiently = async <T>(work: () => Promise<T>, turn = 1): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || turn >= mostTurns) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, longestPause * draw());
      });
      return patiently(work, turn + 1);
    }
  };

  /** One attempt at one job. `time` is the caller's time, moved on by what has passed since. */
  const attempt = async (
    database: Database,
    job: ClaimedJob,
    { spec, handle }: JobKind,
    time: () => Instant,
  ): Promise<Ended> => {
    const startedAt = time();
    if (startedAt >= job.leaseUntil) return "lost";
    const lost = new AbortController();
    const lose = (): void => lost.abort(new LeaseLost("The lease has ended."));
    let timer = setTimeout(lose, job.leaseUntil - startedAt);
    const context = options.contextOf(job.company, database, {
      route: spec.kind,
      now: startedAt,
      signal: lost.signal,
    });
    const facts: Readonly<Record<string, Json>> = {
      company: job.company,
      job: job.id,
      kind: job.kind,
      attempt: job.attempt,
    };
    let completed = false;
    const end = async <S>(
      ending: Omit<Ending, "startedAt" | "endedAt">,
      command: Command<S>,
    ): Promise<Result<null, JobFailure>> => {
      const fenced: Command<S> = {
        load: command.load,
        decide: (state) => {
          const decided = command.decide(state);
          if (!decided.ok) return decided;
          const fence = endStatements(job, { ...ending, startedAt, endedAt: time() }, random);
          return ok({ ...decided.value, fence });
        },
      };
      const done = await context.services.uow.run(context, fenced, null);
      if (done.ok) return ok(null);
      const [first] = [done.error].flat();
      return err({ message: `${first?.code}: ${first?.message}` });
    };
    const bare: Command<null> = {
      load: () => Promise.resolve(ok(null)),
      decide: () => ok(nothing),
    };
    const running = (payload: unknown): RunningJob<never> => ({
      id: job.id,
      payload: payload as never,
      attempt: job.attempt,
      context,
      renew: async () => {
        const now = time();
        const until = now + spec.lease;
        if (
          lost.signal.aborted ||
          !(await patiently(() => renewLease(database, job, now, until)))
        ) {
          lose();
          return false;
        }
        clearTimeout(timer);
        timer = setTimeout(lose, spec.lease);
        return true;
      },
      complete: async (command) => {
        const done = await end({ outcome: "done" }, command);
        completed ||= done.ok;
        return done;
      },
    });

    const endBadly = async (outcome: AttemptOutcome, error: string): Promise<Ended> => {
      const after = afterAttempt(spec, job.attempt, outcome, time(), draw());
      if (after.state === "ready") {
        await end({ outcome: "failed", runAt: after.runAt, error }, bare);
        logger("warn", "job-failed", { ...facts, error });
        return "failed";
      }
      await end({ outcome: "dead", error }, bare);
      logger("error", "job-dead", { ...facts, error });
      return "dead";
    };

    const whenLost = new Promise<never>((_resolve, reject) => {
      lost.signal.addEventListener("abort", () => reject(lost.signal.reason as Error));
    });
    whenLost.catch(() => undefined);

    const run = async (): Promise<Ended> => {
      if (job.attempt > spec.maxAttempts) {
        return endBadly({ kind: "refused" }, "Every attempt ended without a word.");
      }
      const written = JSON.parse(job.payload) as Json;
      const opened = isSealed(written)
        ? await openPayload(context.services.keys, job, written)
        : ok(written);
      // An operator can put a missing key back, so this is no end.
      if (!opened.ok) return endBadly({ kind: "failed" }, opened.error.message);
      const payload = readPayload(spec, opened.value);
      if (!payload.ok) {
        const [first] = payload.error;
        return endBadly({ kind: "refused" }, `${first?.code}: ${first?.message}`);
      }
      let outcome: Result<null, JobFailure>;
      try {
        outcome = await Promise.race([handle(running(payload.value)), whenLost]);
        if (outcome.ok && !completed) outcome = await end({ outcome: "done" }, bare);
      } catch (error) {
        if (isFenced(error)) throw error;
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

  return {
    work: async (database, now, budget) => {
      const start = clock();
      const time = (): Instant => now + (clock() - start);
      const isOver = (): boolean => time() - now >= budget;
      const counts: Record<Ended, number> = { ran: 0, failed: 0, dead: 0, lost: 0 };

      const claim = (): Promise<readonly ClaimedJob[]> =>
        patiently(() => {
          const at = time();
          const lease = uuidv7(at, random);
          return claimJobs(database, { lease, now: at, size: claimSize, specs });
        });

      while (kinds.length > 0 && !isOver()) {
        const claimed = await claim();
        if (claimed.length === 0) break;
        let next = 0;
        const lane = async (): Promise<void> => {
          while (!isOver()) {
            const job = claimed[next];
            const kind = byKind.get(job?.kind ?? "");
            if (job === undefined || kind === undefined) return;
            next += 1;
            counts[await attempt(database, job, kind, time)] += 1;
          }
        };
        await Promise.all(Array.from({ length: lanes }, lane));
        await patiently(() => releaseJobs(database, claimed.slice(next)));
      }

      const waiting = await waitingJobs(database);
      const unknown = waiting.filter(({ kind, nextAt }) => !byKind.has(kind) && nextAt <= now);
      if (unknown.length > 0) {
        logger("warn", "jobs-of-unknown-kind", {
          kinds: unknown.map(({ kind, jobs }) => ({ kind, jobs })),
        });
      }
      const { ran, failed, dead } = counts;
      const times = waiting.filter(({ kind }) => byKind.has(kind)).map(({ nextAt }) => nextAt);
      return { ran, failed, dead, nextAt: times.length === 0 ? null : Math.min(...times) };
    },
  };
};
