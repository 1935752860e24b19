import type { CompanyId, Instant } from "@ennead/core/kernel";

import { sql, type Database, type Row, type Statement, type Sweep } from "../kernel/index.ts";
import { indexedColumns, postingsOf, type Posting } from "./posting.ts";

/** Events that are indexed in one batch: some ten thousand rows, which hold a file for well under 200 ms. */
const atOnce = 500;

/** The greatest time of an event up to a place in the log, where the index has not told of it: before any. */
export const noTime: Instant = Number.MIN_SAFE_INTEGER;

/** Events with their postings, and the greatest time up to the last of them. */
export const postingsOfAll = (
  rows: readonly Row[],
  before: Instant,
): { readonly postings: readonly Posting[]; readonly high: Instant } => {
  let high = before;
  const postings = rows.flatMap((row) => {
    const own = postingsOf(row, high);
    high = Math.max(high, Number(row["at"]));
    return own;
  });
  return { postings, high };
};

/** Writes postings; those that stand already stay. */
export const insertPostings = (company: string, postings: readonly Posting[]): Statement =>
  sql`with j as materialized (select value from json_each(${JSON.stringify(postings)}))
    insert into audit_posting(company_id, facet, value, seq)
    select ${company}, value ->> 0, value ->> 1, value ->> 2 from j where true
    on conflict do nothing`;

/** Indexes the next events of the company that is furthest behind; false when there is none. */
const indexNext = async (database: Database): Promise<boolean> => {
  const [behind] = await database.read([
    sql`select h.company_id, h.seq as head, coalesce(i.seq, 0) as seq, i.at
      from audit_head h left join audit_indexed i on i.company_id = h.company_id
      where h.seq > coalesce(i.seq, 0) order by h.seq - coalesce(i.seq, 0) desc limit 1`,
  ]);
  const row = behind?.rows[0];
  if (row === undefined) return false;
  const company = String(row["company_id"]) as CompanyId;
  const after = Number(row["seq"]);
  const through = Math.min(after + atOnce, Number(row["head"]));
  const [found] = await database.read([indexedColumns(company, { after, through })]);
  const { postings, high } = postingsOfAll(
    found?.rows ?? [],
    row["at"] === null ? noTime : Number(row["at"]),
  );
  await database.write([
    // Another process may have been here: then nothing of this is written.
    sql`select iif(coalesce((select seq from audit_indexed where company_id = ${company}), 0) = ${after},
      1, json('STALE'))`,
    insertPostings(company, postings),
    sql`insert into audit_indexed(company_id, seq, at) values (${company}, ${through}, ${high})
      on conflict(company_id) do update set seq = excluded.seq, at = excluded.at`,
  ]);
  return true;
};

/**
 * Brings the explorer's index up to the log every minute, for all companies of a database. Events that are not indexed
 * yet are found all the same: questions go through them one by one.
 */
export const indexLog: Sweep = {
  kind: "audit.index",
  rule: { cron: "* * * * *", timeZone: "UTC" },
  portion: async (database) => ({ swept: 0, complete: !(await indexNext(database)) }),
};
