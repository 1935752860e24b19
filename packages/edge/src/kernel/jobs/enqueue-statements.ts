import type { KeyScopes } from "@ennead/core/access";
import type { CompanyId, Instant, RandomBytes } from "@ennead/core/kernel";

import { sql, type Statement } from "../db/sql.ts";
import { ascendingIds } from "../ids.ts";
import { scopesText } from "./job-scopes.ts";
import type { NewJob } from "./new-job.ts";

/** Jobs in one statement at most; thousands of them are one cause's, and a statement stays small. */
const mostAtOnce = 200;

/** Neighbours that treat a first one alike, in portions: what moves it is not a column, so it is a statement's. */
const portions = (jobs: readonly NewJob[]): readonly (readonly NewJob[])[] => {
  const all: NewJob[][] = [];
  for (const one of jobs) {
    const last = all.at(-1);
    const fits =
      last !== undefined &&
      last.length < mostAtOnce &&
      (last[0]?.replace ?? false) === (one.replace ?? false);
    if (fits) last.push(one);
    else all.push([one]);
  }
  return all;
};

/**
 * The statements that enqueue, in order. Between jobs of one dedupe key the database decides: there is no read before
 * the write. `actor` is who asks for them, and `scopes` what his credential is limited to, unless a job names others.
 * Where a later payload takes the place of an earlier one, what it may do is within the scopes of both.
 */
export const enqueueStatements = (
  company: CompanyId,
  now: Instant,
  random: RandomBytes,
  jobs: readonly NewJob[],
  actor: string | null = null,
  scopes: KeyScopes | null = null,
): readonly Statement[] => {
  if (jobs.length === 0) return [];
  const newId = ascendingIds(now, random);
  return portions(jobs).map((some) => {
    const moves = some[0]?.replace === true ? 1 : 0;
    const rows = some.map((job) => [
      job.id ?? newId(),
      job.kind,
      job.dedupe ?? null,
      job.priority,
      job.runAt ?? now,
      JSON.stringify(job.payload),
      job.actor === undefined ? actor : job.actor,
      scopesText(job.scopes === undefined ? scopes : job.scopes),
    ]);
    return sql`with j as materialized (select key, value from json_each(${JSON.stringify(rows)}))
      insert into job(company_id, id, kind, dedupe, priority, run_at, payload, created_at, actor, scopes)
      select ${company}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
        ${now}, value ->> 6, value ->> 7 from j where true order by key
      on conflict(company_id, kind, dedupe) where state = 0 do update set
        again = case when lease is null then again
          when again is null or ${moves} then excluded.run_at else min(again, excluded.run_at) end,
        again_payload = case when lease is null then again_payload else excluded.payload end,
        run_at = case when lease is null and ${moves} then excluded.run_at else run_at end,
        payload = case when lease is null and ${moves} then excluded.payload else payload end,
        scopes = case when lease is null and not ${moves} or excluded.scopes is null then scopes
          when scopes is null then excluded.scopes
          else (select json_group_array(value) from json_each(scopes)
            where value in (select value from json_each(excluded.scopes))) end`;
  });
};
