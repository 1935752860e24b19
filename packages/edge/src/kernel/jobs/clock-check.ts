import type { Instant } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** How far the clock of a process may be from that of its database before it must not drive time; milliseconds. */
const mostApart = 300_000;

/**
 * How far `now` is ahead of the database's clock (negative: behind), in milliseconds, where that is more than 5 minutes;
 * null where they agree.
 */
export const clockDifference = async (database: Database, now: Instant): Promise<number | null> => {
  const [found] = await database.read([
    sql`select cast(unixepoch('subsec') * 1000 as integer) as now`,
  ]);
  const ahead = now - Number(found?.rows[0]?.["now"]);
  return Math.abs(ahead) > mostApart ? ahead : null;
};
