import type { Instant } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { lanes } from "./claim.ts";

/** What waits of one kind. */
export interface Waiting {
  readonly kind: string;
  /** When the first of them can run; a job that is held, when its lease ends. */
  readonly nextAt: Instant;
}

/** What waits, by kind: one seek for each company, kind and priority, and one row for each job that is held. */
export const waitingJobs = async (database: Database): Promise<readonly Waiting[]> => {
  const [found] = await database.read([
    sql`with recursive ${lanes},
      first(kind, next_at) as (
        select kind, (select min(run_at) from (select run_at from job where state = 0
          and company_id = lanes.company_id and kind = lanes.kind and priority = lanes.priority
          and lease_until is null order by run_at, id limit 1)) from lanes where kind is not null
        union all
        select kind, max(run_at, lease_until) from job indexed by job_held
        where state = 0 and lease_until is not null)
      select kind, min(next_at) as next_at from first where next_at is not null group by kind`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    kind: String(row["kind"]),
    nextAt: Number(row["next_at"]),
  }));
};
