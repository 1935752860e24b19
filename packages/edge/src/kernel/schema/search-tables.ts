import type { Instant } from "@ennead/core/kernel";

import { raw, sql, type Statement } from "../db/sql.ts";
import { sha256 } from "../keys/digest.ts";
import type { SearchTable } from "./tables.ts";

const ddl = ({ name, definition }: SearchTable): string =>
  `create virtual table "${name}" using fts5(${definition})`;

/** Under which id `schema_state` keeps the hash of a full-text index. */
export const searchState = (name: string): string => `search:${name}`;

/** What tells one definition of a full-text index from another. */
export const searchHash = (table: SearchTable): Promise<string> => sha256(ddl(table));

/** The tables that FTS5 keeps an index in. Which of them exist depends on its options. */
export const shadowsOf = (name: string): readonly string[] =>
  ["data", "idx", "content", "docsize", "config"].map((part) => `${name}_${part}`);

// Every company that has data has events: one look into the key for each, whatever their number.
const companies = raw(`with recursive company(id) as (
    select min(company_id) from audit_event
    union all
    select (select min(company_id) from audit_event where company_id > company.id) from company where id is not null)`);

/** A UUIDv7 of this moment, made by the database: one for each company, of which the runner knows nothing. */
const freshId = (now: Instant): Statement =>
  sql`(select lower(substr(at, 1, 8) || '-' || substr(at, 9, 4) || '-7' || substr(noise, 1, 3) || '-8' ||
    substr(noise, 4, 3) || '-' || substr(noise, 7, 12))
    from (select printf('%012x', ${now}) as at, hex(randomblob(9)) as noise, company.id))`;

/** Makes the index anew, empty, and has it filled by a job for every company. */
export const makeSearch = async (
  table: SearchTable,
  now: Instant,
): Promise<readonly Statement[]> => {
  const { name, refill } = table;
  const { kind, priority, payload, dedupe = null, runAt = now } = refill;
  return [
    raw(`drop table if exists "${name}"`),
    raw(ddl(table)),
    sql`insert into schema_state(id, hash) values (${searchState(name)}, ${await searchHash(table)})
      on conflict(id) do update set hash = excluded.hash`,
    sql`insert into job(company_id, id, kind, dedupe, priority, run_at, payload, created_at)
      ${companies}
      select id, ${freshId(now)}, ${kind}, ${dedupe}, ${priority}, ${runAt}, ${JSON.stringify(payload)}, ${now}
      from company where id is not null
      on conflict(company_id, kind, dedupe) where state = 0 do update set
        again = case when lease is null then again else excluded.run_at end,
        again_payload = case when lease is null then again_payload else excluded.payload end`,
  ];
};
