import type { JobSpec } from "@ennead/core/job";
import type { CompanyId, Instant, RandomBytes } from "@ennead/core/kernel";

import type { Database, Row } from "../db/db.ts";
import { sql, type Statement } from "../db/sql.ts";
import { ascendingIds } from "../ids.ts";
import type { NewJob } from "./new-job.ts";

/** The statements that enqueue. Between jobs of one dedupe key the database decides: there is no read before the write. */
export const enqueueStatements = (
  company: CompanyId,
  now: Instant,
  random: RandomBytes,
  jobs: readonly NewJob[],
): readonly Statement[] => {
  if (jobs.length === 0) return [];
  const newId = ascendingIds(now, random);
  return jobs.map(({ kind, payload, priority, runAt = now, dedupe = null, replace = false }) => {
    const moves = replace ? 1 : 0;
    return sql`insert into job(company_id, id, kind, dedupe, priority, run_at, payload, created_at)
      values (${company}, ${newId()}, ${kind}, ${dedupe}, ${priority}, ${runAt}, ${JSON.stringify(payload)}, ${now})
      on conflict(company_id, kind, dedupe) where state = 0 do update set
        again = case when lease is null then again
          when again is null or ${moves} then excluded.run_at else min(again, excluded.run_at) end,
        again_payload = case when lease is null then again_payload else excluded.payload end,
        run_at = case when lease is null and ${moves} then excluded.run_at else run_at end,
        payload = case when lease is null and ${moves} then excluded.payload else payload end`;
  });
};

/** A claimed job. */
export interface ClaimedJob {
  readonly company: CompanyId;
  readonly id: string;
  readonly kind: string;
  readonly payload: string;
  readonly attempt: number;
  readonly lease: string;
  readonly leaseUntil: Instant;
}

export interface Claim {
  /** Names the claim: what completes a job of it must say so. */
  readonly lease: string;
  readonly now: Instant;
  readonly size: number;
  readonly specs: readonly JobSpec<unknown>[];
}

const claimedOf = (row: Row): ClaimedJob => ({
  company: String(row["company_id"]) as CompanyId,
  id: String(row["id"]),
  kind: String(row["kind"]),
  payload: String(row["payload"]),
  attempt: Number(row["attempts"]),
  lease: String(row["lease"]),
  leaseUntil: Number(row["lease_until"]),
});

/**
 * Claims jobs that are due, in one statement, by the rules of `claimPlan`. Every claim counts as an attempt, so that a
 * job which ends its process does not come back for ever.
 */
export const claimJobs = async (
  database: Database,
  { lease, now, size, specs }: Claim,
): Promise<readonly ClaimedJob[]> => {
  const kinds = JSON.stringify(
    specs.map(({ kind, concurrency, lease: time }) => [kind, concurrency, time]),
  );
  const [claimed] = await database.write([
    sql`with
      kinds as materialized (
        select value ->> 0 as kind, value ->> 1 as concurrency, value ->> 2 as time from json_each(${kinds})),
      running as materialized (
        select company_id, kind, count(*) as jobs from job
        where state = 0 and lease_until > ${now} group by company_id, kind),
      due as materialized (
        select company_id, id, kind, priority, run_at,
          row_number() over (partition by company_id, kind order by priority, run_at, id) as place
        from job
        where state = 0 and run_at <= ${now} and (lease_until is null or lease_until <= ${now})
          and kind in (select kind from kinds)),
      claimable as (
        select due.*, row_number() over (partition by due.company_id order by priority, run_at, id) as share
        from due join kinds on kinds.kind = due.kind
          left join running on running.company_id = due.company_id and running.kind = due.kind
        where place + coalesce(running.jobs, 0) <= kinds.concurrency),
      chosen as materialized (
        select company_id, id from claimable
        order by share > ${Math.ceil(size / 2)}, priority, run_at, id limit ${Math.max(size, 0)})
      update job set lease = ${lease}, attempts = attempts + 1,
        lease_until = ${now} + (select time from kinds where kinds.kind = job.kind)
      where state = 0 and (company_id, id) in (select company_id, id from chosen)
      returning company_id, id, kind, payload, attempts, lease, lease_until, priority, run_at`,
  ]);
  const rows = claimed?.rows ?? [];
  return rows
    .toSorted(
      (a, b) =>
        Number(a["priority"]) - Number(b["priority"]) ||
        Number(a["run_at"]) - Number(b["run_at"]) ||
        (String(a["id"]) < String(b["id"]) ? -1 : 1),
    )
    .map(claimedOf);
};

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
      update job set lease = null, lease_until = null, attempts = attempts - 1
      where state = 0 and (company_id, id, lease) in (select company, id, lease from j)`,
  ]);
};

/** Holds a job until a later time; false when its lease was lost. */
export const renewLease = async (
  database: Database,
  { company, id, lease }: ClaimedJob,
  now: Instant,
  until: Instant,
): Promise<boolean> => {
  const [renewed] = await database.write([
    sql`update job set lease_until = ${until}
      where company_id = ${company} and id = ${id} and state = 0 and lease = ${lease} and lease_until > ${now}`,
  ]);
  return renewed?.changes === 1;
};

/** How an attempt ended. */
export interface Ending {
  readonly outcome: "done" | "failed" | "dead";
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** When a failed job runs next. */
  readonly runAt?: Instant;
  readonly error?: string;
}

/** Ends the attempt, or refuses the whole batch: `JOB_FENCE`. What was asked for again meanwhile becomes a new job. */
export const endStatements = (
  { company, id, lease, attempt }: ClaimedJob,
  { outcome, startedAt, endedAt, runAt, error }: Ending,
  random: RandomBytes,
): readonly Statement[] => [
  sql`insert into job_run(company_id, job_id, lease, attempt, outcome, started_at, ended_at, run_at, error)
    values (${company}, ${id}, ${lease}, ${attempt}, ${outcome}, ${startedAt}, ${endedAt}, ${runAt ?? null}, ${error ?? null})`,
  ...(outcome === "failed"
    ? []
    : [
        sql`insert into job(company_id, id, kind, dedupe, priority, run_at, payload, created_at)
    select company_id, ${ascendingIds(endedAt, random)()}, kind, dedupe, priority, again, again_payload, ${endedAt}
    from job where company_id = ${company} and id = ${id} and again is not null`,
      ]),
];

/** Whether an attempt under this lease has ended, for when the answer to its batch was lost. */
export const hasEnded = async (
  database: Database,
  { company, id, lease }: ClaimedJob,
): Promise<boolean> => {
  const [found] = await database.read([
    sql`select 1 from job_run where company_id = ${company} and job_id = ${id} and lease = ${lease}`,
  ]);
  return (found?.rows.length ?? 0) > 0;
};

/** What waits of one kind. */
export interface Waiting {
  readonly kind: string;
  readonly jobs: number;
  /** When the first of them can run; a job that is held, when its lease ends. */
  readonly nextAt: Instant;
}

export const waitingJobs = async (database: Database): Promise<readonly Waiting[]> => {
  const [found] = await database.read([
    sql`select kind, count(*) as jobs, min(max(run_at, coalesce(lease_until, run_at))) as next_at
      from job where state = 0 group by kind`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    kind: String(row["kind"]),
    jobs: Number(row["jobs"]),
    nextAt: Number(row["next_at"]),
  }));
};

const day = 86_400_000;

/** How long jobs that are done, and what is known of attempts, are kept. Dead jobs stay. */
const keptFor = 7 * day;

const sweptAtOnce = 1_000;

/** Removes a portion of what was done long ago. */
export const sweepJobs = async (database: Database, now: Instant): Promise<void> => {
  const before = now - keptFor;
  await database.write([
    sql`delete from job where (company_id, id) in
      (select company_id, id from job where state = 1 and done_at < ${before} limit ${sweptAtOnce})`,
    sql`delete from job_run where (company_id, job_id, lease) in
      (select company_id, job_id, lease from job_run where ended_at < ${before} limit ${sweptAtOnce})`,
  ]);
};
