import { sweepAnswers, sweptAtOnce } from "../command/idempotency.ts";
import { sql } from "../db/sql.ts";
import { bucketsSweptAtOnce, sweepBuckets } from "../limits/durable-limit.ts";
import type { Sweep } from "./sweeps.ts";

/** How long jobs that are done, and what is known of attempts, are kept. Dead jobs stay. Milliseconds: 7 days. */
const keptFor = 7 * 86_400_000;

const jobsAtOnce = 1_000;

/** What the kernel removes by itself, each by a schedule of its own. */
export const kernelSweeps: readonly Sweep[] = [
  {
    kind: "kernel.sweepAnswers",
    rule: { cron: "17 * * * *", timeZone: "UTC" },
    portion: async (database, now) => {
      const swept = await sweepAnswers(database, now);
      return { swept, complete: swept < sweptAtOnce };
    },
  },
  {
    kind: "kernel.sweepBuckets",
    rule: { cron: "27 * * * *", timeZone: "UTC" },
    portion: async (database, now) => {
      const swept = await sweepBuckets(database, now);
      return { swept: 0, complete: swept < bucketsSweptAtOnce };
    },
  },
  {
    kind: "kernel.sweepJobs",
    rule: { cron: "37 * * * *", timeZone: "UTC" },
    portion: async (database, now) => {
      const before = now - keptFor;
      const gone = await database.write([
        sql`delete from job where (company_id, id) in
          (select company_id, id from job where state = 1 and done_at < ${before} limit ${jobsAtOnce})`,
        sql`delete from job_run where (company_id, job_id, lease) in
          (select company_id, job_id, lease from job_run where ended_at < ${before} limit ${jobsAtOnce})`,
      ]);
      return { swept: 0, complete: gone.every(({ changes }) => changes < jobsAtOnce) };
    },
  },
];
