import { nextRun, type CronRule } from "@ennead/core/job";
import type { Instant } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Logger } from "../logger.ts";

/** The company under which the kernel's own schedules stand; companies are UUIDs, so none is called so. */
const system = "system";

/** Work on a whole database that recurs: old rows are removed in portions. */
export interface Sweep {
  /** `<room>.<verb>` */
  readonly kind: string;
  readonly rule: CronRule;
  /** Removes a portion; answers how many rows it counted, and whether that was all. */
  readonly portion: (
    database: Database,
    now: Instant,
  ) => Promise<{ readonly swept: number; readonly complete: boolean }>;
}

const register = async (
  database: Database,
  sweeps: readonly Sweep[],
  now: Instant,
): Promise<void> => {
  await database.write(
    sweeps.map(
      ({
        kind,
        rule,
      }) => sql`insert into job_schedule(company_id, id, kind, rule, zone, next_at, last_at,
          catch_up, payload, created_at)
        values (${system}, ${kind}, ${kind}, ${JSON.stringify(rule)}, ${rule.timeZone}, ${now}, ${now},
          'once', 'null', ${now})
        on conflict(company_id, id) do update set rule = excluded.rule, next_at = excluded.next_at
          where rule <> excluded.rule`,
    ),
  );
};

/**
 * Does the kernel's sweeps that are due. Each is a schedule like any other, in a row of its own: of several processes
 * the one that moves it on does the work. One that is cut short goes on at its next run.
 */
export const sweeper = (
  sweeps: readonly Sweep[],
  logger: Logger,
): ((database: Database, now: Instant, isOver: () => boolean) => Promise<number>) => {
  const registered = new WeakSet<Database>();
  const take = async (
    database: Database,
    { kind, rule }: Sweep,
    now: Instant,
  ): Promise<boolean> => {
    const [moved] = await database.write([
      sql`update job_schedule set last_at = ${now}, next_at = ${nextRun(rule, now)}
        where company_id = ${system} and id = ${kind} and paused = 0 and next_at <= ${now}`,
    ]);
    return moved?.changes === 1;
  };
  return async (database, now, isOver) => {
    if (!registered.has(database)) {
      await register(database, sweeps, now);
      registered.add(database);
    }
    const [found] = await database.read([
      sql`select kind from job_schedule where company_id = ${system} and paused = 0 and next_at <= ${now}`,
    ]);
    const due = new Set(found?.rows.map((row) => row["kind"]));
    let swept = 0;
    for (const sweep of sweeps) {
      if (!due.has(sweep.kind) || !(await take(database, sweep, now))) continue;
      try {
        for (let complete = false; !complete && !isOver();) {
          const done = await sweep.portion(database, now);
          swept += done.swept;
          ({ complete } = done);
        }
      } catch (error) {
        logger("error", "sweep", { kind: sweep.kind, error: String(error) });
      }
    }
    return swept;
  };
};
