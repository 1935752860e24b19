import type { KeyScopes } from "@ennead/core/access";
import type { JobSpec } from "@ennead/core/job";
import type { CompanyId, Instant } from "@ennead/core/kernel";

import { DatabaseError, type Database, type Row, type Rows } from "../db/db.ts";
import { sql, type Statement } from "../db/sql.ts";
import { scopesOf } from "./job-scopes.ts";

/** Characters of the longest payload that comes with a claim. */
const longPayload = 65_536;

/** A claimed job. */
export interface ClaimedJob {
  readonly company: CompanyId;
  readonly id: string;
  readonly kind: string;
  /** Null where it is so long that it is read by itself: an answer of a server is limited. */
  readonly payload: string | null;
  /** Attempts that were begun, this one included unless it was taken over. */
  readonly attempt: number;
  readonly lease: string;
  readonly leaseUntil: Instant;
  /** Whether another held it and ended without a word: it may be what ended him. */
  readonly taken: boolean;
  /** Whether somebody asked that it should not run. */
  readonly cancelled: boolean;
  /** The planned instant that a schedule ran for. */
  readonly planned: Instant | null;
  /** Who asked for it; null for the system. */
  readonly actor: string | null;
  /** What the credential was limited to by which it was asked for; null where it was not. */
  readonly scopes: KeyScopes | null;
}

export interface Claim {
  /** Names the claim: what completes a job of it must say so. */
  readonly lease: string;
  readonly now: Instant;
  readonly size: number;
  readonly specs: readonly JobSpec<unknown>[];
  /** How many jobs of a kind are taken for each free place; 1 unless given. */
  readonly rounds?: (kind: string) => number;
}

const claimedOf = (row: Row): ClaimedJob => ({
  company: String(row["company_id"]) as CompanyId,
  id: String(row["id"]),
  kind: String(row["kind"]),
  payload: row["payload"] === null ? null : String(row["payload"]),
  attempt: Number(row["attempts"]),
  lease: String(row["lease"]),
  leaseUntil: Number(row["lease_until"]),
  taken: row["taken"] === 1,
  cancelled: row["cancelled_at"] !== null,
  planned: row["planned_at"] === null ? null : Number(row["planned_at"]),
  actor: row["actor"] === null ? null : String(row["actor"]),
  scopes: scopesOf(row["scopes"]),
});

/** What waits, as triples: one seek of `job_ready` for each, however many jobs a triple has. */
export const lanes: Statement = sql`companies(company_id) as (
    select min(company_id) from job where state = 0
    union all
    select (select min(company_id) from job where state = 0 and company_id > companies.company_id) as next
    from companies where next is not null),
  kinds_of(company_id, kind) as (
    select company_id, (select min(kind) from job where state = 0 and company_id = companies.company_id)
    from companies where company_id is not null
    union all
    select company_id, (select min(kind) from job
      where state = 0 and company_id = kinds_of.company_id and kind > kinds_of.kind) as next
    from kinds_of where next is not null),
  lanes(company_id, kind, priority) as (
    select company_id, kind, (select min(priority) from job
      where state = 0 and company_id = kinds_of.company_id and kind = kinds_of.kind) from kinds_of
    union all
    select company_id, kind, (select min(priority) from job where state = 0
      and company_id = lanes.company_id and kind = lanes.kind and priority > lanes.priority) as next
    from lanes where next is not null)`;

const shown = sql`company_id, id, kind, payload, attempts, lease, lease_until, priority, run_at, taken,
    cancelled_at, planned_at, actor, scopes`;

const claimable = (now: Instant): Statement =>
  sql`state = 0 and run_at <= ${now} and (lease_until is null or lease_until <= ${now})`;

/**
 * The claim, by the rules of `claimPlan`, in one statement. Its cost does not follow the number of due jobs: it seeks
 * the first due job of every lane (company, kind, priority), ranks the best `size` pairs of company and kind by those,
 * because no other pair can have a place, and reads as many jobs of each as it has room for.
 */
export const claimStatement = ({ lease, now, size, specs, rounds = () => 1 }: Claim): Statement => {
  const kinds = specs.map(({ kind, concurrency, lease: time }) => ({
    kind,
    concurrency,
    time,
    rounds: rounds(kind),
  }));
  const half = Math.ceil(size / 2);
  const most = Math.max(size, 0);
  const room = Math.max(0, ...kinds.map((kind) => kind.concurrency * kind.rounds));
  const json = JSON.stringify(
    kinds.map((one) => [one.kind, one.concurrency, one.time, one.rounds]),
  );
  return sql`with recursive
  ${lanes},
  kinds as materialized (
    select value ->> 0 as kind, value ->> 1 as concurrency, value ->> 2 as time, value ->> 3 as rounds
    from json_each(${json})),
  running as materialized (
    select company_id, kind, count(*) as jobs from job indexed by job_held
    where state = 0 and lease_until > ${now} group by company_id, kind),
  heads as materialized (
    select lanes.company_id, lanes.kind, lanes.priority,
      (kinds.concurrency - coalesce(running.jobs, 0)) * kinds.rounds as room,
      (select id from job where ${claimable(now)} and company_id = lanes.company_id
        and kind = lanes.kind and priority = lanes.priority order by run_at, id limit 1) as id
    from lanes cross join kinds on kinds.kind = lanes.kind
      left join running on running.company_id = lanes.company_id and running.kind = lanes.kind
    where coalesce(running.jobs, 0) < kinds.concurrency),
  pairs as (
    select heads.company_id, heads.kind, heads.priority, job.run_at, heads.id,
      row_number() over (partition by heads.company_id, heads.kind order by heads.priority) as first
    from heads cross join job on job.company_id = heads.company_id and job.id = heads.id),
  ranked as (
    select *, row_number() over (partition by company_id order by priority, run_at, id) as share
    from pairs where first = 1),
  best as materialized (
    select company_id, kind from ranked order by share > ${half}, priority, run_at, id limit ${most}),
  due as materialized (
    select job.company_id, job.id, job.priority, job.run_at, heads.room,
      row_number() over (partition by job.company_id, job.kind
        order by job.priority, job.run_at, job.id) as place
    from best
      cross join heads on heads.company_id = best.company_id and heads.kind = best.kind
        and heads.id is not null
      cross join job on job.company_id = heads.company_id and job.id in (
        select id from job where ${claimable(now)} and company_id = heads.company_id
          and kind = heads.kind and priority = heads.priority
        order by run_at, id limit ${Math.min(most, room)})),
  shared as (
    select *, row_number() over (partition by company_id order by priority, run_at, id) as share
    from due where place <= room),
  chosen as materialized (
    select company_id, id from shared order by share > ${half}, priority, run_at, id limit ${most})
  update job set lease = ${lease},
    lease_until = ${now} + (select time from kinds where kinds.kind = job.kind),
    taken = lease is not null,
    attempts = attempts + (lease is null),
    progress_no = progress_no + 1
  where state = 0 and (company_id, id) in (select company_id, id from chosen)
  returning company_id, id, kind, iif(length(payload) > ${longPayload}, null, payload) as payload, attempts, lease, lease_until, priority, run_at, taken,
    cancelled_at, planned_at, actor, scopes`;
};

const inOrder = (a: Row, b: Row): number =>
  Number(a["priority"]) - Number(b["priority"]) ||
  Number(a["run_at"]) - Number(b["run_at"]) ||
  (String(a["id"]) < String(b["id"]) ? -1 : 1);

/**
 * Claims jobs that are due, in the order they should run. A claim counts as an attempt, so that a job which ends its
 * process does not come back for ever; where one is taken over, only its beginning counts, so that its neighbours in the
 * claims of such a job do not die with it. Where the answer is lost, what was claimed is looked up.
 */
export const claimJobs = async (
  database: Database,
  claim: Claim,
): Promise<readonly ClaimedJob[]> => {
  const claimed = async (): Promise<readonly Rows[]> => {
    try {
      return await database.write([claimStatement(claim)]);
    } catch (error) {
      if (!(error instanceof DatabaseError && error.kind === "unknown")) throw error;
      return database.read([
        sql`select ${shown} from job indexed by job_held
          where state = 0 and lease_until > ${claim.now} and lease = ${claim.lease}`,
      ]);
    }
  };
  const [found] = await claimed();
  return (found?.rows ?? []).toSorted(inOrder).map(claimedOf);
};
