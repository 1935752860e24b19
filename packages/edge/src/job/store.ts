import { permits } from "@ennead/core/access";
import type { Instant } from "@ennead/core/kernel";

import { raw, sql, type RequestContext, type Row, type Statement } from "../kernel/index.ts";

/** What it takes to see and steer the jobs of others. */
export const jobsPermission = "kernel.jobs";

/** Whether the actor steers all jobs of the company. */
export const administersJobs = ({ model, principal }: RequestContext): boolean =>
  permits(model, principal, { system: jobsPermission }).allow;

/** What is told of a job. Payloads stay where they are: nobody is shown them, and they can be long. */
export const jobColumns: Statement = raw(
  "company_id, id, kind, priority, run_at, state, attempts, lease_until, again, last_error, created_at, done_at," +
    " actor, schedule_id, progress, progress_no, result, fault, cancelled_at, reason",
);

/** A job of the company, or null. `rival`: another of its key is unfinished. */
export const readJob = async (context: RequestContext, id: string): Promise<Row | null> => {
  const [found] = await context.scope.read(
    sql`select ${jobColumns}, exists(select 1 from job j where j.company_id = job.company_id and j.kind = job.kind
        and j.dedupe = job.dedupe and j.state = 0 and j.id <> job.id) as rival
      from job where company_id = ${context.company} and id = ${id}`,
  );
  return found?.rows[0] ?? null;
};

/** A job that the actor may see: one he asked for, or any where he steers them. Others do not exist for him. */
export const readVisibleJob = async (context: RequestContext, id: string): Promise<Row | null> => {
  const row = await readJob(context, id);
  if (row === null) return null;
  return row["actor"] === context.principal.actor || administersJobs(context) ? row : null;
};

/** The attempts at a job that ended, newest first. */
export const readRuns = async (context: RequestContext, id: string): Promise<readonly Row[]> => {
  const [found] = await context.scope.read(
    sql`select attempt, outcome, started_at, ended_at, error from job_run
      where company_id = ${context.company} and job_id = ${id} order by ended_at desc, attempt desc limit 100`,
  );
  return found?.rows ?? [];
};

/** What waits and what died, by kind. */
export const readStats = async (
  { scope, company }: RequestContext,
  now: Instant,
): Promise<readonly Row[]> => {
  const [found] = await scope.read(
    sql`select kind, sum(state = 0 and coalesce(lease_until, 0) <= ${now}) as waiting,
        sum(state = 0 and coalesce(lease_until, 0) <= ${now} and run_at <= ${now}) as due,
        sum(state = 0 and coalesce(lease_until, 0) > ${now}) as running,
        sum(state = 2) as dead,
        coalesce(max(${now} - iif(state = 0 and coalesce(lease_until, 0) <= ${now} and run_at <= ${now},
          run_at, null)), 0) as lag
      from job where company_id = ${company} and state in (0, 2) group by kind order by kind`,
  );
  return found?.rows ?? [];
};
