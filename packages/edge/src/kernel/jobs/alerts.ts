import type { Instant } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** A job that died: somebody should look at it. */
export interface JobAlert {
  readonly company: string;
  readonly job: string;
  readonly kind: string;
  readonly attempts: number;
  readonly error: string | null;
}

const atOnce = 100;

/**
 * Takes the alerts of jobs that died, each once: of several processes one is given it, and one that a killed process did
 * not come to is taken by the next tick of any.
 */
export const takeAlerts = async (
  database: Database,
  now: Instant,
): Promise<readonly JobAlert[]> => {
  const [found] = await database.read([
    sql`select 1 from job indexed by job_alert where state = 2 and alerted_at is null limit 1`,
  ]);
  if (found?.rows.length !== 1) return [];
  const [taken] = await database.write([
    sql`update job set alerted_at = ${now} where state = 2 and alerted_at is null
      and (company_id, id) in (select company_id, id from job indexed by job_alert
        where state = 2 and alerted_at is null limit ${atOnce})
      returning company_id, id, kind, attempts, last_error`,
  ]);
  return (taken?.rows ?? []).map((row) => ({
    company: String(row["company_id"]),
    job: String(row["id"]),
    kind: String(row["kind"]),
    attempts: Number(row["attempts"]),
    error: row["last_error"] === null ? null : String(row["last_error"]),
  }));
};
