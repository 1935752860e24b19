import type { Fault, Instant, Json } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql, type Statement } from "../db/sql.ts";
import type { ClaimedJob } from "./claim.ts";

/** How an attempt ended. */
export interface Ending {
  readonly outcome: "done" | "failed" | "dead";
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** When a failed job runs next. */
  readonly runAt?: Instant;
  /** For administrators. */
  readonly error?: string;
  /** For who asked for the job. */
  readonly fault?: Pick<Fault, "code" | "message">;
  readonly result?: Json;
  /** How far it had come, where that was not written yet. */
  readonly progress?: Json;
  /** A job that was told to stop is dead by wish: nobody is alarmed. */
  readonly cancelled?: boolean;
}

const text = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

const told = (
  { company, id }: ClaimedJob,
  { fault, result, progress, cancelled = false, endedAt }: Ending,
): readonly Statement[] => {
  if (fault === undefined && result === undefined && progress === undefined && !cancelled) {
    return [];
  }
  return [
    sql`update job set fault = ${text(fault)}, result = ${text(result)},
      progress = coalesce(${text(progress)}, progress),
      reason = ${cancelled ? "cancelled" : null}, alerted_at = ${cancelled ? endedAt : null}
    where company_id = ${company} and id = ${id}`,
  ];
};

/** Ends the attempt, or refuses the whole batch: `JOB_FENCE`. What was asked for again meanwhile becomes a new job. */
export const endStatements = (job: ClaimedJob, ending: Ending): readonly Statement[] => {
  const { company, id, lease, attempt } = job;
  const { outcome, startedAt, endedAt, runAt, error } = ending;
  return [
    sql`insert into job_run(company_id, job_id, lease, attempt, outcome, started_at, ended_at, run_at, error)
    values (${company}, ${id}, ${lease}, ${attempt}, ${outcome}, ${startedAt}, ${endedAt}, ${runAt ?? null}, ${error ?? null})`,
    ...told(job, ending),
  ];
};

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
