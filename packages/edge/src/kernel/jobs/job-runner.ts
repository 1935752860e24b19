import { uuidv7, type Clock, type Instant } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { takeAlerts, type JobAlert } from "./alerts.ts";
import { attemptAt, type AttemptOptions, type Ended } from "./attempt.ts";
import { claimJobs, type ClaimedJob } from "./claim.ts";
import type { JobKind } from "./job-kind.ts";
import { releaseJobs } from "./lease.ts";
import { pace } from "./pace.ts";
import { patience } from "./patience.ts";
import { nextPlanned, planSchedules } from "./plan-schedules.ts";
import { runClaimed } from "./run-claimed.ts";
import { waitingJobs } from "./waiting.ts";

export interface JobRunnerOptions extends AttemptOptions {
  readonly kinds: readonly JobKind[];
  readonly clock: Clock;
  /** Told of every job that died, once. */
  readonly onAlert?: (alert: JobAlert) => void;
}

/** What became of attempts, and when the next job or schedule is due; null when none waits. */
export interface JobsDone {
  readonly ran: number;
  readonly failed: number;
  readonly dead: number;
  readonly nextAt: Instant | null;
}

export interface JobRunner {
  /** Does what is due in a database, for about `budget` milliseconds. Any number of these run beside each other. */
  readonly work: (database: Database, now: Instant, budget: number) => Promise<JobsDone>;
  /** Enqueues what schedules have planned up to `now`. */
  readonly plan: (database: Database, now: Instant) => Promise<void>;
}

/** How many jobs run at once in one turn of work. */
const lanes = 4;

export const jobRunner = (options: JobRunnerOptions): JobRunner => {
  const { kinds, clock, random, logger, onAlert } = options;
  const byKind = new Map(kinds.map((kind) => [kind.spec.kind, kind]));
  const specs = kinds.map(({ spec }) => spec);
  const { patiently } = patience(random);
  const attempt = attemptAt(options);
  const learned = pace();

  const alarm = async (database: Database, now: Instant): Promise<void> => {
    for (;;) {
      const alerts = await patiently(() => takeAlerts(database, now));
      for (const alert of alerts) {
        logger("error", "job-dead", { ...alert });
        onAlert?.(alert);
      }
      if (alerts.length === 0) return;
    }
  };

  return {
    plan: (database, now) =>
      planSchedules(database, now, { kinds: new Set(byKind.keys()), random, logger, patiently }),
    work: async (database, now, budget) => {
      const start = clock();
      const time = (): Instant => now + (clock() - start);
      const isOver = (): boolean => time() - now >= budget;
      const counts: Record<Ended, number> = { ran: 0, failed: 0, dead: 0, lost: 0 };

      const run = async (job: ClaimedJob): Promise<void> => {
        const kind = byKind.get(job.kind);
        if (kind === undefined) return;
        const began = time();
        counts[await attempt(database, job, kind, time)] += 1;
        learned.note(job.kind, time() - began);
      };
      /** A job that waited in our hands for half its lease is better off with another. */
      const mayBegin = (job: ClaimedJob): boolean => {
        const half = (byKind.get(job.kind)?.spec.lease ?? 0) / 2;
        return !isOver() && job.leaseUntil - time() >= half;
      };

      while (kinds.length > 0 && !isOver()) {
        const at = time();
        const taken = new Map(specs.map(({ kind }) => [kind, learned.rounds(kind)]));
        const rounds = (kind: string): number => taken.get(kind) ?? 1;
        const size = learned.size(lanes);
        const claimed = await patiently(() =>
          claimJobs(database, { lease: uuidv7(at, random), now: at, size, specs, rounds }),
        );
        if (claimed.length === 0) break;
        const left = await runClaimed(claimed, { lanes, rounds, mayBegin, run });
        await patiently(() => releaseJobs(database, left));
      }
      await alarm(database, time());

      const waiting = await waitingJobs(database);
      const unknown = waiting.filter(({ kind, nextAt }) => !byKind.has(kind) && nextAt <= now);
      if (unknown.length > 0) {
        logger("warn", "jobs-of-unknown-kind", { kinds: unknown.map(({ kind }) => kind) });
      }
      const { ran, failed, dead } = counts;
      const planned = await nextPlanned(database, [...byKind.keys()]);
      const times = [
        ...waiting.filter(({ kind }) => byKind.has(kind)).map(({ nextAt }) => nextAt),
        ...(planned === null ? [] : [planned]),
      ];
      return { ran, failed, dead, nextAt: times.length === 0 ? null : Math.min(...times) };
    },
  };
};
