import type { Clock } from "@ennead/core/kernel";

import type { TenantDb } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Registry, Sample } from "./registry.ts";

/** How many jobs of a state are counted at most: a gauge that walked a backlog of millions would add to it. */
const mostCounted = 100_000;

const waiting = sql`select kind, count(*) as n, min(run_at) as first
  from (select kind, run_at from job where state = 0 limit ${mostCounted}) group by kind`;

const dead = sql`select kind, count(*) as n
  from (select kind from job where state = 2 limit ${mostCounted}) group by kind`;

interface Counts {
  waiting: number;
  dead: number;
  first: number;
}

/** Gauges of background work by kind, read from the databases once for each scrape. */
export const jobMetrics = (
  metrics: Registry,
  { db, kinds, clock }: { db: TenantDb; kinds: readonly string[]; clock: Clock },
): void => {
  const readAll = async (): Promise<ReadonlyMap<string, Counts>> => {
    const counts = new Map<string, Counts>(
      kinds.map((kind) => [kind, { waiting: 0, dead: 0, first: Infinity }]),
    );
    for await (const database of db.all()) {
      const [waits, gone] = await database.read([waiting, dead]);
      for (const row of waits?.rows ?? []) {
        const known = counts.get(String(row["kind"]));
        if (known === undefined) continue;
        known.waiting += Number(row["n"]);
        known.first = Math.min(known.first, Number(row["first"]));
      }
      for (const row of gone?.rows ?? []) {
        const known = counts.get(String(row["kind"]));
        if (known !== undefined) known.dead += Number(row["n"]);
      }
    }
    return counts;
  };
  let reading: Promise<ReadonlyMap<string, Counts>> | undefined;
  const gauge = (name: string, help: string, valueOf: (counts: Counts) => number): void => {
    metrics.gauge({ name, help, labels: ["kind"] }, async (): Promise<readonly Sample[]> => {
      // All gauges of a scrape ask at the same time.
      reading ??= readAll().finally(() => {
        reading = undefined;
      });
      return [...(await reading)].map(([kind, counts]) => ({
        labels: [kind],
        value: valueOf(counts),
      }));
    });
  };
  gauge("ennead_jobs_waiting", "Jobs that wait or run, by kind.", (counts) => counts.waiting);
  gauge("ennead_jobs_dead", "Jobs given up, by kind.", (counts) => counts.dead);
  gauge(
    "ennead_jobs_lag_seconds",
    "How long the oldest unfinished job has been due, by kind.",
    ({ first }) => (first === Infinity ? 0 : Math.max(0, clock() - first) / 1000),
  );
};
