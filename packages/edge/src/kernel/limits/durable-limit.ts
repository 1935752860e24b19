import type { Instant } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { bucketName } from "./bucket-name.ts";
import { gcra, type Rate, type Verdict } from "./gcra.ts";

/** A limit that holds over all isolates of a database, and over restarts. Each question is one write. */
export interface DurableLimit {
  /** Takes `cost` (1) of the bucket of this name, or nothing when there is not so much in it. */
  readonly take: (name: string, now: Instant, cost?: number) => Promise<Verdict>;
}

/**
 * The limit `policy` with its rate, kept in the database. For what is costly or worth guessing: sign-ins, loads,
 * exports. The algorithm is that of the limits in memory, decided by one statement, so that two isolates cannot both
 * take the last of a bucket.
 */
export const durableLimit = (database: Database, policy: string, rate: Rate): DurableLimit => ({
  take: async (name, now, cost = 1) => {
    const id = await bucketName(policy, name);
    const step = Math.ceil((rate.window / rate.quota) * cost);
    const [taken, found] = await database.write([
      sql`insert into rate_bucket(id, tat, expires_at) values (${id}, ${now + step}, ${now + step})
        on conflict(id) do update set
          tat = min(max(tat, ${now}), ${now + rate.window}) + ${step},
          expires_at = min(max(tat, ${now}), ${now + rate.window}) + ${step}
        where min(max(tat, ${now}), ${now + rate.window}) + ${step} <= ${now + rate.window}`,
      sql`select tat from rate_bucket where id = ${id}`,
    ]);
    const tat = Number(found?.rows[0]?.["tat"] ?? now);
    const allowed = (taken?.changes ?? 0) > 0;
    // What is left follows from the row as it is now.
    const { remaining, reset } = gcra(rate, tat, now, 0);
    const retry = allowed ? 0 : Math.max(1, reset + step - rate.window);
    return { allowed, tat, remaining, reset, retry };
  },
});

/** How many rows are swept in one batch. */
export const bucketsSweptAtOnce = 1000;

/** Removes a portion of the rows that say nothing any more; answers how many went. */
export const sweepBuckets = async (database: Database, now: Instant): Promise<number> => {
  const [gone] = await database.write([
    sql`delete from rate_bucket where id in
      (select id from rate_bucket where expires_at <= ${now} limit ${bucketsSweptAtOnce})`,
  ]);
  return gone?.changes ?? 0;
};
