import type { Instant } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Follow } from "./follow.ts";

/** How far a follower is behind the logs of a database. */
export interface FollowerLag {
  readonly follower: string;
  /** Companies with events that it has not been given. */
  readonly companies: number;
  /** Those events, of any kind. */
  readonly events: number;
  /** When the first of them happened; null without any. */
  readonly since: Instant | null;
}

/**
 * How far each follower is behind: what no job was enqueued for yet. Whether its jobs succeed is told by the jobs of its
 * kind. Only companies with a wake row are looked at.
 */
export const feedLag = async (
  database: Database,
  follows: readonly Follow[],
): Promise<readonly FollowerLag[]> => {
  const names = follows.map(({ name }) => name);
  const [found] = await database.read([
    sql`with behind as materialized (
        select f.value as follower, w.company_id, coalesce(c.seq, 0) as seq,
          (select max(seq) from audit_event where company_id = w.company_id) as head
        from json_each(${JSON.stringify(names)}) f cross join feed_wake w
          left join feed_cursor c on c.company_id = w.company_id and c.follower = f.value)
      select follower, count(*) as companies, sum(head - seq) as events,
        min((select e.at from audit_event e where e.company_id = behind.company_id and e.seq > behind.seq
          order by e.seq limit 1)) as since
      from behind where seq < head group by follower`,
  ]);
  const told = new Map(found?.rows.map((row) => [String(row["follower"]), row]));
  return names.map((follower) => {
    const row = told.get(follower);
    const since = row?.["since"] ?? null;
    return {
      follower,
      companies: Number(row?.["companies"] ?? 0),
      events: Number(row?.["events"] ?? 0),
      since: since === null ? null : Number(since),
    };
  });
};
