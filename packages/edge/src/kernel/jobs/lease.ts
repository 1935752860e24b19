import type { Instant, Json } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql, type Statement } from "../db/sql.ts";
import type { ClaimedJob } from "./claim.ts";

/** Gives back jobs that were claimed and not begun: it was no attempt. */
export const releaseJobs = async (
  database: Database,
  jobs: readonly ClaimedJob[],
): Promise<void> => {
  if (jobs.length === 0) return;
  const keys = JSON.stringify(jobs.map(({ company, id, lease }) => [company, id, lease]));
  await database.write([
    sql`with j as materialized (
        select value ->> 0 as company, value ->> 1 as id, value ->> 2 as lease from json_each(${keys}))
      update job set lease = null, lease_until = null, attempts = attempts - (taken = 0)
      where state = 0 and (company_id, id, lease) in (select company, id, lease from j)`,
  ]);
};

const mine = ({ company, id, lease }: ClaimedJob, now: Instant): Statement =>
  sql`company_id = ${company} and id = ${id} and state = 0 and lease = ${lease} and lease_until > ${now}`;

/** Counts the beginning of an attempt at a job that was taken over; false when its lease was lost. */
export const beginTaken = async (
  database: Database,
  job: ClaimedJob,
  now: Instant,
): Promise<boolean> => {
  const [begun] = await database.write([
    sql`update job set attempts = attempts + 1 where ${mine(job, now)}`,
  ]);
  return begun?.changes === 1;
};

/** Whether a job is still held, and whether somebody asked that it should stop. */
export type Held = "held" | "cancelled" | "lost";

/** Holds a job until a later time, and says how far it has come where that is given. */
export const renewLease = async (
  database: Database,
  job: ClaimedJob,
  now: Instant,
  { until, progress }: { readonly until: Instant; readonly progress?: Json },
): Promise<Held> => {
  const told =
    progress === undefined
      ? sql``
      : sql`, progress = ${JSON.stringify(progress)}, progress_no = progress_no + 1`;
  const [renewed] = await database.write([
    sql`update job set lease_until = ${until}${told} where ${mine(job, now)} returning cancelled_at`,
  ]);
  const row = renewed?.rows[0];
  if (row === undefined) return "lost";
  return row["cancelled_at"] === null ? "held" : "cancelled";
};

/** Whether somebody asked that a job should stop. */
export const isCancelled = async (
  database: Database,
  { company, id }: ClaimedJob,
): Promise<boolean> => {
  const [found] = await database.read([
    sql`select 1 from job where company_id = ${company} and id = ${id} and cancelled_at is not null`,
  ]);
  return (found?.rows.length ?? 0) > 0;
};
